import { LEAVER_ID, LEAVER_STATES, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { expectNoSecret, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { detailsOf, keysOf, REVOKE, revocationsOf, run, startPlanted, stateItem, unchecked } from './failing.mts';

const TIMEOUT_MS = 250;

// The only change to the compiled node: an attempt may take a quarter of a second instead of a minute.
jest.mock('../../../dist/nodes/shared/http/egress', () => {
	const egress = jest.requireActual('../../../dist/nodes/shared/http/egress') as { createEgress: (options: object) => unknown };
	return { ...egress, createEgress: (options: object) => egress.createEgress({ ...options, timeoutMs: TIMEOUT_MS }) };
});

let simulator: AccessOwlSimulator;
let output: OutputWatch;
beforeAll(() => {
	output = watchOutput();
});
beforeEach(async () => {
	simulator = await startPlanted();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
	expectNoSecret(output.text());
});
afterAll(() => output.stop());

const items = [stateItem(LEAVER_STATES.manual)];

describe('a server that never answers', () => {
	it('is given up on after the time of one attempt, and the text says so', async () => {
		simulator.faults.onNext({ kind: 'neverAnswer' }, Infinity);
		const beganMs = performance.now();
		const { error } = await run(simulator, ['user', 'get'], { userId: { __rl: true, mode: 'id', value: LEAVER_ID }, options: { retries: 1 } });

		expect(error?.message).toMatch(/^AccessOwl did not answer in time \([A-Z]+\) \[Item 0\]$/);
		expect(error?.description).toMatch(/Sent 2 times/);
		expect(simulator.requests).toHaveLength(2);
		expect(performance.now() - beganMs).toBeGreaterThanOrEqual(2 * TIMEOUT_MS);
	});

	it('airbyte-python-cdk#1148: ends a listing that hangs on a page', async () => {
		simulator.faults.onRequest(1, { kind: 'neverAnswer' });
		const { error, json } = await run(simulator, ['user', 'getAll'], { returnAll: true });

		expect(error).toBeUndefined();
		expect(json).toHaveLength(simulator.state.users.length);
	});

	it('and made the change all the same is asked again with the same key: the change is made once', async () => {
		simulator.faults.onNext({ kind: 'neverAnswer', effect: 'taken' });
		const { json, error } = await run(simulator, REVOKE, unchecked(), { items });

		expect(error).toBeUndefined();
		expect(revocationsOf(simulator).get(LEAVER_STATES.manual)).toBe(1);
		expect(keysOf(simulator)).toHaveLength(1);
		expect(json[0]).toMatchObject({ alreadySubmitted: true });
	});

	it('to a write without retries leaves the outcome open, and says so', async () => {
		simulator.faults.onNext({ kind: 'neverAnswer', effect: 'taken' });
		const { outputs } = await run(simulator, REVOKE, unchecked({ retries: 0 }), { items, onError: 'continueErrorOutput' });

		expect(detailsOf(outputs[1]?.[0]?.json)).toMatchObject({ mayHaveTakenEffect: true, attempts: 1, description: expect.stringMatching(/^The change may have been made\./) as string });
	});
});
