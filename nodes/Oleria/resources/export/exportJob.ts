import { delayHint } from '../../../shared/http/delayHint';
import type { JsonObject } from '../../../shared/http/request';
import type { Sent } from '../../../shared/http/send';
import { VendorError } from '../../../shared/http/vendorError';
import { untilFinished, type JobState, type Look } from '../../../shared/jobs';
import { isRecord, type Item, type Session } from '../../../shared/operation';
import { exportBody } from './fields';

const START = 'POST /v1/downloads';
const READ = 'GET /v1/downloads/{id}';

/** An export may not be readable in the first moments after it was started. In ms. */
const APPEARS_WITHIN_MS = 10_000;

/** Only three states are documented. One that nobody knows means that work goes on. */
export const stateOf = ({ status }: JsonObject): JobState =>
	status === 'completed' ? 'finished' : status === 'failed' ? 'failed' : 'running';

/** What an export's record shows of itself. The link is a key to the file, so it stays out: Download asks for a fresh one. */
export function statusOf(record: JsonObject): JsonObject {
	const { url, error, ...rest } = record;
	return { ...rest, ...(isRecord(error) ? { error } : {}), finished: stateOf(record) !== 'running', hasFile: typeof url === 'string' };
}

/** Starts an export. Each start makes a new one, so a lost start is repeated only where the user asked for that. */
export async function start(item: Item): Promise<JsonObject> {
	const { session, values } = item;
	const request = session.request(START, { body: exportBody(values) });
	const sent = await session.send(request, values.retryStart === true ? 'inherent' : 'none');
	// An export changes nothing at the vendor: the texts are those of a read.
	const asRead = { ...request, method: 'GET' as const };
	if (sent.kind === 'giveUp' && sent.because === 'outcomeUnknown') {
		const { failure } = session.failed(sent, asRead);
		const advice = 'The export may have been started all the same. Another one does no harm: run this again, or switch on Retry Start under Options.';
		throw new VendorError({ ...failure, description: `${advice} ${failure.description}` });
	}
	return session.recordOf(session.expect(sent, asRead), asRead);
}

export const read = async (session: Session, id: string): Promise<JsonObject> => await withExportId(session.get(READ, { path: { id } }), id);

/** Work on an export that exists: what it throws carries the export's ID, so that Download can go on from there. */
export async function withExportId<Result>(work: Promise<Result>, id: string): Promise<Result> {
	const outcome = await work.then((result) => ({ result }), (error: unknown) => ({ error }));
	if ('result' in outcome) return outcome.result;
	const { error } = outcome;
	if (!(error instanceof VendorError) || error.failure.record) throw error;
	const description = `${error.failure.description} Export: Download can go on with this Export ID: ${id}.`.trim();
	throw new VendorError({ ...error.failure, description, record: { exportId: id } });
}

/** Waits until an export is completed. Throws VendorError when it fails, or when it is not ready in time: its ID is in the text. */
export async function completed(item: Item, started: JsonObject): Promise<JsonObject> {
	const { session, values } = item;
	const id = String(started.id);
	const timeoutMs = 1000 * Number(values.waitTimeout ?? 600);
	const beganMs = session.clock.monotonic();
	const look = async (): Promise<Look<JsonObject> | undefined> => {
		const request = session.request(READ, { path: { id } });
		const sent = await session.send(request, 'inherent');
		if (sent.kind === 'giveUp' && mayPass(sent)) return sent.delayMs === undefined ? undefined : { retryAfterMs: sent.delayMs };
		const isNew = session.clock.monotonic() - beganMs < APPEARS_WITHIN_MS;
		if (sent.kind === 'accept' && sent.response.status === 404 && isNew) return undefined;
		const response = session.expect(sent, request);
		const hint = delayHint(response, { nowMs: session.clock.now() });
		return { job: session.recordOf(response, request), ...(hint ? { retryAfterMs: hint.delayMs } : {}) };
	};
	const { clock, sleep, random } = session;
	const { job, state } = await withExportId(untilFinished(started, { look, stateOf, timeoutMs, clock, sleep, random }), id);
	if (state === 'finished') return job;
	throw state === 'failed' ? failed(job) : notReady(id, timeoutMs);
}

/** Whether a look that was given up may succeed later: not where a token is refused, a certificate is not trusted, or the execution is stopped. */
const mayPass = ({ because, last }: Sent & { kind: 'giveUp' }): boolean => because !== 'aborted' && last.kind !== 'aborted' && (last.kind !== 'refused' || last.code === 'RATE_LIMITED');

const plain = { fields: [], attempts: 1, waitedMs: 0, mayHaveTakenEffect: false } as const;

/** A failed export arrives with status 200: this makes the error of it that it is. */
export function failed(job: JsonObject): VendorError {
	const { code, message } = isRecord(job.error) ? job.error : {};
	return new VendorError({
		...plain,
		message: `Oleria could not make the export: ${typeof message === 'string' && message !== '' ? message : 'it gave no reason'}`,
		description: `Check the filters and the data set, then start it again. Export ID: ${String(job.id)}.`,
		...(typeof code === 'string' ? { code } : {}),
		reason: 'answered',
		record: { exportId: job.id ?? null },
	});
}

function notReady(id: string, timeoutMs: number): VendorError {
	return new VendorError({
		...plain,
		message: `Oleria is still working on the export after ${timeoutMs / 1000} s`,
		description: `It goes on by itself. Get it later with Export: Download and this Export ID: ${id}. Or raise Wait Timeout under Options.`,
		reason: 'deadlineReached',
		record: { exportId: id },
	});
}
