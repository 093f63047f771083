import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type OperationDefinition } from '../../../shared/operation';

interface Check {
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly endpoint: `GET /${string}`;
}

const stateIn = (body: unknown): JsonObject | undefined => {
	if (!isRecord(body)) return undefined;
	const state = isRecord(body.data) ? body.data : body;
	return typeof state.status === 'string' ? state : undefined;
};

/** How the service is. That it is not well comes with 503, and is the answer: asking again would only hide it. */
export const healthCheck = (texts: Check): OperationDefinition =>
	defineOperation({
		...texts,
		effect: 'read',
		fields: [],
		run: async (item) => {
			const { session } = item;
			const request = item.request();
			const sent = await session.send(request, 'inherent', { maxAttempts: 1 });
			const response = sent.kind === 'accept' ? sent.response : sent.last.kind === 'response' ? sent.last.response : undefined;
			const state = response?.status === 503 ? stateIn(response.body) : undefined;
			return [state ?? session.recordOf(session.expect(sent, request), request)];
		},
	});
