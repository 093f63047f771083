import { untilFinished, type JobState, type Look } from '../../../nodes/shared/jobs';
import { virtualClock } from '../../support/virtualClock.mts';

type Job = { status: string };

const stateOf = ({ status }: Job): JobState => (status === 'done' ? 'finished' : status === 'failed' ? 'failed' : 'running');

/** Watches a job whose looks are scripted; the last one repeats. Gives the result and when each look was, in ms. */
function watch(looks: ReadonlyArray<Look<Job> | undefined>, timeoutMs: number, random = 0, signal?: AbortSignal) {
	const clock = virtualClock();
	const lookedAtMs: number[] = [];
	const look = async () => {
		lookedAtMs.push(clock.monotonic());
		return looks[Math.min(lookedAtMs.length, looks.length) - 1];
	};
	const watching = untilFinished<Job>(
		{ status: 'accepted' },
		{ look, stateOf, timeoutMs, clock, sleep: async (delayMs) => await clock.sleep(delayMs, signal), random: () => random },
	);
	return { clock, lookedAtMs, watching };
}

const seen = (status: string, retryAfterMs?: number): Look<Job> => ({ job: { status }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

describe('Waiting for a job', () => {
	it('does not look at one that is over already', async () => {
		const clock = virtualClock();
		const look = async (): Promise<Look<Job>> => {
			throw new Error('looked');
		};

		const result = await untilFinished<Job>({ status: 'done' }, { look, stateOf, timeoutMs: 1, clock, sleep: clock.sleep, random: () => 0 });

		expect(result).toEqual({ job: { status: 'done' }, state: 'finished' });
	});

	it('looks after 1 s and then after delays that grow by half, up to 30 s', async () => {
		const { clock, lookedAtMs, watching } = watch([seen('accepted')], 300_000);

		await clock.run(watching);

		const delays = lookedAtMs.map((atMs, index) => atMs - (lookedAtMs[index - 1] ?? 0));
		expect(delays.slice(0, 5)).toEqual([1_000, 1_500, 2_250, 3_375, 5_062.5]);
		expect(Math.max(...delays)).toBe(30_000);
	});

	it('adds up to a tenth of jitter, so that many that started together do not look together', async () => {
		const { clock, lookedAtMs, watching } = watch([seen('done')], 60_000, 0.999);

		await clock.run(watching);

		expect(lookedAtMs[0]).toBeCloseTo(1_099.9);
	});

	it.each([['done', 'finished'], ['failed', 'failed']] as const)('ends when the job is %s', async (status, state) => {
		const { clock, watching } = watch([seen('accepted'), seen(status)], 60_000);

		expect(await clock.run(watching)).toEqual({ job: { status }, state });
	});

	it('goes on while the state is one that nobody knows', async () => {
		const { clock, lookedAtMs, watching } = watch([seen('reticulating'), seen('reticulating'), seen('done')], 60_000);

		expect(await clock.run(watching)).toMatchObject({ state: 'finished' });
		expect(lookedAtMs).toHaveLength(3);
	});

	it('takes a look that failed for no news', async () => {
		const { clock, watching } = watch([undefined, undefined, seen('done')], 60_000);

		expect(await clock.run(watching)).toMatchObject({ state: 'finished' });
	});

	it('waits at least as long as the vendor asked for', async () => {
		const { clock, lookedAtMs, watching } = watch([seen('accepted', 20_000), seen('done')], 60_000);

		await clock.run(watching);

		expect(lookedAtMs).toEqual([1_000, 21_000]);
	});

	it('looks a last time at the deadline and gives the job as it is then', async () => {
		const { clock, lookedAtMs, watching } = watch([seen('accepted')], 4_000);

		expect(await clock.run(watching)).toEqual({ job: { status: 'accepted' }, state: 'running' });
		expect(lookedAtMs).toEqual([1_000, 2_500, 4_000]);
	});

	it('ends when the execution is stopped', async () => {
		const controller = new AbortController();
		const { watching, lookedAtMs } = watch([seen('accepted')], 60_000, 0, controller.signal);

		controller.abort();

		await expect(watching).rejects.toBeDefined();
		expect(lookedAtMs).toEqual([]);
	});
});
