import type { INodeParameters } from 'n8n-workflow';
import { accessOwl } from '../../../nodes/AccessOwl/resources';
import { LEAVER_ID, LEAVER_STATES, LEDGER_ID } from '../../simulators/accessowl/index.mts';
import { byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();

const SIMPLIFIED: ReadonlyArray<readonly [string, INodeParameters, readonly string[]]> = [
	['user.getAll', { returnAll: true }, ['id', 'email', 'full_name', 'status']],
	['user.get', { userId: byId(LEAVER_ID) }, ['id', 'email', 'full_name', 'status']],
	['application.getAll', { returnAll: true }, ['id', 'title', 'status', 'owner_user_id']],
	['application.get', { applicationId: byId(LEDGER_ID) }, ['id', 'title', 'status', 'owner_user_id']],
	['accessState.getAll', { returnAll: true }, ['id', 'person', 'application', 'permissions', 'effective_end']],
	['accessRequest.getAll', { returnAll: true }, ['id', 'status', 'request_reason']],
];

describe('Simplify', () => {
	it('is tried here for every operation that has it', () => {
		const having = accessOwl.resources.flatMap(({ resource, operations }) => operations.filter(({ simplify }) => simplify).map(({ operation }) => `${resource}.${operation}`));

		expect(SIMPLIFIED.map(([name]) => name).sort()).toEqual(having.sort());
	});

	it.each(SIMPLIFIED)('of %s is on by default, leaves at most 10 members and keeps those that matter', async (name, parameters, members) => {
		const [resource = '', operation = ''] = name.split('.');
		const short = await owl.records(resource, operation, parameters);
		const whole = await owl.records(resource, operation, { ...parameters, simplify: false });

		expect(short.length).toBeGreaterThan(0);
		expect(short.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
		for (const record of short) {
			expect(Object.keys(record).length).toBeLessThanOrEqual(10);
			expect(Object.keys(record)).toEqual(expect.arrayContaining([...members]));
		}
		for (const record of whole) expect(Object.keys(record).length).toBeGreaterThan(8);
	});
});

describe('pairing', () => {
	const people = ['kim.osei@example.com', 'ana.duarte@example.com', 'robin.vale@example.com', 'priya.nair@example.com'];
	const ofEach = { returnAll: true, filters: { userId: { __rl: true, mode: 'email', value: '={{ $json.email }}' } } };
	const items = people.map((email) => ({ email }));
	const held = () =>
		people.flatMap((email, item) =>
			owl.simulator.state.accessStates
				.filter((state) => state.grantee_user_id === owl.person(email).id && state.effective_end === null)
				.map(({ id }) => ({ id, item })),
		);

	it.each([1, 4])('leads from each of several outputs to its input, in the order of the inputs (concurrency %i)', async (concurrency) => {
		// The list that is asked for first is the slowest: with concurrency it comes last.
		owl.simulator.faults.onOperation('listAccessStates', { kind: 'delayHeaders', delayMs: 150 });
		const { outputs } = await owl.run('accessState', 'getAll', { ...ofEach, options: { concurrency } }, { items });

		expect(outputs[0]?.map(({ json, pairedItem }) => ({ id: json.id, item: (pairedItem as { item: number }).item }))).toEqual(held());
	});

	it('leads from a failed item to its input, too, and the others go on', async () => {
		const { outputs, error } = await owl.run('accessState', 'getAll', { ...ofEach, options: { concurrency: 3 } }, { items: [items[0]!, { email: 'nobody@example.com' }, { email: 'no address' }, items[2]!], onError: 'continueErrorOutput' });

		expect(error).toBeUndefined();
		const numbers = (output: number) => new Set(outputs[output]?.map(({ pairedItem }) => (pairedItem as { item: number }).item));
		expect(numbers(0)).toEqual(new Set([0, 3]));
		expect(outputs[1]?.map(({ json, pairedItem }) => [json.error, (pairedItem as { item: number }).item])).toEqual([
			['User: nobody in AccessOwl has the address nobody@example.com [Item 1]', 1],
			['User is not an email address: "no address" [Item 2]', 2],
		]);
	});

	it('leads from every request of a Create Many to the item that asked', async () => {
		const request = { resourceId: owl.simulator.state.resources[0]!.id, permissionIds: owl.simulator.state.resources[0]!.permissions[0]!.id };
		const { outputs } = await owl.run(
			'accessRequest',
			'createMany',
			{ userId: { __rl: true, mode: 'email', value: '={{ $json.email }}' }, requests: { request: [request, request] }, requestReason: 'Joins', options: { concurrency: 2 } },
			{ items: [items[0]!, items[1]!] },
		);

		expect(outputs[0]?.map(({ json, pairedItem }) => [json.grantee_user_id, (pairedItem as { item: number }).item])).toEqual(
			[0, 0, 1, 1].map((item) => [owl.person(people[item]!).id, item]),
		);
	});

	it('stops at the first failure and says how many items were carried out', async () => {
		const states = [LEAVER_STATES.manual, LEAVER_STATES.automatic, '00000000-0000-4000-8000-000000000000', LEAVER_STATES.severalPermissions];
		const { error, json } = await owl.run('accessRevocation', 'create', { reason: 'Leaves' }, { items: states.map((id) => ({ id, grantee_user_id: LEAVER_ID })) });

		expect(json).toEqual([]);
		expect(error?.message).toContain('[Item 2]');
		expect(error?.description).toContain('2 of 4 items were done before the node stopped');
		expect(owl.requestsTo('createAccessRevocation')).toHaveLength(2);
	});

	it('gives nothing for no input', async () => {
		const { json, error } = await owl.run('user', 'getAll', {}, { items: [] });

		expect([json, error]).toEqual([[], undefined]);
		expect(owl.simulator.requests).toEqual([]);
	});
});
