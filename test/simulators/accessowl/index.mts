import { join } from 'node:path';
import { loadContract } from '../frame/contract.mts';
import type { Finding } from '../frame/contract.mts';
import type { RateLimitOptions } from '../frame/rateLimit.mts';
import { startSimulator, type CorruptAnswer, type Exchange, type Refusal, type Reply, type Simulator, type SimulatorOptions, type Vendor } from '../frame/server.mts';
import { billingRedirect, failure, type FieldErrors } from './answers.mts';
import { accessRequests } from './operations/accessRequests.mts';
import { accessRevocations } from './operations/accessRevocations.mts';
import { accessStates } from './operations/accessStates.mts';
import { applications } from './operations/applications.mts';
import { policies } from './operations/policies.mts';
import { personFrom, users } from './operations/users.mts';
import { Organization } from './organization.mts';
import type { AccessOwlState, AccessState, User } from './records.mts';
import { demoState, fixedId } from './seed.mts';
import { DEFAULT_SWITCHES, type Switches } from './switches.mts';

export { bigState, demoState, emptyState, fixedId } from './seed.mts';
export {
	ELEVATED_POLICY_ID,
	LEAVER_EMAIL,
	LEAVER_ID,
	LEAVER_POLICY_ID,
	LEAVER_STATES,
	LEDGER_ADMIN_ID,
	LEDGER_ID,
	LEDGER_ROLE_ID,
	LEDGER_VIEWER_ID,
	MANAGER_ID,
	OPEN_REQUEST_ID,
	OPEN_REVOCATION_ID,
	SHARED_EMAIL,
} from './seed.mts';
export { BILLING_PAGE } from './answers.mts';
export { DEFAULT_SWITCHES, type Switches } from './switches.mts';
export type * from './records.mts';

export const CONTRACT_FILE = join(import.meta.dirname, '../../contracts/accessowl.openapi.yaml');

/** What the simulator takes for an API token unless told otherwise. */
export const TOKEN = 'owl-simulator-token';
/** May read, answers 403 to everything else. */
export const READ_ONLY_TOKEN = 'owl-simulator-read-only-token';

/** The documented budget: 1,000 requests an hour for each token. */
const DOCUMENTED_RATE_LIMIT: RateLimitOptions = { limit: 1_000, windowMs: 3_600_000 };

export interface AccessOwlOptions extends Omit<SimulatorOptions, 'rateLimit'> {
	readonly token?: string;
	readonly readOnlyToken?: string;
	/** Taken over, not copied. The demo organisation unless told. */
	readonly state?: AccessOwlState;
	readonly switches?: Partial<Switches>;
	readonly rateLimit?: RateLimitOptions;
	/** Keeps the bytes of GET answers by URL until a write, a switch or automatic work changes something. For benchmarks: records that a test changes itself are not seen. */
	readonly cachePages?: boolean;
}

/** What the product's people do and the API does not offer, and what only a test wants. */
export interface Admin {
	/** All approvers of a request agree. Throws for an unknown id. */
	approve(requestId: string): void;
	addUser(user: Partial<User> & { email: string }): User;
	addAccessState(state: Partial<AccessState> & { application_id: string }): AccessState;
	/** Forgets every idempotency key. */
	forgetKeys(): void;
	/** When an offboarding is planned for, ms since the epoch; undefined if none is. */
	offboardingPlannedAtMs(userId: string): number | undefined;
	corruptAnswer(hook: CorruptAnswer | undefined): void;
}

export interface AccessOwlSimulator extends Simulator {
	/** The records as they are now: what is due is done before you look. */
	readonly state: AccessOwlState;
	readonly switches: Switches;
	set(switches: Partial<Switches>): void;
	readonly admin: Admin;
	readonly token: string;
	readonly readOnlyToken: string;
}

/** The field that a finding is about, as an `errors` object would name it: `requests.0.resource_id` of `body/requests/0/resource_id`. */
const fieldOf = ({ where }: Finding): string => where.replace(/^(body|query\.|path\.|header\.)\/?/, '').replaceAll('/', '.') || 'body';

function fieldsOf(findings: readonly Finding[]): FieldErrors {
	const fields: Record<string, string[]> = {};
	for (const finding of findings) (fields[fieldOf(finding)] ??= []).push(finding.message);
	return fields;
}

/** How AccessOwl words the frame's refusals. */
function refusal(reason: Refusal, switches: Switches): Reply {
	switch (reason.kind) {
		case 'noPath':
			return failure(404, 'Not found', switches);
		case 'noMethod':
			return { ...failure(405, 'Method not allowed', switches), headers: { allow: reason.allowed.join(', ') } };
		case 'rateLimited':
			return failure(429, 'Rate limit exceeded', switches);
		case 'keyMalformed':
			return failure(400, 'Idempotency-Key is malformed', switches);
		case 'keyRepeated':
			return failure(409, 'A request with this Idempotency-Key was already received', switches);
		case 'keyReused':
			return failure(422, 'Idempotency-Key was used before with another body', switches);
		case 'crash':
			return failure(500, 'Internal server error', switches);
		case 'invalid': {
			const { findings } = reason;
			const fields = fieldsOf(findings);
			if (findings.some(({ where }) => where.startsWith('path.'))) return failure(404, 'Not found', switches);
			if (findings.some(({ where }) => where === 'contentType')) return failure(415, 'Unsupported media type', switches);
			const isBody = findings.every(({ where, message }) => where.startsWith('body') && message !== 'is not JSON');
			return failure(isBody ? 422 : 400, isBody ? 'Unprocessable' : 'Bad request', switches, fields);
		}
	}
}

/** Starts a stateful AccessOwl on 127.0.0.1. Rejects when the port is taken. */
export async function startAccessOwl(options: AccessOwlOptions = {}): Promise<AccessOwlSimulator> {
	const { token = TOKEN, readOnlyToken = READ_ONLY_TOKEN, state = demoState(), rateLimit = DOCUMENTED_RATE_LIMIT, cachePages = false } = options;
	const organization = new Organization(state, { ...DEFAULT_SWITCHES, ...options.switches });
	const callers = new Map([
		[`Bearer ${token}`, 'token'],
		[`Bearer ${readOnlyToken}`, 'readOnlyToken'],
	]);
	const cache = new Map<string, Reply>();
	let happeningsSeen = 0;

	/** Brings the organisation up to date before an operation looks at it, and serves cached pages. */
	const prepared =
		(handler: (exchange: Exchange) => Reply) =>
		(exchange: Exchange): Reply => {
			organization.settle(exchange.nowMs);
			if (!cachePages) return handler(exchange);
			if (exchange.operation.method !== 'GET' || organization.happenings !== happeningsSeen) cache.clear();
			happeningsSeen = organization.happenings;
			const cached = exchange.operation.method === 'GET' ? cache.get(exchange.url) : undefined;
			if (cached) return cached;
			const reply = handler(exchange);
			if (exchange.operation.method !== 'GET' || reply.status !== 200) return reply;
			const frozen = { ...reply, body: Buffer.from(JSON.stringify(reply.body)) };
			cache.set(exchange.url, frozen);
			return frozen;
		};

	const handlers = {
		...users(organization),
		...applications(organization),
		...accessStates(organization),
		...accessRequests(organization),
		...accessRevocations(organization),
		...policies(organization),
	};
	const vendor: Vendor = {
		contract: loadContract(CONTRACT_FILE),
		handlers: Object.fromEntries(Object.entries(handlers).map(([operationId, handler]) => [operationId, prepared(handler)])),
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => callers.has(value),
		authenticate: ({ authorization = '' }, { method }) => {
			const caller = callers.get(authorization);
			if (!caller) return { refusal: { ...failure(401, 'Token missing or invalid', organization.switches), headers: { 'www-authenticate': 'Bearer' } } };
			if (caller === 'readOnlyToken' && method !== 'GET') return { refusal: failure(403, 'The token may not do this', organization.switches) };
			return { caller };
		},
		intercept: () => (organization.switches.redirect ? billingRedirect() : undefined),
		refuse: (reason) => refusal(reason, organization.switches),
		headersFor: (requestId) => ({ 'x-request-id': requestId }),
		idempotencyHeader: 'idempotency-key',
	};

	const simulator = await startSimulator(vendor, { ...options, rateLimit });
	const added = () => organization.state.users.length + organization.state.accessStates.length;
	const own = {
		token,
		readOnlyToken,
		get state() {
			organization.settle(simulator.clock.now());
			return organization.state;
		},
		get switches() {
			return organization.switches;
		},
		set(switches: Partial<Switches>) {
			organization.switches = { ...organization.switches, ...switches };
			cache.clear();
		},
		admin: {
			approve(requestId) {
				const request = organization.state.accessRequests.find((one) => one.id === requestId);
				if (!request) throw new Error(`No access request ${requestId}`);
				organization.approve(request, simulator.clock.now());
			},
			addUser(user) {
				const record = { ...personFrom(user.email, user, simulator.clock.now()), ...user };
				organization.state.users.push(record);
				return record;
			},
			addAccessState(given) {
				const record: AccessState = {
					id: fixedId(0xb1, added()),
					grantee_user_account_id: fixedId(0xb2, added()),
					grantee_user_id: null,
					group_id: null,
					resource_id: null,
					target_permission_ids: [],
					effective_start: new Date(simulator.clock.now()).toISOString(),
					effective_end: null,
					...given,
				};
				organization.state.accessStates.push(record);
				return record;
			},
			forgetKeys: () => simulator.idempotency.forget(),
			offboardingPlannedAtMs: (userId) => organization.offboardingPlannedAtMs(userId),
			corruptAnswer: (hook) => simulator.corruptAnswer(hook),
		} satisfies Admin,
	};
	// Getters must stay getters, so neither object is spread.
	return Object.defineProperties({}, {
		...Object.getOwnPropertyDescriptors(simulator),
		...Object.getOwnPropertyDescriptors(own),
	}) as AccessOwlSimulator;
}
