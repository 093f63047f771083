import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { untilFinished } from '../../../shared/jobs';
import type { Session } from '../../../shared/operation';

interface Seen {
	readonly record: JsonObject;
	/** Why it cannot be read any more. */
	readonly problem?: string;
}

/**
 * Reads a revocation again and again until it is `revoked` or `rejected`, or until `timeoutMs` is over: then it comes back
 * as it is. Any other status means that work goes on. The revocation exists, so a look that fails never hides it: after a
 * passing outage comes the next look, after a refusal the wait is over and `waitProblem` says why. Throws VendorError when the
 * execution is stopped.
 */
export async function waitUntilFinished(session: Session, revocation: JsonObject, timeoutMs: number): Promise<JsonObject> {
	let last = revocation;
	const { job } = await untilFinished<Seen>(
		{ record: revocation },
		{
			look: async () => {
				const seen = await look(session, revocation.id, last);
				if (seen) last = seen.record;
				return seen && { job: seen };
			},
			stateOf: ({ record, problem }) => (problem !== undefined ? 'failed' : isFinished(record) ? 'finished' : 'running'),
			timeoutMs,
			clock: session.clock,
			sleep: session.sleep,
			random: session.random,
		},
	);
	return job.problem === undefined ? job.record : { ...job.record, waitProblem: job.problem };
}

/** The revocation as it is now, or as it was last and why it cannot be read; undefined while the network or the service is down. */
async function look(session: Session, id: JsonValue | undefined, last: JsonObject): Promise<Seen | undefined> {
	const request = session.request('GET /api/v1/access_revocations/{access_revocation_id}', { path: { access_revocation_id: id ?? null } });
	const sent = await session.send(request, 'inherent');
	if (sent.kind === 'giveUp' && sent.because !== 'aborted') return undefined;
	if (sent.kind === 'accept' && sent.response.status >= 300) return { record: last, problem: session.failed(sent, request).message };
	return { record: session.recordOf(session.expect(sent, request), request) };
}

export const isFinished = ({ status }: JsonObject): boolean => status === 'revoked' || status === 'rejected';
