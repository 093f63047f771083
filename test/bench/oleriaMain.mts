// A simulated Oleria in a process of its own, so that it takes no time from the n8n that is measured. Started by oleriaProcess.mts.
import { parseArgs } from 'node:util';
import { AUDIENCE, bigExport, CLIENT_ID, CLIENT_SECRET, SCOPE, startOleria } from '../simulators/oleria/index.mts';
import { MEASURED, WARM_UP } from './oleriaProcess.mts';
import type { OleriaRecord } from './oleriaProcess.mts';

const { values } = parseArgs({
	options: { rows: { type: 'string', default: '0' }, 'bytes-per-row': { type: 'string', default: '200' }, 'warm-up-rows': { type: 'string', default: '0' } },
});
const bytesPerRow = Number(values['bytes-per-row']);

const simulator = await startOleria({
	// Exports are completed at the first look: what is measured is the work, not the vendor's time.
	switches: { acceptedReads: 0, linkSeconds: 86_400 },
	files: { [MEASURED]: bigExport(Number(values.rows), bytesPerRow), [WARM_UP]: bigExport(Number(values['warm-up-rows']), bytesPerRow) },
	rateLimit: { limit: 1_000_000_000, windowMs: 3_600_000 },
	checkAnswers: 'off',
});

let reported = 0;
let reportedFetches = 0;

/** What happened since the last question. */
function record(): OleriaRecord {
	const requests = simulator.requests.slice(reported);
	reported = simulator.requests.length;
	const fetches = simulator.state.fileFetches.slice(reportedFetches);
	reportedFetches = simulator.state.fileFetches.length;
	const firstOf = (operationId: string) => requests.find((request) => request.operationId === operationId)?.at ?? NaN;
	return {
		requests: requests.map(({ operationId }) => operationId ?? 'unknown'),
		untilReadMs: firstOf('getDownload') - firstOf('createDownload'),
		fetches: fetches.map(({ status, bytes, authorization }) => ({ status, bytes, authorization })),
		violations: simulator.takeViolations().map(({ message }) => message),
	};
}

process.on('message', () => process.send?.(record()));
process.once('disconnect', () => process.exit());
process.once('SIGTERM', () => process.exit());
const { origin, authenticationUrl } = simulator;
process.send?.({ origin, authenticationUrl, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE });
