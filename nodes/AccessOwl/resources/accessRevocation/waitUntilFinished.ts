import type { JsonObject, JsonValue } from '../../../shared/http/request';
import type { Session } from '../../../shared/operation';

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;

/**
 * Reads a revocation again and again until it is `revoked` or `rejected`, or until `timeoutMs` is over: then it comes back
 * as it is. Any other status means that work goes on. Delays grow from 1 s to 30 s by half. The revocation exists, so a look
 * that fails never hides it: after a passing outage comes the next look, after a refusal the wait is over and
 * `waitProblem` says why. Throws VendorError when the execution is stopped.
 */
export async function waitUntilFinished(session: Session, revocation: JsonObject, timeoutMs: number): Promise<JsonObject> {
	const deadlineMs = session.monotonicMs() + timeoutMs;
	let current = revocation;
	for (let delayMs = FIRST_DELAY_MS; !isFinished(current); delayMs = Math.min(MAX_DELAY_MS, delayMs * 1.5)) {
		const leftMs = deadlineMs - session.monotonicMs();
		if (leftMs <= 0) return current;
		await session.sleep(Math.min(delayMs, leftMs));
		const { record, problem } = await look(session, revocation.id);
		if (problem !== undefined) return { ...current, waitProblem: problem };
		current = record ?? current;
	}
	return current;
}

/** The revocation as it is now, or why it cannot be read; neither while the network or the service is down. */
async function look(session: Session, id: JsonValue | undefined): Promise<{ readonly record?: JsonObject; readonly problem?: string }> {
	const request = session.request('GET /api/v1/access_revocations/{access_revocation_id}', { path: { access_revocation_id: id ?? null } });
	const sent = await session.send(request, 'inherent');
	if (sent.kind === 'giveUp' && sent.because !== 'aborted') return {};
	if (sent.kind === 'accept' && sent.response.status >= 300) return { problem: session.failed(sent, request).message };
	return { record: session.recordOf(session.expect(sent, request), request) };
}

export const isFinished = ({ status }: JsonObject): boolean => status === 'revoked' || status === 'rejected';
