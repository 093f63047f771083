import type { Clock } from '../http/ports';

export type JobState = 'failed' | 'finished' | 'running';

/** One look at a job. */
export interface Look<Job> {
	/** Left out where only the wish to be left alone was heard. */
	readonly job?: Job;
	/** How long the vendor wants to be left alone before the next look, in ms. */
	readonly retryAfterMs?: number;
}

export interface Watch<Job> {
	/** Reads the job anew; undefined while it cannot be read, which is no news of it. */
	readonly look: () => Promise<Look<Job> | undefined>;
	/** A state that nobody knows counts as running: vendors add states. */
	readonly stateOf: (job: Job) => JobState;
	readonly timeoutMs: number;
	readonly clock: Pick<Clock, 'monotonic'>;
	/** Ends after this many ms, or rejects when the execution is stopped. */
	readonly sleep: (delayMs: number) => Promise<void>;
	/** Uniform in [0, 1). */
	readonly random: () => number;
}

const FIRST_DELAY_MS = 1_000;
const FACTOR = 1.5;
const MAX_DELAY_MS = 30_000;

/**
 * Looks at a job again and again until it is over or `timeoutMs` is: then its state still is `running`. The delay between two looks
 * grows from 1 s to 30 s by half, with up to a tenth of jitter added, and is never shorter than what the vendor asked for.
 * Throws what `look` and `sleep` throw.
 */
export async function untilFinished<Job>(first: Job, watch: Watch<Job>): Promise<{ readonly job: Job; readonly state: JobState }> {
	const { look, stateOf, timeoutMs, clock, sleep, random } = watch;
	const deadlineMs = clock.monotonic() + timeoutMs;
	let job = first;
	let hintMs = 0;
	for (let delayMs = FIRST_DELAY_MS; stateOf(job) === 'running'; delayMs = Math.min(MAX_DELAY_MS, delayMs * FACTOR)) {
		const leftMs = deadlineMs - clock.monotonic();
		if (leftMs <= 0) break;
		// The last look is at the deadline itself: a job that ends just before it is not missed.
		await sleep(Math.min(Math.max(delayMs * (1 + random() / 10), hintMs), leftMs));
		const seen = await look();
		hintMs = seen?.retryAfterMs ?? 0;
		job = seen?.job ?? job;
	}
	return { job, state: stateOf(job) };
}
