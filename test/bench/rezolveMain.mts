// A simulated Rezolve.ai in a process of its own, so that it takes no time from the n8n that is measured. Started by rezolveProcess.mts.
import { createHash } from 'node:crypto';
import { parseArgs } from 'node:util';
import { API_TOKEN, REALM, startRezolve, TENANT_ID } from '../simulators/rezolve/index.mts';
import type { RezolveAddress, RezolveRecord } from './rezolveProcess.mts';

const { values } = parseArgs({
	options: {
		entries: { type: 'string', default: '0' },
		limit: { type: 'string', default: '1000000000' },
		'window-ms': { type: 'string', default: '3600000' },
		'limit-told': { type: 'string', default: 'always' },
	},
});

const simulator = await startRezolve({
	rateLimit: { limit: Number(values.limit), windowMs: Number(values['window-ms']) },
	switches: { rateLimitHeaders: values['limit-told'] === 'on429' ? 'on429' : 'always' },
	checkAnswers: 'off',
});
const { audit } = simulator.state;
simulator.admin.addAuditEntries(Number(values.entries) - audit.total);

/** Offsets among these that stand there more than once. */
function repeatedIn(offsets: readonly number[]): number[] {
	const seen = new Set<number>();
	return offsets.filter((offset) => seen.size === seen.add(offset).size);
}

let reported = 0;

/** What happened since the last question. */
function record(): RezolveRecord {
	const requests = simulator.requests.slice(reported);
	reported = simulator.requests.length;
	const windows = simulator.rateLimit.windows.map(({ requests: granted, refused }) => ({ granted, refused }));
	simulator.rateLimit.reset();
	return {
		requests: requests.length,
		refused: requests.filter(({ status }) => status === 429).length,
		repeated: repeatedIn(requests.filter(({ status }) => status === 200).map(({ query }) => Number(query.offset ?? 0))),
		connections: new Set(requests.map(({ connection }) => connection)).size,
		windows,
		violations: simulator.takeViolations().map(({ message }) => message),
	};
}

process.on('message', () => process.send?.(record()));
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
const ids = audit.slice('newestFirst', 0, audit.total).map(({ id }) => id);
const address: RezolveAddress = { origin: simulator.origin, apiToken: API_TOKEN, tenantId: TENANT_ID, realmName: REALM, order: createHash('sha256').update(ids.join('\n')).digest('hex') };
process.send?.(address);
