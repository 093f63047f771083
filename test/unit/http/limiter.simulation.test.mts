import { SharedLimiter } from '../../../nodes/shared/http/limiter';
import type { Ports } from '../../../nodes/shared/http/ports';
import type { VendorRequest } from '../../../nodes/shared/http/request';
import { send, type Sent } from '../../../nodes/shared/http/send';
import { virtualClock, type VirtualClock } from '../../support/virtualClock.mts';
import { virtualServer, type VirtualServer, type VirtualServerOptions } from '../../support/virtualServer.mts';

const write: VendorRequest = { method: 'POST', url: 'https://vendor.example/api', headers: {}, body: {} };

interface World {
	readonly clock: VirtualClock;
	readonly server: VirtualServer;
	readonly limiter: SharedLimiter;
	/** Sends `count` writes, `concurrency` at a time. */
	run(count: number, concurrency: number): Promise<Sent[]>;
}

/** Linear congruence: the same chances in every run. */
function seededRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return state / 2_147_483_648;
	};
}

function world(options: Omit<VirtualServerOptions, 'clock'>, random = seededRandom(7)): World {
	const clock = virtualClock();
	const server = virtualServer({ ...options, clock });
	const limiter = new SharedLimiter({ clock, random });
	const ports: Ports = { egress: server.egress, limiter, clock, random };
	return {
		clock,
		server,
		limiter,
		run: async (count, concurrency) => {
			const results: Sent[] = [];
			let next = 0;
			const worker = async () => {
				while (next < count) {
					const index = next++;
					results[index] = await send(write, { idempotency: 'none', maxAttempts: 5, maxWaitMs: 300_000 }, ports);
				}
			};
			await clock.run(Promise.all(Array.from({ length: concurrency }, worker)));
			return results;
		},
	};
}

const bursts = (moments: readonly number[], windowMs: number): number[] => {
	const starts: number[] = [];
	for (const at of moments) if (starts.length === 0 || at - (starts[starts.length - 1] ?? 0) >= windowMs) starts.push(at);
	return starts;
};

const mostWithin = (moments: readonly number[], windowMs: number, afterMs: number): number => {
	const later = moments.filter((at) => at > afterMs);
	return Math.max(0, ...later.map((start) => later.filter((at) => at >= start && at < start + windowMs).length));
};

describe.each(['firstRequest', 'aligned', 'sliding'] as const)('against a %s window of 100 in 2 s with Retry-After in whole seconds', (window) => {
	it('ten callers make 600 writes in at most 1.15 of the window arithmetic', async () => {
		const { run, clock, server } = world({ limit: 100, windowMs: 2_000, window });

		const sent = await run(600, 10);

		expect(sent.every(({ kind }) => kind === 'accept')).toBe(true);
		expect(server.granted).toHaveLength(600);
		expect(clock.monotonic()).toBeLessThanOrEqual(1.15 * 12_000);
	});

	it.each([10, 60])('%i parallel callers cause at most one 429 in each window once the first one was met', async (concurrency) => {
		const { run, server } = world({ limit: 100, windowMs: 2_000, window });

		await run(3_000, concurrency);

		expect(server.granted).toHaveLength(3_000);
		const first = server.refused[0] ?? 0;
		expect(server.refused.filter((at) => at <= first + 2_000).length).toBeLessThanOrEqual(concurrency);
		expect(mostWithin(server.refused, 2_000, first + 2_000)).toBeLessThanOrEqual(1);
		expect(bursts(server.refused, 2_000).length).toBeLessThanOrEqual(8);
	});
});

describe('the knowledge of a limiter', () => {
	it('makes a second run in the same window length need no 429 at all', async () => {
		const { run, server } = world({ limit: 100, windowMs: 2_000 });
		await run(300, 10);
		const before = server.refused.length;

		await run(600, 10);

		expect(server.refused).toHaveLength(before);
	});

	it('grows again when the vendor allows more than was learnt', async () => {
		const { run, clock, server } = world({ limit: 50, windowMs: 2_000 });
		await run(150, 10);
		server.setLimit(500);
		await run(2_000, 10);
		const began = clock.monotonic();

		await run(2_000, 10);

		expect(clock.monotonic() - began).toBeLessThanOrEqual(1.5 * (2_000 / 500) * 2_000);
	});

	it('shrinks when the vendor allows less than was learnt', async () => {
		const { run, server } = world({ limit: 100, windowMs: 2_000 });
		await run(300, 10);
		server.setLimit(20);
		const before = server.refused.length;

		await run(400, 10);

		expect(server.refused.length - before).toBeLessThanOrEqual(10 + 5);
	});

	it('holds by itself before the first 429 where the vendor tells what is left', async () => {
		const { run, server } = world({ limit: 100, windowMs: 2_000, tellsQuota: true });

		await run(600, 10);

		expect(server.refused).toHaveLength(0);
	});

	it('never delays anybody while no 429 was seen', async () => {
		const { run, clock } = world({ limit: 1_000_000, windowMs: 2_000 });

		await run(1_000, 1);

		expect(clock.monotonic()).toBe(1_000 * 10);
	});

	it('lets 60 callers wait through a 429 without any hint and finish', async () => {
		const { run, server } = world({ limit: 30, windowMs: 1_000, sendsRetryAfter: false });

		const sent = await run(120, 20);

		expect(sent.filter(({ kind }) => kind === 'accept').length).toBe(120);
		expect(server.granted).toHaveLength(120);
	});

	it('waits for an hourly window only as long as it takes', async () => {
		const { run, clock, server } = world({ limit: 1_000, windowMs: 3_600_000 });

		const sent = await run(1_100, 10);

		const refused = sent.filter(({ kind }) => kind === 'giveUp');
		expect(server.granted).toHaveLength(1_000);
		expect(refused).toHaveLength(100);
		expect(refused.every((one) => one.kind === 'giveUp' && one.because === 'delayTooLong' && (one.delayMs ?? 0) > 3_500_000)).toBe(true);
		expect(server.refused.length).toBeLessThanOrEqual(10);
		expect(clock.monotonic()).toBeLessThan(20_000);
	});
});
