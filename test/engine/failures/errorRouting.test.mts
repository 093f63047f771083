import { LEAVER_ID, LEAVER_STATES, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { expectNoSecret, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { detailsOf, REVOKE, revocationsOf, run, startPlanted, stateItem, unchecked } from './failing.mts';

const items = [LEAVER_STATES.manual, LEAVER_STATES.automatic].map(stateItem);

let simulator: AccessOwlSimulator;
let output: OutputWatch;
beforeAll(() => {
	output = watchOutput();
});
beforeEach(async () => {
	simulator = await startPlanted();
	simulator.faults.onOperation(
		'createAccessRevocation',
		{ kind: 'answer', status: 422, body: { errors: { reason: ['names nobody'] }, code: 'reason_refused' } },
		{ nth: 2 },
	);
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
	expectNoSecret(output.text());
});
afterAll(() => output.stop());

const refusedRequestId = () => simulator.requests.find(({ status }) => status === 422)?.requestId;

describe('two items of which the second fails', () => {
	it('leave by the regular and by the error output, the failed one with its input, error and details', async () => {
		const { outputs, error } = await run(simulator, REVOKE, unchecked(), { items, onError: 'continueErrorOutput' });

		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(2);
		expect(outputs[0]).toEqual([expect.objectContaining({ json: expect.objectContaining({ access_state_id: LEAVER_STATES.manual, outcome: 'requested' }) as object, pairedItem: { item: 0 } })]);
		expect(outputs[1]).toHaveLength(1);
		expect(outputs[1]?.[0]?.pairedItem).toEqual({ item: 1 });
		expect(outputs[1]?.[0]?.json).toEqual({
			...items[1],
			error: 'AccessOwl answered 422: the values are not accepted [Item 1]',
			details: {
				description: expect.stringContaining('reason: names nobody.') as string,
				status: 422,
				code: 'reason_refused',
				fields: [{ field: 'reason', message: 'names nobody' }],
				requestId: refusedRequestId(),
				attempts: 1,
				waitedMs: expect.any(Number) as number,
				mayHaveTakenEffect: false,
				reason: 'answered',
				itemIndex: 1,
			},
		});
		expect(revocationsOf(simulator).get(LEAVER_STATES.automatic)).toBeUndefined();
	});

	it('n8n#12558: leave together by the regular output under Continue', async () => {
		const { outputs, error } = await run(simulator, REVOKE, unchecked(), { items, onError: 'continueRegularOutput' });

		expect(error).toBeUndefined();
		expect(outputs).toHaveLength(1);
		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		expect(outputs[0]?.[0]?.json).toMatchObject({ outcome: 'requested' });
		expect(outputs[0]?.[1]?.json.error).toBe('AccessOwl answered 422: the values are not accepted [Item 1]');
		expect(Object.keys(outputs[0]?.[1]?.json ?? {}).filter((key) => !(key in items[1]!)).sort()).toEqual(['details', 'error']);
	});

	it('stop the node with all that is known, and with what was done before', async () => {
		const { outputs, error, run: whole } = await run(simulator, REVOKE, unchecked(), { items });

		expect(outputs).toEqual([]);
		expect(whole.status).toBe('error');
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toBe('AccessOwl answered 422: the values are not accepted [Item 1]');
		expect(error?.description).toMatch(/^reason: names nobody\. AccessOwl refused the values, .* Request ID: [0-9a-f-]{36}\. 1 of 2 items was done before the node stopped: its change is made, its output is lost\. Set On Error \(under Settings\) to continue/);
		expect(error?.httpCode).toBe('422');
		expect(error).toMatchObject({ context: { itemIndex: 1, data: { status: 422, code: 'reason_refused', requestId: refusedRequestId() } } });
		expect(revocationsOf(simulator).get(LEAVER_STATES.manual)).toBe(1);
	});

	it('stop a read without a word about changes', async () => {
		const people = [{ id: LEAVER_ID }, { id: '00000000-0000-4000-8000-000000000000' }];
		const { error } = await run(simulator, ['user', 'get'], { userId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, { items: people });

		expect(error?.message).toBe('AccessOwl answered 404: Not found [Item 1]');
		expect(error?.description).toMatch(/1 of 2 items was done before the node stopped: its output is lost\./);
		expect(error?.description).not.toMatch(/change/);
	});

	it('start nothing further when the node stops, while what is under way is finished', async () => {
		const five = [LEAVER_STATES.manual, LEAVER_STATES.automatic, LEAVER_STATES.severalPermissions, LEAVER_STATES.applicationWide, LEAVER_STATES.beingRevoked].map(stateItem);
		const { error } = await run(simulator, REVOKE, unchecked(), { items: five });

		expect(error?.context).toMatchObject({ itemIndex: 1 });
		expect(simulator.requests).toHaveLength(2);
	});

	it('keep the order of the input with several at a time, however late the first is', async () => {
		const three = [...items, stateItem(LEAVER_STATES.applicationWide)];
		simulator.faults.clear();
		simulator.faults.when(({ number }) => number === 1, { kind: 'delayHeaders', delayMs: 200 });
		simulator.faults.when(({ number }) => number === 2, { kind: 'answer', status: 422, body: { message: 'no' } });
		const { outputs } = await run(simulator, REVOKE, unchecked({ concurrency: 3 }), { items: three, onError: 'continueRegularOutput' });

		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(outputs[0]?.filter(({ json }) => json.error !== undefined)).toHaveLength(1);
		expect(detailsOf(outputs[0]?.find(({ json }) => json.error)?.json)).toMatchObject({ status: 422 });
	});
});
