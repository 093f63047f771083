import { fixedId } from '../accessowl/seed.mts';
import { LEAVER_ID, OTHER_TENANT, OTHER_TENANT_CLIENT, PEOPLE, TEAM_IDS, TENANT } from './clients.mts';
import type { Grant, Row } from './records.mts';
import type { Store } from './store.mts';
import { collectionOf, relationOf } from './table.mts';

const [REQUIREMENT, PERSONA, USE_CASE, TEST_CASE, TEST_RESULT, COMPONENT, PROCESS, POLICY, CAPABILITY, FEATURE] = [0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea] as const;

export const requirementId = (number: number): string => fixedId(REQUIREMENT, number);

const DAY_MS = 86_400_000;
const BEGIN_MS = Date.parse('2026-01-05T08:00:00Z');
/** A moment so many days after the seed's first. */
const day = (number: number): string => new Date(BEGIN_MS + number * DAY_MS).toISOString().replace('.000Z', '.000000Z');
const date = (number: number): string => day(number).slice(0, 10);

const SUBJECTS = ['invoices', 'expense claims', 'payroll runs', 'bank statements', 'purchase orders', 'journal entries', 'access reviews', 'support tickets', 'supplier records', 'tax reports', 'budgets', 'contracts'];
const STORIES: ReadonlyArray<readonly [title: (subject: string) => string, benefit: string]> = [
	[(subject) => `Export ${subject} as CSV`, 'the auditors can check them on their own'],
	[(subject) => `Approve ${subject} in two steps`, 'nobody approves alone'],
	[(subject) => `Show the history of ${subject}`, 'every change can be explained'],
	[(subject) => `Warn when ${subject} are late`, 'the month closes in time'],
	[(subject) => `Restrict ${subject} to their owners`, 'nobody sees more than needed'],
];
/** A title that is not ASCII. */
const GREEK = 'Zahlungsläufe prüfen – Übersicht für λογιστήριο';

const OWNERS = [PEOPLE['Kim Osei'], LEAVER_ID, PEOPLE['Ana Duarte'], PEOPLE['Priya Nair'], PEOPLE['Diego Ramos']];
const TEAMS = Object.values(TEAM_IDS);
const STATUSES = ['active', 'draft', 'confirmed', 'active', 'under_investigation', 'deprecated', 'active', 'rejected'];

/** Numbers of the leaver's requirements: every fifth, from the second on. */
const LEAVERS = Array.from({ length: 12 }, (_, index) => index * 5 + 2);
const PRIVATE = [17, 42];
const VIEW_ONLY = [22, 47];
/** Shared with a team that no client belongs to. */
const ELSEWHERE = [52];
const ASSIGNED = [3, 14, 25, 36];
/** Private ones of other people. */
const OTHERS_PRIVATE = [4, 30];

const idsOf = (numbers: readonly number[]): string[] => numbers.map(requirementId);

/** The leaver's requirements: owned and open to the organization, assigned to but not owned, owned and private, owned and shared for viewing with the editor's team, owned and shared elsewhere. */
export const LEAVER_REQUIREMENTS = {
	plain: idsOf(LEAVERS.filter((number) => ![...PRIVATE, ...VIEW_ONLY, ...ELSEWHERE].includes(number))),
	assigned: idsOf(ASSIGNED),
	private: idsOf(PRIVATE),
	viewOnly: idsOf(VIEW_ONLY),
	elsewhere: idsOf(ELSEWHERE),
} as const;

export const ARCHIVED_REQUIREMENT_ID = requirementId(61);
/** Of the other tenant. */
export const FOREIGN_REQUIREMENT_ID = requirementId(901);
export const FOREIGN_TEAM_ID = fixedId(0xd2, 901);

function grantsOf(number: number): readonly Grant[] {
	if (VIEW_ONLY.includes(number)) return [{ teamId: TEAM_IDS.close, level: 'viewer' }];
	return ELSEWHERE.includes(number) ? [{ teamId: TEAM_IDS.support, level: 'editor' }] : [];
}

const visibilityOf = (number: number): string => ([...PRIVATE, ...OTHERS_PRIVATE].includes(number) ? 'private' : [...VIEW_ONLY, ...ELSEWHERE].includes(number) ? 'shared' : 'internal');

/** Every attribute of a type with its default, `given` over them. */
export function completed(type: string, given: Record<string, unknown>): Record<string, unknown> {
	const attributes = collectionOf(type).attributes.map(({ name, default: value, kind }) => [name, Array.isArray(value) ? [...(value as unknown[])] : value === undefined || value === 'caller' ? (kind === 'uuid' ? null : '') : value]);
	return { ...Object.fromEntries(attributes as Array<[string, unknown]>), ...given };
}

/** Fills a store with the company of the other simulators and a second tenant. The same on every call. */
export function seed(store: Store): void {
	const add = (type: string, kind: number, number: number, given: Record<string, unknown>, grants: readonly Grant[] = [], tenant = TENANT): Row =>
		store.add(type, tenant, completed(type, { inserted_at: day(number % 200), updated_at: day((number * 7) % 200), ...given }), { id: fixedId(kind, number), grants });
	const connect = (row: Row, relation: string, ...ids: readonly string[]): void => ids.forEach((id) => store.connect(row, relationOf(collectionOf(row.type), relation)!, id));

	const members = [[PEOPLE['Kim Osei'], LEAVER_ID, PEOPLE['Ana Duarte']], [PEOPLE['Priya Nair'], PEOPLE['Felix Brandt']], [PEOPLE['Tomas Berg'], PEOPLE['Ana Duarte']], [PEOPLE['Sam Whitfield']], [PEOPLE['Diego Ramos']]];
	['Close', 'Platform', 'Payroll', 'Identity', 'Support'].forEach((name, index) =>
		add('team', 0xd2, index + 1, { name, description: `The ${name.toLowerCase()} team`, member_ids: members[index] }),
	);
	['Accountant', 'Controller', 'Payroll specialist', 'Platform engineer', 'Support agent', 'Auditor'].forEach((name, index) =>
		add('persona', PERSONA, index + 1, { name, description: index === 5 ? null : `Works as ${name.toLowerCase()}`, goals: ['Less typing'], owner_id: OWNERS[index % 5] }),
	);
	const [MANDATORY, RECOMMENDED] = ['mandatory', 'recommended'];
	[
		['Encrypt customer data at rest', MANDATORY, 'security'],
		['Four eyes on payments', MANDATORY, 'regulatory'],
		['Keep ledgers for ten years', MANDATORY, 'regulatory'],
		['Use the shared design', RECOMMENDED, 'business'],
		['Log every access', MANDATORY, 'security'],
		['Prefer open formats', 'optional', 'technical'],
	].forEach(([name, enforcement_level, policy_type], index) => add('policy', POLICY, index + 1, { name, enforcement_level, policy_type, owner_id: index === 1 ? LEAVER_ID : OWNERS[index % 5], effective_on: date(index) }));
	const tree: ReadonlyArray<readonly [name: string, parent: number, team: string]> = [['Finance', 0, TEAM_IDS.close], ['Payments', 1, TEAM_IDS.close], ['Supplier payments', 2, TEAM_IDS.close], ['Payroll', 1, TEAM_IDS.payroll], ['Access', 0, TEAM_IDS.identity], ['Reviews', 5, TEAM_IDS.identity], ['Service', 0, TEAM_IDS.support], ['Ticketing', 7, TEAM_IDS.support]];
	tree.forEach(([name, parent, team_id], index) =>
		add('capability', CAPABILITY, index + 1, { name, capability_type: index === 0 ? null : 'operations', status: index === 7 ? 'planned' : 'active', parent_id: parent === 0 ? null : fixedId(CAPABILITY, parent), team_id }),
	);
	const systems = ['salesforce', 'github', 'workday', 'sap'];
	Array.from({ length: 12 }, (_, index) =>
		add('component', COMPONENT, index + 1, { name: `${SUBJECTS[index]!.replaceAll(' ', '_')}.${index % 2 === 0 ? 'rule' : 'field'}`, external_system_type: systems[index % 4], external_id: `EXT-${index + 1}`, sync_state: 'synced', synced_at: day(index) }),
	);

	const titles = STORIES.flatMap(([title, benefit]) => SUBJECTS.map((subject) => [title(subject), benefit] as const));
	titles.forEach(([title, benefit], index) => {
		const number = index + 1;
		const row = add(
			'requirement',
			REQUIREMENT,
			number,
			{
				title: number === 12 ? GREEK : title,
				description: number % 3 === 0 ? null : `${title}, so that ${benefit}.`,
				goal: title.toLowerCase(),
				benefit,
				reference: `REQ-${number}`,
				status: STATUSES[number % STATUSES.length],
				priority: ['low', 'medium', 'high', 'critical'][number % 4],
				complexity: number % 6 === 0 ? null : ['simple', 'moderate', 'complex'][number % 3],
				visibility: visibilityOf(number),
				owner_id: OWNERS[(number - 1) % 5],
				assignee_id: ASSIGNED.includes(number) ? LEAVER_ID : number % 4 === 0 ? null : OWNERS[(number + 2) % 5] === LEAVER_ID ? PEOPLE['Felix Brandt'] : OWNERS[(number + 2) % 5],
				due_on: number % 5 === 0 ? null : date(60 + number),
				estimate: number % 7 === 0 ? null : number % 13,
				is_regulatory: number % 9 === 0,
				budget: number % 4 === 0 ? `${number}00.50` : null,
				labels: number % 2 === 0 ? ['finance', `wave-${number % 3}`] : [],
				custom_fields: number % 10 === 0 ? { source: { system: 'spreadsheet', row: number } } : null,
				team_id: number % 11 === 0 ? null : TEAMS[number % 5],
				persona_id: number % 8 === 0 ? null : fixedId(PERSONA, (number % 6) + 1),
				feature_id: number % 10 === 0 ? fixedId(FEATURE, number) : null,
			},
			grantsOf(number),
		);
		connect(row, 'components', fixedId(COMPONENT, (number % 12) + 1), ...(number % 4 === 0 ? [fixedId(COMPONENT, ((number + 5) % 12) + 1)] : []));
		if (number % 3 !== 0) connect(row, 'policies', fixedId(POLICY, (number % 6) + 1));
		connect(row, 'capabilities', fixedId(CAPABILITY, (number % 8) + 1));
	});
	add('requirement', REQUIREMENT, 61, { title: 'Print invoices on paper', reference: 'REQ-61', status: 'deprecated', owner_id: LEAVER_ID, team_id: TEAM_IDS.close, archived_at: day(30) });

	for (let number = 1; number <= 24; number += 1) {
		const requirement_id = requirementId(Math.ceil(number / 2));
		add('use_case', USE_CASE, number, { title: `Case ${number}`, use_case_type: ['happy_path', 'edge_case', 'error_case'][number % 3], preconditions: 'The user is signed in', trigger_action: 'The user presses the button', expected_outcome: 'The file is there', position: (number % 2) + 1, requirement_id });
		if (number <= 20) add('test_case', TEST_CASE, number, { title: `Test ${number}`, test_case_type: number % 2 === 0 ? 'unit' : 'integration', steps: [{ order: 1, text: 'Open the list' }, { order: 2, text: 'Press the button' }], expected_result: 'A file', owner_id: OWNERS[number % 5], requirement_id, use_case_id: fixedId(USE_CASE, number) });
	}
	for (let number = 1; number <= 30; number += 1) {
		add('test_result', TEST_RESULT, number, { status: ['passed', 'failed', 'passed', 'skipped', 'blocked'][number % 5], notes: number % 3 === 0 ? null : `Nightly run ${100 + number}`, executed_at: day(100 + number), executed_by_id: OWNERS[number % 5], duration_ms: number * 120, test_case_id: fixedId(TEST_CASE, ((number - 1) % 15) + 1) });
	}
	['Monthly close (template)', 'Monthly close March', 'Quarterly access review'].forEach((name, index) => {
		const numbers = [1, 2, 3].map((step) => index * 3 + step);
		const steps = numbers.map((number, step) => ({ order: step + 1, label: titles[number - 1]![0], required: step !== 2, requirement_id: requirementId(number), team_id: TEAMS[step] }));
		const row = add('process', PROCESS, index + 1, { name, is_template: index === 0, template_id: index === 1 ? fixedId(PROCESS, 1) : null, steps, owner_id: index === 1 ? LEAVER_ID : OWNERS[0] });
		connect(row, 'requirements', ...numbers.map(requirementId));
	});

	add('team', 0xd2, 901, { name: 'Elsewhere', description: null }, [], OTHER_TENANT);
	for (const number of [901, 902, 903]) {
		add('requirement', REQUIREMENT, number, { title: `Foreign requirement ${number}`, status: 'active', owner_id: OTHER_TENANT_CLIENT.userId, team_id: FOREIGN_TEAM_ID }, [], OTHER_TENANT);
	}
}
