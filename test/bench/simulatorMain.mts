// A simulated AccessOwl in a process of its own, so that it takes no time from the n8n that is measured. Started by simulatorProcess.mts.
import { parseArgs } from 'node:util';
import { bigState, emptyState, startAccessOwl } from '../simulators/accessowl/index.mts';
import type { SimulatorRecord } from './simulatorProcess.mts';

const { values } = parseArgs({
	options: {
		states: { type: 'string', default: '0' },
		limit: { type: 'string', default: '1000000000' },
		'window-ms': { type: 'string', default: '3600000' },
	},
});

const states = Number(values.states);
const simulator = await startAccessOwl({
	state: states > 0 ? bigState(states) : emptyState(),
	rateLimit: { limit: Number(values.limit), windowMs: Number(values['window-ms']) },
	checkAnswers: 'off',
	cachePages: states > 0,
});

/** Walks all pages once, so that they are cached for everybody. Clients order the query parameters differently, and the cache goes by URL. */
async function fillCache(): Promise<void> {
	const headers = { authorization: `Bearer ${simulator.token}` };
	for (const queryOf of [(cursor: string) => `limit=100&cursor=${cursor}`, (cursor: string) => `cursor=${cursor}&limit=100`]) {
		for (let query: string | undefined = 'limit=100'; query !== undefined; ) {
			const answer = await fetch(`${simulator.origin}/api/v1/access_states?${query}`, { headers });
			const { meta } = (await answer.json()) as { meta: { next_cursor: string | null } };
			query = meta.next_cursor === null ? undefined : queryOf(meta.next_cursor);
		}
	}
}

let reported = 0;

/** What happened since the last question. */
function record(): SimulatorRecord {
	const requests = simulator.requests.slice(reported);
	reported = simulator.requests.length;
	const windows = simulator.rateLimit.windows.map(({ requests: granted, refused, startedAtMs }) => ({ granted, refused, startedAtMs }));
	simulator.rateLimit.reset();
	return {
		requests: requests.length,
		refused: requests.filter(({ status }) => status === 429).length,
		connections: new Set(requests.map(({ connection }) => connection)).size,
		windows,
		violations: simulator.takeViolations().map(({ message }) => message),
		emails: states > 0 ? [] : simulator.state.users.map(({ email }) => email),
	};
}

if (states > 0) await fillCache();
record();
process.on('message', () => process.send?.(record()));
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
process.send?.({ origin: simulator.origin, token: simulator.token });
