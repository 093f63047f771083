import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LEAVER_ID, LEAVER_STATES, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID, MANAGER_ID, OPEN_REQUEST_ID, OPEN_REVOCATION_ID, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { PLANTED_TOKEN, watchOutput, expectNoSecret, type OutputWatch } from '../../support/secrets.mts';
import { REVOKE, run, startPlanted, stateItem, unchecked, writesOf } from './failing.mts';

let simulator: AccessOwlSimulator;
let output: OutputWatch;
beforeAll(async () => {
	simulator = await startPlanted();
	output = watchOutput();
});
afterEach(() => {
	simulator.expectNoViolations();
	expectNoSecret(output.text());
});
afterAll(async () => {
	output.stop();
	await simulator.close();
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
const GIVEN = '={{ $json.given }}';

interface Case {
	readonly what: string;
	readonly operation: readonly [string, string];
	/** The parameter under test holds `GIVEN`. */
	readonly parameters: INodeParameters;
	readonly good: unknown;
	readonly bad: unknown;
	/** The parameter's display name, or what else the text must say. */
	readonly says: RegExp;
}

const characters = (count: number, character = 'x') => character.repeat(count);

const GET_USER = { operation: ['user', 'get'], parameters: { userId: byId(GIVEN) }, good: LEAVER_ID, says: /^User / } as const;
const USER_BY_EMAIL = { ...GET_USER, parameters: { userId: byEmail(GIVEN) }, good: 'robin.vale@example.com', says: /^User is not an email address/ } as const;
const REASON_OF = { operation: REVOKE, parameters: { accessStateId: byId(LEAVER_STATES.manual), heldBy: byId(LEAVER_ID), reason: GIVEN, options: { dryRun: true } }, good: 'HR-1204', says: /^Reason / } as const;
const KEY = { operation: REVOKE, parameters: { accessStateId: byId(LEAVER_STATES.manual), heldBy: byId(LEAVER_ID), reason: 'HR-1204', options: { dryRun: true, idempotencyKey: GIVEN } }, good: 'HR-1204', says: /^Idempotency Key / } as const;
const OFFBOARD = { operation: ['user', 'offboard'], parameters: { userId: byId(MANAGER_ID), when: 'scheduled', scheduledAt: GIVEN, options: { dryRun: true } }, good: '2099-01-29T18:00:00+01:00', says: /^Scheduled At / } as const;
const bulk = (resourceId: unknown, permissionIds: unknown) => ({ operation: ['accessRequest', 'createMany'], parameters: { userId: byId(MANAGER_ID), requests: { request: [{ resourceId: LEDGER_ROLE_ID, permissionIds: LEDGER_VIEWER_ID }, { resourceId, permissionIds }] }, requestReason: 'New in Finance', options: { dryRun: true } } as INodeParameters }) as const;
const option = (name: string, good: unknown, says: RegExp) => ({ operation: ['user', 'get'], parameters: { userId: byId(LEAVER_ID), options: { [name]: GIVEN } }, good, says }) as const;
const LIST = { operation: ['user', 'getAll'], parameters: { limit: GIVEN }, good: 2, says: /^Limit / } as const;

const CASES: readonly Case[] = [
	{ ...GET_USER, what: 'an empty id', bad: '' },
	{ ...GET_USER, what: 'a missing id', bad: null },
	{ ...GET_USER, what: 'an id of blanks', bad: '   ' },
	{ ...GET_USER, what: 'a name for an id', bad: 'Robin Vale' },
	{ ...GET_USER, what: 'an id that lacks a digit', bad: LEAVER_ID.slice(1) },
	{ ...GET_USER, what: 'an id with a path behind it', bad: `${LEAVER_ID}/../x` , good: `https://app.accessowl.com/people/${LEAVER_ID}` , says: /^User /, parameters: { userId: byId('={{ $json.given.replace("/../x", "x") }}') } },
	{ ...GET_USER, what: 'an address with two ids', bad: `https://x.example/${LEAVER_ID}/${MANAGER_ID}` },
	{ ...GET_USER, what: 'an object for an id', bad: { id: LEAVER_ID } },
	{ ...GET_USER, what: 'a list for an id', bad: [LEAVER_ID, MANAGER_ID] },
	{ ...USER_BY_EMAIL, what: 'an email without a domain', bad: 'robin.vale' },
	{ ...USER_BY_EMAIL, what: 'an email with a name around it', bad: 'Robin <robin.vale@example.com>' },
	{ ...USER_BY_EMAIL, what: 'two emails', bad: 'robin.vale@example.com, kim.osei@example.com' },
	{ ...USER_BY_EMAIL, what: 'an email with a line break', bad: 'robin.vale@example.com\nBcc: x@example.com' },
	{ what: 'a filter that is no email', operation: ['user', 'getAll'], parameters: { filters: { email: GIVEN } }, good: 'robin.vale@example.com', bad: 'robin', says: /^Email is not an email address/ },
	{ what: 'an email of a new person that is none', operation: ['user', 'create'], parameters: { email: GIVEN, firstName: 'Robin', lastName: 'Vale', options: { dryRun: true } }, good: 'new@example.com', bad: 'new@example', says: /^Email is not an email address/ },
	{ what: 'a new person without a name', operation: ['user', 'create'], parameters: { email: 'new@example.com', firstName: GIVEN, lastName: 'Vale', options: { dryRun: true } }, good: 'Robin', bad: ' ', says: /^First Name is empty/ },
	{ what: 'a malformed access state', operation: REVOKE, parameters: { accessStateId: byId(GIVEN), heldBy: byId(LEAVER_ID), reason: 'HR-1204', options: { dryRun: true } }, good: LEAVER_STATES.manual, bad: 'Ledger', says: /^Access State is not an ID/ },
	{ what: 'a malformed holder', operation: REVOKE, parameters: { accessStateId: byId(LEAVER_STATES.manual), heldBy: byId(GIVEN), reason: 'HR-1204', options: { dryRun: true } }, good: LEAVER_ID, bad: '42', says: /^Held By is not an ID/ },
	{ what: 'a malformed access revocation', operation: ['accessRevocation', 'get'], parameters: { accessRevocationId: byId(GIVEN) }, good: OPEN_REVOCATION_ID, bad: '../users', says: /^Access Revocation ID is not an ID/ },
	{ what: 'a malformed access request', operation: ['accessRequest', 'get'], parameters: { accessRequestId: byId(GIVEN) }, good: OPEN_REQUEST_ID, bad: '1', says: /^Access Request ID is not an ID/ },
	{ what: 'a malformed application', operation: ['application', 'get'], parameters: { applicationId: byId(GIVEN) }, good: LEDGER_ID, bad: 'Ledger Console', says: /^Application is not an ID/ },
	{ ...OFFBOARD, what: 'a date without an offset', bad: '2099-01-29T18:00:00' },
	{ ...OFFBOARD, what: 'a day without a time', bad: '2099-01-29' },
	{ ...OFFBOARD, what: 'a date in the past', bad: '2020-01-29T18:00:00Z' },
	{ ...OFFBOARD, what: 'a 30th of February', bad: '2099-02-30T18:00:00Z' },
	{ ...OFFBOARD, what: 'a 29th of February in a common year', bad: '2099-02-29T18:00:00Z', good: '2096-02-29T18:00:00Z' },
	{ ...OFFBOARD, what: 'a 13th month', bad: '2099-13-01T18:00:00Z' },
	{ ...OFFBOARD, what: 'a 25th hour', bad: '2099-01-29T25:00:00Z' },
	{ ...OFFBOARD, what: 'a date in words', bad: 'tomorrow' },
	{ ...OFFBOARD, what: 'an empty date', bad: '' },
	{ ...bulk(GIVEN, LEDGER_VIEWER_ID), what: 'a malformed id in the second bulk item', good: LEDGER_ROLE_ID, bad: 'nothing', says: /^Request 2, Resource ID is not an ID/ },
	{ ...bulk(LEDGER_ROLE_ID, GIVEN), what: 'a bulk item without permissions', good: LEDGER_VIEWER_ID, bad: '', says: /^Request 2, Permission IDs / },
	{ ...bulk(LEDGER_ROLE_ID, GIVEN), what: 'a malformed permission among good ones', good: [LEDGER_VIEWER_ID], bad: `${LEDGER_VIEWER_ID}, Viewer`, says: /^Request 2, Permission IDs is not an ID/ },
	{ ...REASON_OF, what: 'a reason of 256 characters', bad: characters(256), good: characters(255) },
	{ ...REASON_OF, what: 'a reason of 256 emoji, counted as people count', bad: characters(256, '🦉'), good: characters(255, '🦉') },
	{ ...REASON_OF, what: 'an empty reason', bad: '' },
	{ ...KEY, what: 'an idempotency key with a line break', bad: 'HR-1204\r\nX-Evil: 1' },
	{ ...KEY, what: 'an idempotency key with a blank at its end', bad: 'HR-1204 ' },
	{ ...KEY, what: 'an idempotency key with a letter that no header carries', bad: 'HR-1204-ü' },
	{ ...KEY, what: 'an idempotency key of 256 characters', bad: characters(256), good: characters(255) },
	{ ...option('maxWait', 5, /^Max Wait \(Seconds\) /), what: 'a negative Max Wait', bad: -1 },
	{ ...option('retries', 0, /^Retries /), what: 'one and a half retries', bad: 1.5 },
	{ ...option('concurrency', 2, /^Concurrency /), what: 'no concurrency at all', bad: 0 },
	{ ...option('concurrency', 2, /^Concurrency /), what: 'a concurrency in words', bad: 'many' },
	{ ...LIST, what: 'a negative limit', bad: -1 },
	{ ...LIST, what: 'a limit in words', bad: 'all' },
	{ what: 'a status that is none', operation: ['application', 'update'], parameters: { applicationId: byId(LEDGER_ID), updateFields: { status: GIVEN }, options: { dryRun: true } }, good: 'approved', bad: 'gone', says: /^Status is "gone"/ },
	{ what: 'a bad address in the second row of a user list', operation: ['application', 'replaceUserList'], parameters: { applicationId: byId(LEDGER_ID), confirmTitle: 'Ledger Console', access: { entry: [{ userEmail: 'kim.osei@example.com', resource: 'Role', permissions: 'Viewer' }, { userEmail: GIVEN, resource: 'Role', permissions: 'Viewer' }] }, options: { dryRun: true } }, good: 'robin.vale@example.com', bad: 'robin', says: /^Entry 2, User Email is not an email address/ },
];

describe('bad input', () => {
	it.each(CASES)('$what is refused before anything is sent, naming parameter and item', async ({ operation, parameters, good, bad, says }) => {
		const before = simulator.requests.length;
		const { error, outputs } = await run(simulator, operation, parameters, { items: [{ given: good }, { given: bad }] as IDataObject[] });

		expect(simulator.requests.length).toBe(before);
		expect(outputs.flat()).toEqual([]);
		expect(error?.message).toMatch(says);
		expect(error?.message).toMatch(/ \[Item 1\]$/);
		expect(error?.description).toMatch(/^.{15,}\.$/su);
		expect(error?.message).not.toMatch(/undefined|NaN|\[object/);
		expect((error?.context as IDataObject).itemIndex).toBe(1);
	});

	it.each(CASES)('$what leaves by the error output, and the other items go on', async ({ operation, parameters, good, bad, says }) => {
		const { error, outputs } = await run(simulator, operation, parameters, {
			items: [{ given: bad }, { given: good }] as IDataObject[],
			onError: 'continueErrorOutput',
		});

		expect(error).toBeUndefined();
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]?.[0]?.json.error).toMatch(says);
		expect(outputs[1]?.[0]?.pairedItem).toMatchObject({ item: 0 });
		expect(outputs[0]!.length).toBeGreaterThan(0);
		expect(outputs[0]!.every(({ pairedItem, json }) => (pairedItem as { item: number }).item === 1 && json.error === undefined)).toBe(true);
	});

	it.each([
		[0, 'Requests has 0 rows, 1 to 10 are allowed [Item 0]', /^Add a row/],
		[11, 'Requests has 11 rows, 1 to 10 are allowed [Item 0]', /^Split them over several items/],
	])('%d bulk items are refused before anything is sent', async (count, message, wayOut) => {
		const request = Array.from({ length: count }, () => ({ resourceId: LEDGER_ROLE_ID, permissionIds: LEDGER_VIEWER_ID }));
		const before = simulator.requests.length;
		const parameters = { userId: byId(MANAGER_ID), requests: { request }, requestReason: 'New in Finance' };
		const { error } = await run(simulator, ['accessRequest', 'createMany'], parameters);

		expect(error?.message).toBe(message);
		expect(error?.description).toMatch(wayOut);
		expect(simulator.requests.length).toBe(before);
	});

	it('sends nothing at all when the third of five items is bad', async () => {
		const items = [LEAVER_STATES.manual, LEAVER_STATES.automatic, 'nonsense', LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide].map(stateItem);
		const [requests, revocations] = [simulator.requests.length, simulator.state.accessRevocations.length];

		const { error } = await run(simulator, REVOKE, unchecked(), { items });

		expect(error?.message).toBe('Access State is not an ID: "nonsense" [Item 2]');
		expect(error?.description).not.toMatch(/items were done/);
		expect(simulator.requests.length).toBe(requests);
		expect(simulator.state.accessRevocations.length).toBe(revocations);
	});

	it('carries the four others out when the third of five items is bad and the node continues', async () => {
		const items = [LEAVER_STATES.manual, LEAVER_STATES.automatic, 'nonsense', LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide].map(stateItem);
		const before = simulator.state.accessRevocations.length;

		const { outputs } = await run(simulator, REVOKE, unchecked(), { items, onError: 'continueRegularOutput' });

		expect(simulator.state.accessRevocations.length).toBe(before + 4);
		expect(outputs[0]).toHaveLength(5);
		expect(outputs[0]?.map(({ json }) => json.error)).toEqual([undefined, undefined, 'Access State is not an ID: "nonsense" [Item 2]', undefined, undefined]);
	});
});

const HOST = 'api.accessowl.com';
const CREDENTIALS: ReadonlyArray<readonly [what: string, credential: IDataObject, says: RegExp]> = [
	['an API token with a line break', { apiToken: `${PLANTED_TOKEN}\r\nX-Evil: 1` }, /^API Token holds a line break/],
	['an API token with a line break at its end', { apiToken: `${PLANTED_TOKEN}\n` }, /^API Token holds a line break/],
	['an API token with a blank', { apiToken: `Bearer ${PLANTED_TOKEN}` }, /^API Token holds /],
	['an empty API token', { apiToken: '' }, /^API Token is empty/],
	['an empty base URL', { baseUrl: '' }, /^Base URL is empty/],
	['a base URL without a scheme', { baseUrl: HOST }, /^Base URL is not a web address/],
	['a base URL of another scheme', { baseUrl: `ftp://${HOST}` }, /^Base URL is not a web address/],
	['a base URL with a path', { baseUrl: `https://${HOST}/api/v1` }, /^Base URL holds a path: "\/api\/v1"/],
	['a base URL with a trailing slash', { baseUrl: `https://${HOST}/` }, /^Base URL ends with a slash/],
	['a base URL with http to another machine', { baseUrl: `http://${HOST}` }, /^Base URL starts with http, /],
	['a base URL with http to a name that begins like loopback', { baseUrl: 'http://127.0.0.1.example.com' }, /^Base URL starts with http, /],
	['a base URL with user info', { baseUrl: `https://me:${PLANTED_TOKEN}@${HOST}` }, /^Base URL holds a user name or password/],
	['a base URL with a query', { baseUrl: `https://${HOST}?x=1` }, /^Base URL holds more than scheme and host/],
	['a base URL with an empty query', { baseUrl: `https://${HOST}?` }, /^Base URL holds more than scheme and host/],
	['a base URL with a fragment', { baseUrl: `https://${HOST}#x` }, /^Base URL holds more than scheme and host/],
	['a base URL with a line break', { baseUrl: `https://${HOST}\n.example.com` }, /^Base URL is not a web address/],
];

describe('a bad credential', () => {
	it.each(CREDENTIALS)('%s is refused before anything is sent', async (_what, credential, says) => {
		const before = simulator.requests.length;
		const accessOwlApi = { baseUrl: simulator.origin, apiToken: PLANTED_TOKEN, ...credential } as { baseUrl: string; apiToken: string };
		const { error } = await run(simulator, ['user', 'getAll'], {}, { credentials: { accessOwlApi } });

		expect(error?.message).toMatch(says);
		expect(error?.message).toMatch(/ \[Item 0\]$/);
		expect(error?.description).toMatch(/^Open the credential and /);
		expect(simulator.requests.length).toBe(before);
	});

	it('leaves every item by the error output where the node continues', async () => {
		const accessOwlApi = { baseUrl: `${simulator.origin}/api`, apiToken: PLANTED_TOKEN };
		const before = writesOf(simulator).length;
		const { outputs } = await run(simulator, REVOKE, unchecked(), { items: [LEAVER_STATES.manual, LEAVER_STATES.automatic].map(stateItem), onError: 'continueErrorOutput', credentials: { accessOwlApi } });

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.map(({ json }) => json.error)).toEqual(['Base URL holds a path: "/api" [Item 0]', 'Base URL holds a path: "/api" [Item 1]']);
		expect(writesOf(simulator).length).toBe(before);
	});
});
