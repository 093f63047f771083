import { randomUUID } from 'node:crypto';
import { single } from '../answers.mts';
import { iso, type Organization } from '../organization.mts';
import type { User, UserStatus } from '../records.mts';
import { filtered, notFound, page, scheduledAtMs, unprocessable, type Handlers } from './common.mts';

type Details = Partial<Pick<User, 'first_name' | 'last_name' | 'departments' | 'teams' | 'job_title' | 'location_city' | 'employment_type' | 'manager_user_id'>>;

const DETAIL_NAMES = ['first_name', 'last_name', 'departments', 'teams', 'job_title', 'location_city', 'employment_type', 'manager_user_id'] as const;

/** A person with nothing but what is told; the rest is empty. */
export const personFrom = (email: string, details: Details, nowMs: number): User => ({
	id: randomUUID(),
	email,
	first_name: null,
	last_name: null,
	status: 'active',
	departments: [],
	teams: [],
	job_title: null,
	location_city: null,
	employment_type: null,
	manager_user_id: null,
	deactivated_at: null,
	inserted_at: iso(nowMs),
	updated_at: iso(nowMs),
	...detailsFrom(details),
});

function detailsFrom(body: Details): Details {
	return Object.fromEntries(DETAIL_NAMES.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

export const sameEmail = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

const MAY_OFFBOARD: ReadonlySet<UserStatus> = new Set(['active', 'inactive', 'onboarding', 'onboarding_provisioning_planned', 'offboarding_planned']);
const MAY_MANAGE: ReadonlySet<string> = new Set(['active', 'onboarding']);

export const users = (organization: Organization): Handlers => ({
	listUsers: (exchange) => {
		const { status = 'active', email } = exchange.query as { status?: string; email?: string };
		const byStatus = status === 'all' ? organization.state.users : filtered(organization.state.users, { status });
		return page(organization, exchange, email === undefined ? byStatus : byStatus.filter((user) => sameEmail(user.email, email)), organization.showUser);
	},

	createUser: ({ body, nowMs }) => {
		const details = body as Details & { email: string };
		if (organization.state.users.some((user) => sameEmail(user.email, details.email))) return unprocessable(organization, { email: ['has already been taken'] });
		if (details.manager_user_id && !organization.user(details.manager_user_id)) return unprocessable(organization, { manager_user_id: ['does not exist'] });
		const user = personFrom(details.email, details, nowMs);
		organization.state.users.push(user);
		return single(organization.showUser(user), 'bare', organization.switches, organization.switches.createStatus);
	},

	getUser: ({ pathParameters }) => {
		const user = organization.user(pathParameters.user_id);
		return user ? single(organization.showUser(user), 'wrapped', organization.switches) : notFound(organization);
	},

	onboardUser: ({ pathParameters, body, nowMs }) => {
		const user = organization.user(pathParameters.user_id);
		if (!user) return notFound(organization);
		const details = detailsFrom((body ?? {}) as Details);
		const atMs = scheduledAtMs(body, nowMs);
		if (user.status !== 'active' && user.status !== 'onboarding_provisioning_planned') {
			return unprocessable(organization, { status: [`cannot be onboarded while ${user.status}`] });
		}
		if (atMs === 'past') return unprocessable(organization, { scheduled_at: ['must be in the future'] });
		if (details.manager_user_id && !organization.user(details.manager_user_id)) return unprocessable(organization, { manager_user_id: ['does not exist'] });
		const managerId = user.status === 'active' ? (details.manager_user_id ?? user.manager_user_id) : user.manager_user_id;
		if (!MAY_MANAGE.has(organization.user(managerId)?.status ?? '')) return unprocessable(organization, { manager_user_id: ['must be active or onboarding'] });
		// Details change an active person and are ignored on a reschedule.
		if (user.status === 'active') Object.assign(user, details);
		if (atMs === undefined) organization.startOnboarding(user, nowMs);
		else organization.planOnboarding(user, atMs, nowMs);
		return single(organization.showUser(user), 'bare', organization.switches);
	},

	offboardUser: ({ pathParameters, body, nowMs }) => {
		const user = organization.user(pathParameters.user_id);
		if (!user) return notFound(organization);
		const atMs = scheduledAtMs(body, nowMs);
		if (!MAY_OFFBOARD.has(user.status)) return unprocessable(organization, { status: [`is already ${user.status}`] });
		if (atMs === 'past') return unprocessable(organization, { scheduled_at: ['must be in the future'] });
		if (atMs === undefined) organization.startOffboarding(user, nowMs);
		else organization.planOffboarding(user, atMs, nowMs);
		return single(organization.showUser(user), 'bare', organization.switches);
	},
});
