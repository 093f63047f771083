import { demoState, fixedId } from '../accessowl/seed.mts';
import type { Cell, Row } from './records.mts';

export { LEAVER_EMAIL } from '../accessowl/seed.mts';

type WideRow = Record<string, Cell>;

/** Everything that the exports know, in rows wider than any of them. */
export interface Workspace {
	readonly people: readonly Row[];
	readonly accounts: readonly Row[];
	/** One for each person and machine that holds an account. */
	readonly identities: readonly Row[];
	readonly machines: readonly Row[];
	readonly applications: readonly Row[];
	readonly groups: readonly Row[];
	readonly members: readonly Row[];
	readonly roles: readonly Row[];
	readonly resources: readonly Row[];
	readonly risks: readonly Row[];
	readonly activities: readonly Row[];
	readonly similarGroups: readonly Row[];
	readonly events: readonly Row[];
	readonly workflowRuns: readonly Row[];
	readonly oleriaUsers: readonly Row[];
}

const DAY_MS = 86_400_000;
const [ACCOUNT, RISK, EVENT, RUN] = [0xc1, 0xc2, 0xc3, 0xc4] as const;
const ASSESSMENT = 'Quarterly assessment';

type Holding = readonly [application: string, role: string, more?: WideRow];

/** What the leaver still holds: an administrator, one disabled, one without activity data. */
const LEAVER_HOLDINGS: readonly Holding[] = [
	['Google Workspace', 'Member', { dormantDays: 3 }],
	['Salesforce', 'Standard User', { userStatus: 'disabled', dormantDays: 41, userLicenseStatus: 'inactive' }],
	['GitHub', 'Member', { accountName: 'rvale', dormantDays: '30+', mfaEnabled: false }],
	['Treasury Forecast', 'Owner', { isAdmin: true, dormantDays: 1 }],
	['Ledger Console', 'Viewer', { dormantDays: 12 }],
	['Expensely', 'Submitter', { dormantDays: 95, mfaEnabled: false }],
	['Slack', 'Member', { dormantDays: 0 }],
];

const BY_DEPARTMENT: Readonly<Record<string, readonly Holding[]>> = {
	Finance: [['Ledger Console', 'Viewer'], ['Expensely', 'Approver']],
	Engineering: [['GitHub', 'Member'], ['Jira', 'User']],
	IT: [['GitHub', 'Owner', { isAdmin: true }], ['Okta', 'Super Administrator', { isAdmin: true }]],
	Support: [['Helpbay', 'Agent']],
	People: [['Peoplely', 'Partner']],
	Sales: [['Salesforce', 'Standard User'], ['Dealroom CRM', 'Seller']],
	Marketing: [['Canvasio', 'Editor', { ssoEnabled: false }]],
};

const MACHINES: readonly Holding[] = [
	['GitHub', 'Deploy bot', { identityType: 'Service account', isAdmin: true }],
	['Salesforce', 'Nightly sync', { identityType: 'API key', dormantDays: '30+' }],
	['Google Workspace', 'Calendar bridge', { identityType: 'OAuth application' }],
];

const APPLICATION_CATEGORIES: Readonly<Record<string, string>> = { Salesforce: 'Sales', Okta: 'Security' };

/** The same company as in the access requests product, seen by its inventory. Times count from `nowMs`; all else is the same on every call. */
export function workspace(nowMs: number): Workspace {
	const company = demoState();
	/** A moment so many days ago, at a fixed time of day. */
	const ago = (days: number): string => `${new Date(nowMs - days * DAY_MS).toISOString().slice(0, 19)}Z`;
	const called = new Map(company.users.map(({ id, first_name, last_name }) => [id, `${first_name ?? ''} ${last_name ?? ''}`]));
	const accounts: WideRow[] = [];

	const account = (owner: WideRow, [application, applicationRole, more = {}]: Holding): WideRow => {
		const number = accounts.length + 1;
		const dormantDays = more.dormantDays ?? (number % 9 === 0 ? '30+' : number % 4 === 0 ? (number * 7) % 61 : number % 14);
		const row: WideRow = {
			accountName: owner.employeeName ?? owner.identityName ?? null,
			accountType: 'user',
			application,
			applicationName: application,
			applicationInstance: `${application} Production`,
			applicationRole,
			createdAt: ago(400 + number * 3),
			department: owner.department ?? null,
			dormantDays,
			email: owner.email ?? null,
			hasApiAccess: application === 'GitHub',
			isAdmin: false,
			jobFunction: owner.jobFunction ?? null,
			// Without activity data there is only a least number of days.
			lastActivity: typeof dormantDays === 'number' ? ago(dormantDays) : null,
			location: owner.location ?? null,
			mfaEnabled: number % 4 !== 0,
			ssoEnabled: application !== 'Helpbay',
			userId: fixedId(ACCOUNT, number),
			userLicenseStatus: 'active',
			userLicenseType: application === 'Salesforce' ? 'Salesforce' : 'Standard',
			userName: owner.employeeName ?? owner.identityName ?? null,
			userStatus: owner.employeeStatus === 'Terminated' ? 'disabled' : 'enabled',
			...more,
		};
		accounts.push(row);
		return row;
	};

	const people = company.users.map((user, index): WideRow => {
		const isGone = user.status === 'offboarded';
		const person: WideRow = {
			createdAt: ago(700 - index * 5),
			department: user.departments[0] ?? null,
			email: user.email,
			employeeId: `E${String(index + 1).padStart(4, '0')}`,
			employeeName: called.get(user.id) ?? null,
			employeeStatus: isGone ? 'Terminated' : user.status === 'inactive' ? 'On leave' : 'Active',
			employeeType: user.employment_type,
			endDate: isGone ? ago(90 + index) : user.status === 'offboarding_planned' ? ago(-2) : null,
			jobFunction: user.job_title,
			location: user.location_city,
			manager: user.manager_user_id === null ? null : (called.get(user.manager_user_id) ?? null),
			startDate: ago(690 - index * 5),
		};
		const isLeaver = user.status === 'offboarding_planned';
		const holdings: readonly Holding[] = isLeaver ? LEAVER_HOLDINGS : isGone ? [['Google Workspace', 'Member']] : [['Google Workspace', 'Member'], ['Slack', 'Member'], ...(BY_DEPARTMENT[String(person.department)] ?? [])];
		const own = holdings.map((holding) => account(person, holding));
		return {
			...person,
			accountCount: own.length,
			adminAccountCount: own.filter(({ isAdmin }) => isAdmin).length,
			applicationCount: own.length,
			dormantAccountCount: own.filter(isDormant).length,
			riskCount: own.filter((one) => riskOf(one) !== undefined).length,
			utilization: utilizationOf(own),
		};
	});

	const machines = MACHINES.map(([application, identityName, more = {}], index): WideRow => {
		const own = account({ identityName: `${identityName} (${application})` }, [application, 'Integration', { accountType: 'machine', mfaEnabled: false, dormantDays: index, ...more }]);
		return { ...own, identityName: own.accountName!, owner: 'Sam Whitfield', lastRotated: ago(30 + index * 200) };
	});

	const applications = [...Map.groupBy(accounts, ({ application }) => String(application))].map(([application, own], index): WideRow => ({
		accountCount: own.length,
		adminCount: own.filter(({ isAdmin }) => isAdmin).length,
		application,
		applicationInstance: `${application} Production`,
		category: company.applications.find(({ title }) => title === application)?.category ?? APPLICATION_CATEGORIES[application] ?? null,
		createdAt: ago(800 - index),
		dormantAccountCount: own.filter(isDormant).length,
		id: `app-${index + 1}`,
		lastSync: ago(0),
		name: application,
		ssoEnabled: application !== 'Helpbay',
	}));

	const identities = [...people, ...machines].map((holder, index): WideRow => {
		const isMachine = holder.identityType !== undefined;
		const own = accounts.filter((one) => (isMachine ? one.accountName === holder.identityName : one.email === holder.email && one.accountType === 'user'));
		const [first] = own;
		return {
			accountEmail: holder.email ?? null,
			application: first?.application ?? null,
			applicationInstance: first?.applicationInstance ?? null,
			assignedApplicationCount: own.length,
			assignedGroupsCount: isMachine ? 0 : 1 + (index % 3),
			assignedRolesCount: own.length,
			authenticationMethods: isMachine ? 'Key' : index % 3 === 0 ? 'Password, Authenticator app' : 'Password',
			createdAt: holder.createdAt ?? null,
			department: holder.department ?? null,
			dormantDays: first?.dormantDays ?? null,
			identityName: holder.employeeName ?? holder.identityName ?? null,
			identityType: isMachine ? 'Machine' : 'User',
			isAdmin: own.some(({ isAdmin }) => isAdmin),
			lastPasswordChanged: isMachine ? null : ago(20 + index * 9),
		};
	});

	const groups = [...Map.groupBy(people, ({ department }) => String(department))].map(([department, own], index): WideRow => {
		const inactiveAccounts = own.filter(({ employeeStatus }) => employeeStatus !== 'Active').length;
		return {
			activeAccounts: own.length - inactiveAccounts,
			application: 'Google Workspace',
			applicationInstance: 'Google Workspace Production',
			createdAt: ago(750 - index * 11),
			groupName: `${department} team`,
			groupType: index % 3 === 0 ? 'Synced' : 'Native',
			inactiveAccounts,
			totalAccounts: own.length,
			utilization: Math.round((100 * (own.length - inactiveAccounts)) / own.length),
		};
	});
	const members = people.map((person): WideRow => {
		const own = accounts.find(({ email, application }) => email === person.email && application === 'Google Workspace');
		const group = groups.find(({ groupName }) => groupName === `${String(person.department)} team`);
		return { ...own, account: person.employeeName ?? null, groupName: group?.groupName ?? null, groupType: group?.groupType ?? null, userType: 'user' };
	});

	const roles = [...Map.groupBy(accounts, ({ application, applicationRole }) => `${String(application)} ${String(applicationRole)}`)].map(([entitlement, own], index): WideRow => ({
		accountCount: own.length,
		activeAccounts: own.filter((one) => !isDormant(one)).length,
		application: own[0]!.application!,
		applicationInstance: own[0]!.applicationInstance!,
		assessment: ASSESSMENT,
		createdAt: ago(640 - index),
		entitlement,
		isAdmin: own.some(({ isAdmin }) => isAdmin),
		roleName: own[0]!.applicationRole!,
		utilization: utilizationOf(own),
	}));

	const resources = [
		['Forecast 2026.xlsx', 'File', 'Google Workspace', 'Robin Vale', true],
		['finance-tools', 'Repository', 'GitHub', 'Felix Brandt', false],
		['Close calendar', 'Calendar', 'Google Workspace', 'Robin Vale', false],
		['Pipeline, EMEA', 'Report', 'Salesforce', 'Marcus Hale', true],
		['#incident-room', 'Channel', 'Slack', 'Nora Lindqvist', false],
	].map(([resourceName, resourceType, application, owner, sharedExternally], index): WideRow => ({
		accountCount: 12 - index,
		activeAccounts: 7 - index,
		application: application!,
		applicationInstance: `${String(application)} Production`,
		assessment: ASSESSMENT,
		createdAt: ago(300 - index * 20),
		lastActivity: ago(index * 4),
		owner: owner!,
		resourceName: resourceName!,
		resourceType: resourceType!,
		sharedExternally: sharedExternally!,
		utilization: Math.round((100 * (7 - index)) / (12 - index)),
	}));

	const risks = accounts.flatMap((own): WideRow[] => {
		const found = riskOf(own);
		return found ? [{ ...own, ...found, assessment: ASSESSMENT, hasAdminPrivileges: own.isAdmin! }] : [];
	}).map((risk, index): WideRow => ({ ...risk, riskId: fixedId(RISK, index + 1), age: index * 3, detectedOn: ago(index * 3), eventTimestamp: ago(index * 3 + 0.25), status: index % 5 === 4 ? 'Resolved' : 'Open' }));

	const activities = accounts.filter(({ lastActivity }) => lastActivity !== null).map((own, index): WideRow => ({
		...own,
		activity: index % 4 === 0 ? 'Changed a permission' : 'Signed in',
		activityType: index % 4 === 0 ? 'Administration' : 'Authentication',
		browserName: own.accountType === 'machine' ? null : 'Firefox',
		city: own.location!,
		country: null,
		initiatedBy: own.accountName!,
		instanceName: own.applicationInstance!,
		ipAddress: `192.0.2.${1 + (index % 250)}`,
		osName: own.accountType === 'machine' ? null : 'macOS',
		severity: ['Low', 'Medium', 'High', 'Severe', 'Unknown'][index % 5]!,
		timestamp: own.lastActivity!,
	}));

	const EVENTS: ReadonlyArray<readonly [name: string, eventType: string, days: number, status: string]> = [
		['Robin Vale', 'leaver', 1, 'Scheduled'],
		['Leo Fischer', 'joiner', 3, 'Completed'],
		['Freya Holm', 'joiner', 5, 'Scheduled'],
		['Lucia Moretti', 'mover', 6, 'Completed'],
		['Jonas Weber', 'mover', 20, 'Completed'],
		['Viktor Halas', 'leaver', 110, 'Failed'],
	];
	const events = EVENTS.map(([name, eventType, days, status], index): WideRow => {
		const person = people.find(({ employeeName }) => employeeName === name)!;
		return { ...person, createdAt: ago(days), effectiveDate: status === 'Scheduled' ? ago(days - 4) : ago(days - 0.5), eventId: fixedId(EVENT, index + 1), eventType, status };
	});
	const workflowRuns = events.filter(({ status }) => status !== 'Scheduled').map((event, index): WideRow => ({
		...event,
		failedStepCount: event.status === 'Failed' ? 2 : 0,
		finishedAt: event.effectiveDate!,
		runId: fixedId(RUN, index + 1),
		startedAt: event.createdAt!,
		stepCount: 6,
		workflowName: `Default ${String(event.eventType)} workflow`,
	}));

	return {
		people,
		accounts,
		identities,
		machines,
		applications,
		groups,
		members,
		roles,
		resources,
		risks,
		activities,
		similarGroups: groups.slice(1, 5).map((group, index) => ({ ...group, assessment: ASSESSMENT, sharedMembers: 2 + index, similarGroupName: groups[0]!.groupName!, similarity: 95 - index * 8 })),
		events,
		workflowRuns,
		oleriaUsers: [
			{ name: 'Sam Whitfield', emailAddress: 'sam.whitfield@example.com', status: 'Active', roles: 'Administrator', lastLogin: ago(0), createdAt: ago(380) },
			{ name: 'Nora Lindqvist', emailAddress: 'nora.lindqvist@example.com', status: 'Active', roles: 'Operator, Analyst', lastLogin: ago(2), createdAt: ago(350) },
			{ name: 'Robin Vale', emailAddress: 'robin.vale@example.com', status: 'Active', roles: 'Analyst', lastLogin: ago(16), createdAt: ago(200) },
			// A name may be empty until the invitation is taken.
			{ name: null, emailAddress: 'ruth.adeyemi@example.com', status: 'Invited', roles: 'Analyst', lastLogin: null, createdAt: ago(1) },
			{ name: null, emailAddress: 'diego.ramos@example.com', status: 'Invite expired', roles: 'Operator', lastLogin: null, createdAt: ago(40) },
		],
	};
}

/** Dormant by the product's own setting: 30 days or more without activity. */
const isDormant = ({ dormantDays }: WideRow): boolean => Number.parseInt(String(dormantDays), 10) >= 30;

/** How many of the accounts are in use, per cent. */
const utilizationOf = (own: readonly WideRow[]): number => (own.length === 0 ? 0 : Math.round((100 * own.filter((one) => !isDormant(one)).length) / own.length));

/** What is risky about an account, the worst first; undefined if nothing is. */
function riskOf(own: WideRow): WideRow | undefined {
	const risk = (riskSeverity: string, riskType: string, riskDescription: string, recommendation: string): WideRow => ({ riskSeverity, riskType, riskDescription, recommendation });
	if (own.isAdmin && own.mfaEnabled === false) return risk('critical', 'security', 'An administrator signs in without a second factor', 'Require a second factor, then review what was changed');
	if (own.isAdmin) return risk('high', 'access', 'A person holds administrator rights', 'Confirm that the rights are needed');
	if (isDormant(own)) return risk('medium', 'identity', `No activity for ${String(own.dormantDays)} days`, 'Disable the account, or ask its owner');
	return own.mfaEnabled === false ? risk('low', 'security', 'Signs in without a second factor', 'Require a second factor') : undefined;
}
