import { emptyState, type AccessOwlState, type AccessState, type Application, type Permission, type Policy, type Resource, type User, type UserStatus } from './records.mts';

export { emptyState };

/** The person who leaves. */
export const LEAVER_ID = '5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201';
export const LEAVER_EMAIL = 'robin.vale@example.com';
/** The leaver's manager, who also owns the API token. */
export const MANAGER_ID = '2a6d1f0e-93b4-4c57-a1d8-0f5e6b7c8d91';
/** Two people share this address: one has left, one is active. */
export const SHARED_EMAIL = 'jordan.reyes@example.com';

/** What the leaver holds, by what it is an example of. */
export const LEAVER_STATES = {
	manual: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c4d',
	ended: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c4e',
	automatic: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c4f',
	severalPermissions: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c50',
	applicationWide: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c51',
	discovered: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c52',
	beingRevoked: '8a9b0c1d-2e3f-4a5b-8c7d-9e0f1a2b3c53',
} as const;

export const LEDGER_ID = '3e5a7c90-1b2d-4f60-8a9b-0c1d2e3f4a5b';
export const LEDGER_ROLE_ID = '6c2f9b1d-5a80-4e37-9f1b-2d4e6a8c0b13';
export const LEDGER_VIEWER_ID = '9d0e1f2a-3b4c-4d5e-8f60-718293a4b5c6';
export const LEDGER_ADMIN_ID = '9d0e1f2a-3b4c-4d5e-8f60-718293a4b5c7';
/** The policy that names the leaver as an approver. */
export const LEAVER_POLICY_ID = '4d5e6f70-8192-4a3b-9c4d-5e6f708192a3';
/** Limited to admin-level requests. */
export const ELEVATED_POLICY_ID = '4d5e6f70-8192-4a3b-9c4d-5e6f708192a4';
/** Waits for the manager's approval. */
export const OPEN_REQUEST_ID = '2c4e6a80-1b3d-4f5a-8c7e-9d0b1a2c3e4f';
export const OPEN_REVOCATION_ID = '1f7b3c5d-8e90-4a12-b3c4-d5e6f7081920';

/** A fixed identifier in the shape of a version 4 UUID: the same kind and number give the same one. */
export const fixedId = (kind: number, number: number): string =>
	`${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

const [USER, APPLICATION, RESOURCE, PERMISSION, STATE, ACCOUNT, TAG, POLICY] = [0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8] as const;

const day = (text: string): string => `${text}T08:00:00Z`;

type PersonRow = readonly [name: string, title: string, department: string, city: string, more?: Partial<User>];

const PEOPLE: readonly PersonRow[] = [
	['Kim Osei', 'Head of Finance', 'Finance', 'Lisbon', { id: MANAGER_ID }],
	['Robin Vale', 'Accountant', 'Finance', 'Lisbon', { id: LEAVER_ID, status: 'offboarding_planned', teams: ['Close'], manager_user_id: MANAGER_ID }],
	['Ana Duarte', 'Controller', 'Finance', 'Lisbon'],
	['Tomas Berg', 'Payroll Specialist', 'Finance', 'Oslo'],
	['Priya Nair', 'Chief Technology Officer', 'Engineering', 'Berlin'],
	['Felix Brandt', 'Platform Engineer', 'Engineering', 'Berlin'],
	['Mei Tanaka', 'Backend Engineer', 'Engineering', 'Tokyo'],
	['Omar Haddad', 'Frontend Engineer', 'Engineering', 'Berlin'],
	['Lucia Moretti', 'Data Engineer', 'Engineering', 'Milan', { employment_type: 'contract' }],
	['Sam Whitfield', 'IT Administrator', 'IT', 'London'],
	['Nora Lindqvist', 'Security Engineer', 'IT', 'Stockholm'],
	['Diego Ramos', 'Support Lead', 'Support', 'Madrid'],
	['Hana Kim', 'Support Agent', 'Support', 'Seoul', { employment_type: 'part_time' }],
	['Peter Novak', 'Support Agent', 'Support', 'Prague'],
	['Claire Dubois', 'People Partner', 'People', 'Paris'],
	['Ines Carvalho', 'Recruiter', 'People', 'Lisbon', { employment_type: 'freelance' }],
	['Marcus Hale', 'Sales Director', 'Sales', 'London'],
	['Zoe Papadaki', 'Account Executive', 'Sales', 'Athens'],
	['Leo Fischer', 'Account Executive', 'Sales', 'Vienna', { status: 'onboarding' }],
	['Amina Yusuf', 'Marketing Manager', 'Marketing', 'London'],
	['Jonas Weber', 'Content Designer', 'Marketing', 'Hamburg', { status: 'inactive' }],
	['Ruth Adeyemi', 'Legal Counsel', 'Legal', 'London'],
	['Viktor Halas', 'Backend Engineer', 'Engineering', 'Prague', { status: 'offboarded', deactivated_at: day('2025-11-28') }],
	['Jordan Reyes', 'Designer', 'Marketing', 'Madrid', { status: 'offboarded', deactivated_at: day('2024-06-30') }],
	['Jordan Reyes', 'Senior Designer', 'Marketing', 'Madrid'],
	['Freya Holm', 'Product Manager', 'Product', 'Copenhagen', { status: 'onboarding_provisioning_planned' }],
];

/** A person whose names and address agree. */
function person([name, title, department, city, more = {}]: PersonRow, number: number): User {
	const [first = '', last = ''] = name.split(' ');
	const [id, status]: [string, UserStatus] = [fixedId(USER, number), 'active'];
	return {
		id,
		email: `${first}.${last}@example.com`.toLowerCase(),
		first_name: first,
		last_name: last,
		status,
		departments: [department],
		teams: [],
		job_title: title,
		location_city: city,
		employment_type: 'full_time',
		manager_user_id: number === 1 ? null : MANAGER_ID,
		deactivated_at: null,
		inserted_at: day('2024-02-01'),
		updated_at: day('2026-01-12'),
		...more,
	};
}

type ApplicationRow = readonly [title: string, category: string, more: Partial<Application>, resources: ReadonlyArray<readonly [title: string | null, permissions: readonly string[], more?: Partial<Resource>]>];

const APPLICATIONS: readonly ApplicationRow[] = [
	['Ledger Console', 'Finance', { id: LEDGER_ID, risk_level: 'high', description: 'The general ledger' }, [['Role', ['Viewer', 'Admin'], { id: LEDGER_ROLE_ID }]]],
	['Google Workspace', 'Office suite', { provisioning_type: 'automatic', risk_level: 'high', auth_method: 'google' }, [['Account', ['Member', 'Super Admin']]]],
	['GitHub', 'Developer tools', { provisioning_type: 'automatic', risk_level: 'high', auth_method: 'okta' }, [['Team', ['finance-tools', 'billing', 'platform'], { multiple_permissions_selectable: true }], ['Organization role', ['Member', 'Owner']]]],
	['Slack', 'Communication', { provisioning_type: 'automatic', auth_method: 'okta' }, [['Role', ['Member', 'Workspace Admin']]]],
	['Harbour Badge', 'Facilities', { description: 'Doors and lifts' }, [[null, ['Standard', 'Night']]]],
	['Expensely', 'Finance', { risk_level: 'medium' }, [['Role', ['Submitter', 'Approver']]]],
	['Treasury Forecast', 'Finance', { owner_user_id: LEAVER_ID, risk_level: 'high' }, [['Workbook', ['Read', 'Write']]]],
	['Jira', 'Developer tools', { provisioning_type: 'automatic' }, [['Project role', ['User', 'Administrator']]]],
	['Notion', 'Knowledge', { provisioning_type: 'automatic' }, [['Workspace', ['Guest', 'Member']]]],
	['Helpbay', 'Customer support', {}, [['Seat', ['Light agent', 'Agent']]]],
	['Peoplely', 'People', { risk_level: 'high', processed_data_types: ['employee_pii'] }, [['Role', ['Employee', 'Partner']]]],
	['Dealroom CRM', 'Sales', {}, [['Profile', ['Seller', 'Manager']]]],
	['Vaultly', 'Security', { status: 'approved', risk_level: 'high', vendor_certificates: ['soc2_t2', 'iso_27001'] }, [['Vault', ['Reader', 'Keeper']]]],
	['Canvasio', 'Design', { status: 'discovered' }, []],
	['Chat Helper', 'Assistants', { status: 'ignored' }, []],
	['Transferly', 'File sharing', { status: 'discovered' }, []],
];

const FIXED_PERMISSIONS: Readonly<Record<string, string>> = { 'Ledger Console/Viewer': LEDGER_VIEWER_ID, 'Ledger Console/Admin': LEDGER_ADMIN_ID };

function application([title, category, more]: ApplicationRow, number: number): Application {
	const isKnown = more.status !== 'discovered';
	return {
		id: fixedId(APPLICATION, number),
		title,
		status: 'requestable',
		provisioning_type: 'application_admin',
		description: null,
		url: `https://${title.toLowerCase().replaceAll(' ', '-')}.example.com`,
		user_setup_url: null,
		owner_user_id: isKnown ? MANAGER_ID : null,
		admin_user_ids: isKnown ? [MANAGER_ID] : [],
		risk_level: null,
		auth_method: 'credentials',
		mfa_activated: null,
		data_location: 'EU',
		last_vendor_review_at: null,
		notes: null,
		processed_data_types: [],
		vendor_certificates: [],
		tags: [{ id: fixedId(TAG, [...new Set(APPLICATIONS.map(([, name]) => name))].indexOf(category) + 1), title: category }],
		category,
		lock_version: 3,
		inserted_at: day('2024-01-15'),
		updated_at: day('2026-02-03'),
		...more,
	};
}

function resourcesFor(rows: readonly ApplicationRow[], applications: readonly Application[]): Resource[] {
	let [resourceNumber, permissionNumber] = [0, 0];
	return rows.flatMap(([title, , , resources], index) =>
		resources.map(([resourceTitle, permissions, more], order): Resource => ({
			id: fixedId(RESOURCE, ++resourceNumber),
			application_id: applications[index]!.id,
			title: resourceTitle,
			description: null,
			type: 'role',
			order,
			requestable: true,
			multiple_permissions_selectable: false,
			parent_resource_id: null,
			permissions: permissions.map((name, position): Permission => ({
				id: FIXED_PERMISSIONS[`${title}/${name}`] ?? fixedId(PERMISSION, ++permissionNumber),
				title: name,
				description: null,
				// The last of a resource is its strongest.
				elevated: position === permissions.length - 1 && permissions.length > 1,
				requestable: true,
			})),
			...more,
		})),
	);
}

/** A believable organisation of 26 people and 16 applications, with Robin Vale about to leave. The same on every call; each call gives its own copy. */
export function demoState(): AccessOwlState {
	const users = PEOPLE.map((row, index) => person(row, index + 1));
	const applications = APPLICATIONS.map((row, index) => application(row, index + 1));
	const resources = resourcesFor(APPLICATIONS, applications);
	const called = (title: string): Application => applications.find((one) => one.title === title)!;
	const accessStates: AccessState[] = [];

	/** Gives a person access to one resource of an application by titles; null for the whole application. */
	const give = (userId: string | null, title: string, resourceTitle: string | null | undefined, permissions: readonly string[], more: Partial<AccessState> = {}): void => {
		const { id: applicationId } = called(title);
		const resource = resourceTitle === undefined ? undefined : resources.find((one) => one.application_id === applicationId && one.title === resourceTitle);
		accessStates.push({
			id: fixedId(STATE, accessStates.length + 1),
			application_id: applicationId,
			grantee_user_account_id: fixedId(ACCOUNT, accessStates.length + 1),
			grantee_user_id: userId,
			group_id: null,
			resource_id: resource?.id ?? null,
			target_permission_ids: (resource?.permissions ?? []).filter((one) => permissions.includes(one.title)).map((one) => one.id),
			effective_start: '2024-02-03T10:00:00Z',
			effective_end: null,
			...more,
		});
	};

	give(LEAVER_ID, 'Ledger Console', 'Role', ['Viewer'], { id: LEAVER_STATES.manual, grantee_user_account_id: '7e6d5c4b-3a29-4180-9f0e-1d2c3b4a5968' });
	give(LEAVER_ID, 'Jira', 'Project role', ['User'], { id: LEAVER_STATES.ended, effective_start: '2023-05-01T10:00:00Z', effective_end: '2025-01-01T00:00:00Z' });
	give(LEAVER_ID, 'Google Workspace', 'Account', ['Member'], { id: LEAVER_STATES.automatic });
	give(LEAVER_ID, 'GitHub', 'Team', ['finance-tools', 'billing'], { id: LEAVER_STATES.severalPermissions });
	give(LEAVER_ID, 'Harbour Badge', undefined, [], { id: LEAVER_STATES.applicationWide });
	give(LEAVER_ID, 'Canvasio', undefined, [], { id: LEAVER_STATES.discovered, effective_start: '2026-03-09T14:22:10Z' });
	give(LEAVER_ID, 'Expensely', 'Role', ['Submitter'], { id: LEAVER_STATES.beingRevoked });
	const leaver = new Set([LEAVER_ID]);
	for (const user of users) {
		if (leaver.has(user.id) || user.status === 'offboarded') continue;
		give(user.id, 'Google Workspace', 'Account', ['Member']);
		give(user.id, 'Slack', 'Role', ['Member']);
		if (user.departments.includes('Engineering')) give(user.id, 'GitHub', 'Organization role', ['Member']);
		if (user.departments.includes('Finance')) give(user.id, 'Ledger Console', 'Role', ['Viewer']);
		if (user.departments.includes('Support')) give(user.id, 'Helpbay', 'Seat', ['Agent']);
		if (user.departments.includes('Marketing')) give(user.id, 'Transferly', undefined, []);
		if (user.departments.includes('People')) give(user.id, 'Peoplely', 'Role', ['Partner']);
		if (user.departments.includes('Sales')) give(user.id, 'Dealroom CRM', 'Profile', ['Seller']);
	}
	// An account that no person is linked to.
	give(null, 'GitHub', 'Organization role', ['Member']);

	const expensely = accessStates.find((state) => state.id === LEAVER_STATES.beingRevoked)!;
	return {
		users,
		applications,
		resources,
		accessStates,
		accessRequests: [
			{
				id: OPEN_REQUEST_ID,
				application_id: LEDGER_ID,
				resource_id: LEDGER_ROLE_ID,
				permission_ids: [LEDGER_ADMIN_ID],
				request_reason: 'Month end close',
				status: 'pending_approval',
				grantee_user_id: LEAVER_ID,
				requestor_user_id: LEAVER_ID,
				provisioning_type: 'application_admin',
				approval_steps: [{ step: 1, status: 'pending', strategy: 'first_to_respond', approvers: [{ user_id: MANAGER_ID, status: 'pending' }] }],
				inserted_at: '2026-09-30T12:00:00Z',
				access_state_id: null,
				close_reason: null,
			},
		],
		accessRevocations: [
			{
				id: OPEN_REVOCATION_ID,
				application_id: expensely.application_id,
				reason: 'Expenses are closed for the quarter',
				status: 'processing_access',
				grantee_user_id: LEAVER_ID,
				requestor_user_id: MANAGER_ID,
				resource_id: expensely.resource_id,
				permission_ids: [...expensely.target_permission_ids],
				provisioning_type: 'application_admin',
				inserted_at: '2026-10-01T09:30:00Z',
				access_state_id: expensely.id,
				close_reason: null,
			},
		],
		policies: demoPolicies(applications),
		tokenOwnerId: MANAGER_ID,
	};
}

function demoPolicies(applications: readonly Application[]): Policy[] {
	const finance = applications.filter((one) => one.category === 'Finance').map((one) => one.id);
	const policy = (title: string, more: Partial<Policy>, number: number): Policy => ({
		id: fixedId(POLICY, number),
		title,
		default_policy: false,
		elevated: false,
		application_ids: [],
		approval_steps: [],
		lock_version: 3,
		inserted_at: '2026-01-12T08:00:00Z',
		updated_at: '2026-04-02T09:30:00Z',
		...more,
	});
	return [
		policy('Everything else', { default_policy: true, approval_steps: [{ step: 1, approver_types: ['manager'], specific_approver_user_ids: [], strategy: 'first_to_respond' }] }, 1),
		policy('Finance systems', { id: LEAVER_POLICY_ID, application_ids: finance, approval_steps: [{ step: 1, approver_types: ['manager'], specific_approver_user_ids: [LEAVER_ID], strategy: 'first_to_respond' }] }, 2),
		policy(
			'Finance administration',
			{
				id: ELEVATED_POLICY_ID,
				elevated: true,
				application_ids: finance,
				approval_steps: [
					{ step: 1, approver_types: ['manager'], specific_approver_user_ids: [], strategy: 'first_to_respond' },
					{ step: 2, approver_types: ['business_owner'], specific_approver_user_ids: [], strategy: 'all' },
				],
			},
			3,
		),
		// No steps: approves by itself.
		policy('Chat for everyone', { application_ids: applications.filter((one) => one.title === 'Slack' || one.title === 'Notion').map((one) => one.id) }, 4),
	];
}

/** An organisation in which `count` access states are held, all current, by 200 people in 50 applications. For benchmarks. */
export function bigState(count: number): AccessOwlState {
	const users = Array.from({ length: 200 }, (_, index) => person([`Person${index + 1} Example`, 'Analyst', 'Operations', 'Lisbon'], index + 1));
	const rows = Array.from({ length: 50 }, (_, index): ApplicationRow => [`Application ${index + 1}`, 'Operations', {}, [['Role', ['Member', 'Admin']]]]);
	const applications = rows.map((row, index) => application(row, index + 1));
	const resources = resourcesFor(rows, applications);
	const accessStates = Array.from({ length: count }, (_, index): AccessState => {
		const resource = resources[index % resources.length]!;
		return {
			id: fixedId(STATE, index + 1),
			application_id: resource.application_id,
			grantee_user_account_id: fixedId(ACCOUNT, index + 1),
			grantee_user_id: users[index % users.length]!.id,
			group_id: null,
			resource_id: resource.id,
			target_permission_ids: [resource.permissions[0]!.id],
			effective_start: '2024-02-03T10:00:00Z',
			effective_end: null,
		};
	});
	return { ...emptyState(), users, applications, resources, accessStates, tokenOwnerId: users[0]!.id };
}
