import type { IAllExecuteFunctions, ICredentialsDecrypted, IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { authenticatedRequest, createEgress } from '../http/egress';
import { createFileEgress, plainRequest } from '../http/fileEgress';
import { limiterFor } from '../http/limiters';
import type { Clock } from '../http/ports';
import type { JsonValue } from '../http/request';
import type { Dialect } from './dialect';
import type { Values } from './field';
import { fileStore } from './fileStore';
import { createSession, type Session } from './session';

export interface SessionWorld {
	readonly clock: Clock;
	readonly random: () => number;
	readonly lookUps: Map<string, Promise<JsonValue>>;
	readonly signal: AbortSignal | undefined;
}

const DEFAULT_MAX_WAIT_S = 300;
const DEFAULT_RETRIES = 4;

/**
 * Reads the credential of one item and opens a session under it. Read once per item: its fields may hold
 * expressions that differ by item. A search of the panel has no item: its index is undefined. Throws InputError for an address that requests may not go to.
 */
export async function openSession(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	dialect: Dialect,
	index: number | undefined,
	values: Values,
	{ clock, random, lookUps, signal }: SessionWorld,
): Promise<Session> {
	const parameter = (name: string): unknown =>
		index === undefined
			? (context as ILoadOptionsFunctions).getCurrentNodeParameter(name)
			: (context as IExecuteFunctions).getNodeParameter(name, index, undefined);
	const type = dialect.credentialType(parameter);
	const data = index === undefined ? await context.getCredentials(type) : await (context as IExecuteFunctions).getCredentials(type, index);
	const origin = dialect.origin(data);
	const rateLimit = dialect.rateLimit ? { ...dialect.http.rateLimit, ...dialect.rateLimit(data) } : dialect.http.rateLimit;
	const [firstSecret = ''] = dialect.secrets(data);
	const { id = '', name = type } = context.getNode().credentials?.[type] ?? {};
	const decrypted: ICredentialsDecrypted = { id: id ?? '', name, type, data };
	return createSession({
		dialect,
		origin,
		secrets: () => dialect.secrets(data),
		...(dialect.pathOf ? { pathOf: (path: string) => dialect.pathOf?.(path, data) ?? path } : {}),
		...(dialect.headers ? { headers: dialect.headers(data) } : {}),
		...(rateLimit ? { rateLimit } : {}),
		lookUps,
		maxAttempts: 1 + Number(values.retries ?? DEFAULT_RETRIES),
		maxWaitMs: 1000 * Number(values.maxWait ?? DEFAULT_MAX_WAIT_S),
		// Whoever sets Max Wait means it for a single long wait too.
		...(values.maxWait === undefined ? {} : { maxDelayMs: 1000 * Number(values.maxWait) }),
		files: createFileEgress({ request: plainRequest(context as IAllExecuteFunctions), vendorOrigin: origin, clock, ...(signal ? { signal } : {}) }),
		...(index === undefined ? {} : { storeFile: fileStore(context as IExecuteFunctions) }),
		ports: {
			egress: createEgress({
				request: authenticatedRequest(context as IAllExecuteFunctions, type, decrypted, clock),
				origin,
				clock,
				refreshesToken: typeof dialect.refreshesToken === 'function' ? dialect.refreshesToken(data) : (dialect.refreshesToken ?? false),
				...(signal ? { signal } : {}),
			}),
			limiter: limiterFor({
				credentialId: id ?? '',
				secret: firstSecret,
				origin,
				...(rateLimit ? { rateLimit } : {}),
			}),
			clock,
			random,
			...(signal ? { signal } : {}),
		},
	});
}
