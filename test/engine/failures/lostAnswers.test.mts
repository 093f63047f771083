import { LEAVER_STATES, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import type { Fault } from '../../simulators/frame/faults.mts';
import { expectNoSecret, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { detailsOf, keysOf, REVOKE, revocationsOf, run, startPlanted, stateItem, unchecked, writesOf } from './failing.mts';

const item = stateItem(LEAVER_STATES.manual);
const items = [item];

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

const revocations = () => revocationsOf(simulator).get(LEAVER_STATES.manual) ?? 0;
const lose = (fault: Fault, times = 1) => simulator.faults.onOperation('createAccessRevocation', fault, { times });

const LOST: ReadonlyArray<readonly [what: string, fault: Fault]> = [
	['reset after the change was made', { kind: 'reset', when: 'afterActing' }],
	['reset in the middle of the answer', { kind: 'reset', when: 'midBody' }],
	['an answer shorter than promised', { kind: 'shortBody' }],
	['an answer whose last chunk is missing', { kind: 'cutChunked' }],
	['JSON that ends in its middle', { kind: 'truncatedJson' }],
	['a gzip body without its end', { kind: 'cutGzip' }],
	['a connection closed without an answer', { kind: 'endWithoutAnswer', effect: 'taken' }],
	['a status line of another protocol', { kind: 'garbageStatusLine', effect: 'taken' }],
	['a gateway page in place of the answer', { kind: 'html', effect: 'taken' }],
	['a 500 after the change was made', { kind: 'answer', status: 500, effect: 'taken' }],
	['a 504 after the change was made', { kind: 'answer', status: 504, effect: 'taken' }],
];

describe('a write whose answer is lost', () => {
	it.each(LOST)('%s: is sent again with the same key inside the node, takes effect once and is read back', async (_what, fault) => {
		lose(fault);
		const { json, error } = await run(simulator, REVOKE, unchecked(), { items });

		expect(error).toBeUndefined();
		expect(revocations()).toBe(1);
		expect(writesOf(simulator)).toHaveLength(2);
		expect(keysOf(simulator)).toHaveLength(1);
		const made = simulator.state.accessRevocations.find(({ access_state_id: id }) => id === LEAVER_STATES.manual);
		expect(json).toEqual([expect.objectContaining({ id: made?.id, access_state_id: LEAVER_STATES.manual, outcome: 'requested', alreadySubmitted: true })]);
	});

	it.each(LOST)('%s: takes effect once under Retry On Fail too, which runs the whole node again', async (_what, fault) => {
		lose(fault);
		const { json, error } = await run(simulator, REVOKE, unchecked({ retries: 0 }), { items, retry: { maxTries: 2, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(revocations()).toBe(1);
		expect(writesOf(simulator).map(({ status }) => status).at(-1)).toBe(409);
		expect(keysOf(simulator)).toHaveLength(1);
		expect(json).toEqual([expect.objectContaining({ access_state_id: LEAVER_STATES.manual, alreadySubmitted: true })]);
	});

	it('n8n#14423: Retry On Fail does not repeat the items that were done before the one that failed', async () => {
		const three = [LEAVER_STATES.manual, LEAVER_STATES.automatic, LEAVER_STATES.applicationWide].map(stateItem);
		simulator.faults.onOperation('createAccessRevocation', { kind: 'answer', status: 500 }, { nth: 2, times: 1 });
		const { json, error } = await run(simulator, REVOKE, unchecked({ retries: 0 }), { items: three, retry: { maxTries: 2, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(three.map(({ id }) => revocationsOf(simulator).get(String(id)))).toEqual([1, 1, 1]);
		expect(json.map(({ alreadySubmitted }) => alreadySubmitted)).toEqual([true, undefined, undefined]);
		expect(keysOf(simulator)).toHaveLength(3);
	});

	it('goes on losing answers through all attempts of all retries, and still takes effect once', async () => {
		lose({ kind: 'reset', when: 'afterActing' }, 3);
		simulator.faults.onOperation('createAccessRevocation', { kind: 'endWithoutAnswer' }, { nth: 4, times: 2 });
		const { json, error } = await run(simulator, REVOKE, unchecked({ retries: 1 }), { items, retry: { maxTries: 3, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(revocations()).toBe(1);
		expect(keysOf(simulator)).toHaveLength(1);
		expect(json[0]).toMatchObject({ alreadySubmitted: true });
	});

	it('says plainly that the outcome is unknown where the key was stored and nothing shows', async () => {
		lose({ kind: 'reset', when: 'afterActing', effect: 'remembered' });
		const { error } = await run(simulator, REVOKE, unchecked(), { items });

		expect(revocations()).toBe(0);
		expect(error?.message).toBe('AccessOwl had received this change before, and what became of it is not known [Item 0]');
		expect(error?.description).toMatch(/^Look in AccessOwl whether the change is there\. If it is not, run this again with another Idempotency Key/);
		expect(error?.httpCode).toBe('409');
		expect(error).toMatchObject({ context: { itemIndex: 0, data: { mayHaveTakenEffect: true, status: 409, attempts: 2 } } });
	});

	it('stays at that under Retry On Fail: nothing is sent with a new key', async () => {
		lose({ kind: 'endWithoutAnswer', effect: 'remembered' });
		const { error } = await run(simulator, REVOKE, unchecked(), { items, retry: { maxTries: 2, waitMs: 1 } });

		expect(revocations()).toBe(0);
		expect(keysOf(simulator)).toHaveLength(1);
		expect(error?.message).toMatch(/what became of it is not known/);
	});

	it('says that the outcome is unknown, and why, where the look at it is refused', async () => {
		lose({ kind: 'reset', when: 'afterActing' });
		simulator.faults.onOperation('listAccessStates', { kind: 'answer', status: 403, body: { message: 'Not for this token' } });
		const { outputs } = await run(simulator, REVOKE, unchecked(), { items, onError: 'continueErrorOutput' });

		expect(revocations()).toBe(1);
		const json = outputs[1]?.[0]?.json;
		expect(json?.error).toBe('AccessOwl had received this change before, and what became of it is not known [Item 0]');
		expect(detailsOf(json)).toMatchObject({ mayHaveTakenEffect: true, description: expect.stringContaining('AccessOwl answered 403: Not for this token') as string });
	});

	it('keeps the record of a change that was made where the look that verifies it is refused', async () => {
		simulator.faults.onOperation('listAccessStates', { kind: 'answer', status: 403, body: { message: 'Not for this token' } });
		const { json, error } = await run(simulator, REVOKE, unchecked({ verify: true }), { items });

		expect(error).toBeUndefined();
		expect(revocations()).toBe(1);
		expect(json).toEqual([expect.objectContaining({ outcome: 'requested', verified: null, verifyProblem: 'AccessOwl answered 403: Not for this token' })]);
	});

	it('tells that the change may have been made where no attempt is left', async () => {
		lose({ kind: 'reset', when: 'afterActing' });
		const { error } = await run(simulator, REVOKE, unchecked({ retries: 0 }), { items });

		expect(revocations()).toBe(1);
		expect(error?.message).toBe('The connection to AccessOwl was lost before the answer was complete (ECONNRESET) [Item 0]');
		expect(error?.description).toMatch(/^The change may have been made\. Look in AccessOwl before you run this again\./);
		expect(error).toMatchObject({ context: { data: { mayHaveTakenEffect: true, attempts: 1, code: 'ECONNRESET' } } });
	});

	it.each([
		['an answer of another content type', { kind: 'wrongContentType' }],
		['an answer that calls itself a web page and is JSON', { kind: 'wrongContentType', contentType: 'text/html; charset=utf-8' }],
		['an answer that drips', { kind: 'drip', intervalMs: 1 }],
		['an answer that comes late', { kind: 'delayHeaders', delayMs: 300 }],
	] as const)('%s is taken for what it says, and the write is not repeated', async (_what, fault) => {
		lose(fault);
		const { json, error } = await run(simulator, REVOKE, unchecked(), { items });

		expect(error).toBeUndefined();
		expect(revocations()).toBe(1);
		expect(writesOf(simulator)).toHaveLength(1);
		expect(json[0]).toMatchObject({ outcome: 'requested' });
		expect(json[0]).not.toHaveProperty('alreadySubmitted');
	});

	it('stripe-node#1040: survives a kept connection that dies under the next request', async () => {
		const two = [LEAVER_STATES.manual, LEAVER_STATES.automatic].map(stateItem);
		lose({ kind: 'staleKeepAlive' }, 2);
		const { error, json } = await run(simulator, REVOKE, unchecked(), { items: two });

		expect(error).toBeUndefined();
		expect(json).toHaveLength(2);
		expect(two.map(({ id }) => revocationsOf(simulator).get(String(id)))).toEqual([1, 1]);
	});
});

describe('a repeated key', () => {
	it('fails the item where On Repeated Key says so, and the change was made once', async () => {
		lose({ kind: 'reset', when: 'afterActing' });
		const { error } = await run(simulator, REVOKE, unchecked({ onRepeatedKey: 'fail' }), { items });

		expect(revocations()).toBe(1);
		expect(error?.message).toMatch(/^AccessOwl had received this change before/);
		expect(error?.httpCode).toBe('409');
		expect(error).toMatchObject({ context: { data: { mayHaveTakenEffect: true } } });
	});

	it('is the user\'s own where there is one, on every attempt', async () => {
		lose({ kind: 'reset', when: 'afterActing' });
		await run(simulator, REVOKE, unchecked({ idempotencyKey: 'HR-1204/robin' }), { items });

		expect(keysOf(simulator)).toEqual(['HR-1204/robin']);
		expect(revocations()).toBe(1);
	});

	it('is refused by the vendor in a second execution where the key is made from the content, and read back', async () => {
		const first = await run(simulator, REVOKE, unchecked({ keySource: 'content' }), { items, executionId: 'monday' });
		const second = await run(simulator, REVOKE, unchecked({ keySource: 'content' }), { items, executionId: 'tuesday' });

		expect(revocations()).toBe(1);
		expect(keysOf(simulator)).toHaveLength(1);
		expect(second.json[0]).toMatchObject({ id: first.json[0]?.id, alreadySubmitted: true });
	});

	it('is another in a second execution where the key is made from the execution', async () => {
		await run(simulator, REVOKE, unchecked(), { items, executionId: 'monday' });
		await run(simulator, REVOKE, unchecked(), { items, executionId: 'tuesday' });

		expect(keysOf(simulator)).toHaveLength(2);
	});

	it('is not needed in a second execution that looks first: the open revocation is the answer', async () => {
		const looking = { reason: '={{ $json.reason }}' };
		const first = await run(simulator, REVOKE, looking, { items, executionId: 'monday' });
		const second = await run(simulator, REVOKE, looking, { items, executionId: 'tuesday' });

		expect(revocations()).toBe(1);
		expect(writesOf(simulator)).toHaveLength(1);
		expect(second.json[0]).toMatchObject({ id: first.json[0]?.id, alreadySubmitted: true });
	});

	it('differs from item to item of one run', async () => {
		const two = [LEAVER_STATES.manual, LEAVER_STATES.automatic].map(stateItem);
		await run(simulator, REVOKE, unchecked(), { items: two });

		expect(keysOf(simulator)).toHaveLength(2);
	});

	it('that was used for another change gives a text that says so and how to go on', async () => {
		await run(simulator, REVOKE, unchecked({ idempotencyKey: 'HR-1204' }), { items: [stateItem(LEAVER_STATES.manual)] });
		const { error } = await run(simulator, REVOKE, unchecked({ idempotencyKey: 'HR-1204' }), { items: [stateItem(LEAVER_STATES.automatic)] });

		expect(error?.message).toBe('AccessOwl answered 422: Idempotency-Key was used before with another body [Item 0]');
		expect(error?.description).toMatch(/the key was used before for another change: give another one/);
		expect(revocations()).toBe(1);
	});
});
