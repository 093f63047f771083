import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	ELEVATED_POLICY_ID,
	LEAVER_EMAIL,
	LEAVER_ID,
	LEAVER_STATES,
	LEDGER_ID,
	LEDGER_ROLE_ID,
	LEDGER_VIEWER_ID,
	MANAGER_ID,
	OPEN_REQUEST_ID,
	OPEN_REVOCATION_ID,
	startAccessOwl,
	type AccessOwlSimulator,
} from '../simulators/accessowl/index.mts';
import { COLLECTIONS, EDITOR_CLIENT, LEAVER_REQUIREMENTS, PEOPLE, startCatalio, TEAM_IDS, type CatalioSimulator } from '../simulators/catalio/index.mts';
import { startOleria, type OleriaSimulator } from '../simulators/oleria/index.mts';
import { runAccessOwl } from '../support/accessOwl.mts';
import { catalioCredential, runCatalio } from '../support/catalio.mts';
import { runOleria } from '../support/oleria.mts';
import { faultsUnder, shippedOf, type Schema } from '../support/outputSchema.mts';

const shipped = (resource: string, operation: string): Schema => shippedOf('AccessOwl', resource, operation) ?? {};

/** What the simulator gives beyond the contract, which is open: each would come through to the user as well. */
const BEYOND_THE_CONTRACT = ['category', 'order'];

function without(record: IDataObject): IDataObject {
	return JSON.parse(JSON.stringify(record, (name, value: unknown) => (BEYOND_THE_CONTRACT.includes(name) ? undefined : value))) as IDataObject;
}

const faults = (resource: string, operation: string, outputs: readonly IDataObject[]): unknown[] => faultsUnder(shipped(resource, operation), outputs.map(without));

let simulator: AccessOwlSimulator;
beforeEach(async () => {
	simulator = await startAccessOwl();
});
afterEach(async () => {
	try {
		simulator.expectNoViolations();
	} finally {
		await simulator.close();
	}
});

const byId = (value: string) => ({ __rl: true, mode: 'id', value });
const all = { returnAll: true };
const heldByLeaver = { heldBy: byId(LEAVER_ID), reason: 'Last day reached, HR-1204' };
const application = { applicationId: byId(LEDGER_ID) };

type Case = readonly [resource: string, operation: string, parameters: INodeParameters];

const READS: readonly Case[] = [
	['user', 'get', { userId: byId(LEAVER_ID) }],
	['user', 'getAll', all],
	['application', 'get', application],
	['application', 'getAll', all],
	['application', 'getResources', { ...application, ...all }],
	['accessState', 'getAll', { ...all, currentOnly: false }],
	['accessRequest', 'get', { accessRequestId: byId(OPEN_REQUEST_ID) }],
	['accessRequest', 'getAll', all],
	['accessRevocation', 'get', { accessRevocationId: byId(OPEN_REVOCATION_ID) }],
	['accessRevocation', 'getAll', all],
	['policy', 'getAll', all],
];

const WRITES: readonly Case[] = [
	['user', 'create', { email: 'new.person@example.com', firstName: 'New', lastName: 'Person', options: { verify: true } }],
	['user', 'offboard', { userId: byId(LEAVER_ID), when: 'now', options: { verify: true } }],
	['user', 'onboard', { userId: { __rl: true, mode: 'email', value: 'ana.duarte@example.com' }, when: 'now', options: { verify: true } }],
	['application', 'create', { title: 'Parking', additionalFields: { ownerUserId: byId(MANAGER_ID), status: 'approved' } }],
	['application', 'updateStructure', { ...application, resources: { resource: [{ title: 'Reports', permissions: { permission: [{ title: 'Reader' }] } }] } }],
	['application', 'replaceUserList', { ...application, confirmTitle: 'Ledger Console', access: { entry: [{ userEmail: LEAVER_EMAIL, resource: 'Role', permissions: 'Viewer' }] } }],
	['application', 'update', { ...application, updateFields: { notes: 'Owner leaves', ownerUserId: byId(MANAGER_ID) }, options: { verify: true } }],
	['accessRequest', 'create', { userId: byId(MANAGER_ID), resourceId: byId(LEDGER_ROLE_ID), permissionIds: [LEDGER_VIEWER_ID], requestReason: 'Month end close', options: { verify: true } }],
	['accessRequest', 'createMany', { userId: byId(MANAGER_ID), requests: { request: [{ resourceId: LEDGER_ROLE_ID, permissionIds: LEDGER_VIEWER_ID }] }, requestReason: 'Month end close' }],
	['accessRequest', 'deny', { accessRequestId: byId(OPEN_REQUEST_ID), onBehalfOfUserId: byId(MANAGER_ID), reason: 'Leaves', options: { verify: true } }],
	['accessRevocation', 'revoke', { accessRevocationId: byId(OPEN_REVOCATION_ID), options: { verify: true } }],
	['accessRevocation', 'reject', { accessRevocationId: byId(OPEN_REVOCATION_ID), reason: 'Stays after all', options: { verify: true } }],
	['policy', 'setApplications', { policyId: byId(ELEVATED_POLICY_ID), applicationIds: [LEDGER_ID], elevated: 'keep', options: { verify: true } }],
];

const REVOCATIONS: ReadonlyArray<readonly [what: string, state: string, outcome: string, options: INodeParameters]> = [
	['a new revocation', LEAVER_STATES.manual, 'requested', {}],
	['a revocation that was waited for', LEAVER_STATES.automatic, 'removed', { waitUntilFinished: true, waitTimeout: 20, verify: true }],
	['an access that has ended', LEAVER_STATES.ended, 'alreadyRemoved', { verify: true }],
	['an application that is only discovered', LEAVER_STATES.discovered, 'skipped', {}],
	['a revocation that is open already', LEAVER_STATES.beingRevoked, 'requested', {}],
];

describe('The shipped output schema', () => {
	it.each([...READS, ...WRITES])('of %s: %s names every member of the real output, with its type', async (resource, operation, parameters) => {
		const { json, error } = await runAccessOwl(simulator, resource, operation, parameters);

		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
		expect(faults(resource, operation, json)).toEqual([]);
	});

	it.each([
		['grant', {}],
		['reject', { reason: 'Leaves before it is set up' }],
	])('of accessRequest: %s names every member of the real output, with its type', async (operation, parameters) => {
		simulator.admin.approve(OPEN_REQUEST_ID);
		const { json, error } = await runAccessOwl(simulator, 'accessRequest', operation, { accessRequestId: byId(OPEN_REQUEST_ID), ...parameters, options: { verify: true } });

		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ id: OPEN_REQUEST_ID, verified: true })]);
		expect(faults('accessRequest', operation, json)).toEqual([]);
	});

	it.each(REVOCATIONS)('of accessRevocation: create fits %s', async (_what, state, outcome, options) => {
		const { json, error } = await runAccessOwl(simulator, 'accessRevocation', 'create', { ...heldByLeaver, accessStateId: byId(state), options });

		expect(error).toBeUndefined();
		expect(json.map((record) => record.outcome)).toEqual([outcome]);
		expect(faults('accessRevocation', 'create', json)).toEqual([]);
	});

	it('of accessState: getAll shows members that every short record has', async () => {
		const { json } = await runAccessOwl(simulator, 'accessState', 'getAll', { ...all, filters: { userId: byId(LEAVER_ID) } });

		const members = Object.keys(shipped('accessState', 'getAll').properties ?? {}).sort();
		expect(json.length).toBeGreaterThan(3);
		for (const record of json) expect(Object.keys(record).sort()).toEqual(members);
	});

	it('is no fit for a dry run, which says so itself', async () => {
		const { json } = await runAccessOwl(simulator, 'accessRevocation', 'create', { ...heldByLeaver, accessStateId: byId(LEAVER_STATES.manual), options: { dryRun: true } });

		expect(json).toEqual([expect.objectContaining({ dryRun: true, outcome: 'wouldRemove' })]);
		expect(faults('accessRevocation', 'create', json)).not.toEqual([]);
	});
});

describe('The shipped output schema of Oleria', () => {
	let oleria: OleriaSimulator;
	beforeEach(async () => {
		oleria = await startOleria({ switches: { acceptedReads: 0 } });
	});
	afterEach(async () => {
		try {
			oleria.expectNoViolations();
		} finally {
			await oleria.close();
		}
	});

	const schemaOf = (operation: string): Schema => shippedOf('Oleria', 'export', operation) ?? {};

	/** The one record of a run, which names the members that its schema has and no other. */
	async function recordOf(operation: string, parameters: INodeParameters): Promise<IDataObject> {
		const { json, error } = await runOleria(oleria, operation, parameters);
		expect(error).toBeUndefined();
		expect(json).toHaveLength(1);
		expect(faultsUnder(schemaOf(operation), json)).toEqual([]);
		return json[0]!;
	}

	const start = async () => await recordOf('start', { context: 'accountUtilization' });

	it('names every member of a started export', async () => {
		expect(await start()).toEqual({ id: expect.any(String), status: 'accepted', finished: false, hasFile: false });
	});

	it('names every member of a completed export, the link not among them', async () => {
		const { id } = await start();

		expect(await recordOf('getStatus', { exportId: String(id) })).toEqual({ id, status: 'completed', finished: true, hasFile: true });
		expect(Object.keys(schemaOf('getStatus').properties ?? {})).not.toContain('url');
	});

	it.each(['absent', 'null'] as const)('names every member of a failed export, unused ones %s', async (unusedFields) => {
		oleria.set({ outcome: 'failed', failure: { code: 'UNKNOWN_FIELD', message: 'No such column' }, unusedFields });
		const { id } = await start();

		const error = { code: 'UNKNOWN_FIELD', message: 'No such column' };
		expect(await recordOf('getStatus', { exportId: String(id) })).toEqual({ id, status: 'failed', error, finished: true, hasFile: false });
	});

	it('names every member of what comes with a file', async () => {
		const record = await recordOf('getFile', { context: 'accountUtilization', binaryProperty: 'data' });

		expect(Object.keys(record)).toEqual(Object.keys(schemaOf('getFile').properties ?? {}));
		expect(record.fileName).toBe('accountUtilization.csv');
	});

	it('is not there for rows, whose members are the columns of the file', () => {
		expect(['getRows', 'download'].map((operation) => shippedOf('Oleria', 'export', operation))).toEqual([undefined, undefined]);
	});
});

/** As n8n calls it: the type in one word. */
const resourceOf = (type: string): string => type.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());

describe('The shipped output schema of Catalio', () => {
	let catalio: CatalioSimulator;
	beforeEach(async () => {
		catalio = await startCatalio();
	});
	afterEach(async () => {
		try {
			catalio.expectNoViolations();
		} finally {
			await catalio.close();
		}
	});

	/** The records of a run, which name the members that their schema has and no other. */
	async function recordsOf(resource: string, operation: string, parameters: INodeParameters): Promise<IDataObject[]> {
		const { json, error } = await runCatalio(catalio, resource, operation, parameters);
		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
		expect(faultsUnder(shippedOf('Catalio', resource, operation) ?? {}, json)).toEqual([]);
		return json;
	}

	const types = COLLECTIONS.map(({ type, relations }) => ({ type, resource: resourceOf(type), relations }));
	const firstOf = (type: string): string => catalio.state.records[type]![0]!.id;

	it.each(types)('of $resource: delete names every member, whether the record was there or not', async ({ type, resource }) => {
		const recordId = byId(catalio.admin.addRecords(type, 1)[0]!);

		const [deleted] = await recordsOf(resource, 'delete', { recordId, options: { verify: true } });
		const [gone] = await recordsOf(resource, 'delete', { recordId });

		expect(deleted).toEqual({ id: recordId.value, type, deleted: true, outcome: 'deleted', verified: true });
		expect(gone).toEqual({ id: recordId.value, type, deleted: false, outcome: 'notFound' });
	});

	it.each(types)('of $resource: the changes of a relation name every member', async ({ type, resource, relations }) => {
		const id = firstOf(type);
		// A relation to another type; test results have none to many records.
		const relation = relations.find(({ many, type: end }) => many && end !== type);
		const toOne = relations.find(({ many }) => !many);
		expect(relation ?? toOne).toBeDefined();
		if (relation) {
			const { name, type: end } = relation;
			const parameters = { recordId: byId(id), relationship: byId(name) };
			const identifier = { type: end, id: firstOf(end) };
			const [added] = await recordsOf(resource, 'addToRelationship', { ...parameters, relatedIds: identifier.id, options: { verify: true } });
			expect(added).toEqual({ id, relationship: name, related: expect.arrayContaining([identifier]), verified: true });
			expect(await recordsOf(resource, 'getRelationship', parameters)).toContainEqual(identifier);
			// With what is there already: a test result, for one, cannot do without its test case.
			const there = (added?.related as ReadonlyArray<{ readonly id: string }>).map((each) => each.id);
			const [replaced] = await recordsOf(resource, 'replaceRelationship', { ...parameters, replaceWith: 'many', relatedIds: there.join(',') });
			expect(replaced).toEqual({ id, relationship: name, related: added?.related });
		}
		if (toOne) {
			const { name, type: end } = toOne;
			const [set] = await recordsOf(resource, 'replaceRelationship', { recordId: byId(id), relationship: byId(name), replaceWith: 'one', relatedIds: firstOf(end), options: { verify: true } });
			expect(set).toEqual({ id, relationship: name, related: { type: end, id: firstOf(end) }, verified: true });
		}
	});

	it('of removeFromRelationship names every member', async () => {
		const [id] = LEAVER_REQUIREMENTS.plain;
		const policies = catalio.related('requirement', id!, 'policies');
		expect(policies).toHaveLength(1);

		const [record] = await recordsOf('requirement', 'removeFromRelationship', { recordId: byId(id!), relationship: byId('policies'), relatedIds: policies[0]!, options: { verify: true } });

		expect(record).toEqual({ id, relationship: 'policies', related: [], verified: true });
	});

	it('is not there for records, whose members are those of the organization', () => {
		for (const { resource } of types) {
			for (const operation of ['create', 'get', 'getAll', 'update']) expect(shippedOf('Catalio', resource, operation)).toBeUndefined();
		}
	});
});

describe('The examples on the page of Catalio', () => {
	const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'catalio.md'), 'utf8');
	const [simplified, flattened, raw, included, _filter, dryRun, refused] = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(String(text)) as IDataObject);

	let catalio: CatalioSimulator;
	beforeEach(async () => {
		catalio = await startCatalio();
	});
	afterEach(async () => {
		try {
			catalio.expectNoViolations();
		} finally {
			await catalio.close();
		}
	});

	const [first, second] = LEAVER_REQUIREMENTS.plain as unknown as [string, string];

	async function get(output: string): Promise<IDataObject[]> {
		const fieldset = [
			{ type: 'requirement', fields: 'title,status,persona,policies' },
			{ type: 'persona', fields: 'name' },
			{ type: 'policy', fields: 'name' },
		];
		const { json, error } = await runCatalio(catalio, 'requirement', 'get', { recordId: byId(first), output, options: { include: ['persona', 'policies'], fieldsets: { fieldset } } });
		expect(error).toBeUndefined();
		return json;
	}

	it('show a record simplified and flattened as it is', async () => {
		expect(await get('simplified')).toEqual([simplified]);
		expect(await get('flattened')).toEqual([flattened]);
	});

	it('show a raw record as it is, but for its links and the relations that were not asked for', async () => {
		const [record] = (await get('raw')) as [{ type: string; id: string; attributes: object; relationships: Record<string, { data?: unknown }> }];
		const { type, id, attributes, relationships } = record;
		const loaded = Object.entries(relationships).flatMap(([name, { data }]): Array<[string, object]> => (data === undefined ? [] : [[name, { data }]]));
		expect({ type, id, attributes, relationships: Object.fromEntries(loaded) }).toEqual(raw);
	});

	it('show related records as items as they are', async () => {
		expect(await get('included')).toEqual(included);
	});

	const change = (id: string) => ({
		recordId: byId(id),
		specify: 'pairs',
		pairs: { pair: [{ name: 'owner_id', type: 'text', value: PEOPLE['Ana Duarte'] }] },
		relations: { relation: [{ name: 'team', ids: TEAM_IDS.close, writtenAs: 'linkage', kind: 'one' }] },
	});

	it('show a dry run as it is, with a part of the fields', async () => {
		const { json } = await runCatalio(catalio, 'requirement', 'update', { ...change(second), options: { dryRun: true } });

		const [{ current, ...plan }] = JSON.parse(JSON.stringify(json).replaceAll(catalio.origin, 'https://catalio.ai')) as [IDataObject];
		const { current: shown, ...planShown } = dryRun!;
		expect(plan).toEqual(planShown);
		expect(current).toMatchObject(shown as IDataObject);
	});

	it('show a refused item as it is', async () => {
		const steady = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g, ''));
		const credentials = catalioCredential(catalio, { clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret });

		const { outputs } = await runCatalio(catalio, 'requirement', 'update', change(LEAVER_REQUIREMENTS.viewOnly[0]!), { credentials, onError: 'continueErrorOutput' });

		expect(steady(outputs[1]?.map(({ json }) => json))).toEqual([steady(refused)]);
	});
});

describe('The examples on the page of AccessOwl', () => {
	const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'accessowl.md'), 'utf8');
	const [dryRun, failed] = [...page.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(String(text)) as IDataObject);

	/** Ids of requests, keys and the simulator's address are others each time. */
	const steady = (value: unknown): unknown =>
		JSON.parse(
			JSON.stringify(value)
				.replaceAll(simulator.origin, 'https://api.accessowl.com')
				.replace(/("idempotencyKey":")[^"]+/g, '$1')
				.replace(/("requestId":"|Request ID: )[\da-f-]+/g, '$1'),
		);

	it('show a dry run as it is', async () => {
		const { json } = await runAccessOwl(simulator, 'accessRevocation', 'create', { ...heldByLeaver, accessStateId: byId(LEAVER_STATES.manual), options: { dryRun: true } });

		expect(steady(json)).toEqual([steady(dryRun)]);
	});

	it('show a failed item as it is', async () => {
		const nobody = { accessRequestId: byId('5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f299') };
		const { outputs } = await runAccessOwl(simulator, 'accessRequest', 'get', nobody, { onError: 'continueErrorOutput' });

		expect(steady(outputs[1]?.map(({ json }) => json))).toEqual([steady(failed)]);
	});
});
