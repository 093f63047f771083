import type { AttemptResult } from './attemptResult';

type Failure = Exclude<AttemptResult, { kind: 'response' }>;

/** Codes that prove that the request did not arrive: no connection came about. */
const NEVER_DELIVERED = new Set([
	'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EHOSTDOWN', 'UND_ERR_CONNECT_TIMEOUT',
]);

/** Codes after which the vendor may have read the request and acted upon it. */
const MAYBE_DELIVERED = new Set([
	'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ESOCKETTIMEDOUT', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT',
	'ERR_NETWORK', 'ERR_BAD_RESPONSE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_HTTP_INVALID_STATUS_CODE', 'Z_BUF_ERROR', 'Z_DATA_ERROR',
]);

const ABORTED = new Set(['ERR_CANCELED', 'ABORT_ERR', 'AbortError', 'CanceledError']);

/** Node's certificate codes don't share a prefix. Waiting mends none of them. */
const CERTIFICATE = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH|CRL_|EPROTO$)/;

/** Whether a code is about encryption or certificates. */
export const isTlsCode = (code: string): boolean => CERTIFICATE.test(code);

/** Never sent, and never to be sent. */
const REFUSED = new Set(['ERR_INVALID_URL', 'ERR_INVALID_CHAR', 'ERR_HTTP_INVALID_HEADER_VALUE', 'ERR_INVALID_HTTP_TOKEN', 'ERR_UNESCAPED_CHARACTERS', 'ERR_FR_TOO_MANY_REDIRECTS', 'ERR_BAD_OPTION', 'ERR_BAD_OPTION_VALUE', 'ERR_INVALID_PROTOCOL', 'ERR_UNSUPPORTED_PROTOCOL']);

/** What can be read from one link of the chain. */
interface Link {
	readonly name: string;
	readonly code: string;
	readonly message: string;
	readonly syscall: string;
	readonly isAxios: boolean;
}

/**
 * Classifies anything a request can throw. n8n wraps axios' error in a NodeApiError whose own code and message say little,
 * so the whole cause chain is walked. Never throws, and what it returns holds nothing but a code and a sentence of ours.
 */
export function networkFailureFrom(error: unknown): Failure {
	const links = chain(error);
	return firstOf(links, aborted) ?? firstOf(links, blocked) ?? firstOf(links, invalid) ?? firstOf(links, lost) ?? unknown(links);
}

function firstOf(links: readonly Link[], classify: (link: Link) => Failure | undefined): Failure | undefined {
	for (const link of links) {
		const failure = classify(link);
		if (failure) return failure;
	}
	return undefined;
}

function aborted({ name, code }: Link): Failure | undefined {
	return ABORTED.has(code) || ABORTED.has(name) ? { kind: 'aborted' } : undefined;
}

function blocked({ name, message }: Link): Failure | undefined {
	if (/ssrf/i.test(name) || /ssrf|blocked (?:ip|address|host)/i.test(message)) {
		return { kind: 'refused', code: 'ADDRESS_BLOCKED', message: 'This n8n does not allow requests to the address' };
	}
	if (/domain.*not allowed|not allowed.*domain/i.test(message)) {
		return { kind: 'refused', code: 'DOMAIN_NOT_ALLOWED', message: 'The credential does not allow requests to this domain' };
	}
	return undefined;
}

function invalid({ code, message }: Link): Failure | undefined {
	// OpenSSL reports a handshake that was cut as EPROTO too, but without a routine that names TLS there is no certificate at fault.
	if (isTlsCode(code)) {
		const what = /^(?:EPROTO|ERR_TLS_|ERR_SSL_)/.test(code) ? 'No encrypted connection came about' : 'The certificate of the server is not trusted';
		return { kind: 'refused', code, message: `${what} (${code})` };
	}
	if (REFUSED.has(code)) return { kind: 'refused', code, message: `The request is invalid (${code})` };
	if (/^invalid url$/i.test(message)) return { kind: 'refused', code: 'ERR_INVALID_URL', message: 'The request is invalid (ERR_INVALID_URL)' };
	return undefined;
}

function lost({ code, message, syscall }: Link): Failure | undefined {
	if (NEVER_DELIVERED.has(code)) return never(code);
	// A connection that was still being made carried nothing yet: the code alone does not tell.
	if (MAYBE_DELIVERED.has(code) && (syscall === 'connect' || /before secure TLS connection was established/.test(message))) return never(code);
	if (MAYBE_DELIVERED.has(code) || /^HPE_/.test(code)) return maybe(code);
	if (/socket hang up|terminated|stream has been aborted|other side closed/i.test(message)) return maybe('ECONNRESET');
	return undefined;
}

/** A request that axios made and lost in a way we don't know may have arrived. Anything else never got as far as axios. */
function unknown(links: readonly Link[]): Failure {
	const sent = links.find((link) => link.isAxios);
	if (sent) return maybe(sent.code || 'UNKNOWN');
	return { kind: 'refused', code: links.find((link) => link.code !== '')?.code ?? 'NOT_SENT', message: 'n8n did not send the request' };
}

function never(code: string): Failure {
	return { kind: 'networkFailure', delivery: 'never', code, message: `No connection came about (${code})` };
}

function maybe(code: string): Failure {
	return { kind: 'networkFailure', delivery: 'maybe', code, message: `The connection was lost before the answer was complete (${code})` };
}

/** The error, its causes and the members of aggregates, each once: chains can be circular. */
function chain(error: unknown): Link[] {
	const visited = new Set<unknown>();
	const links: Link[] = [];
	const waiting: unknown[] = [error];
	while (waiting.length > 0 && links.length < 50) {
		const value = waiting.shift();
		if (typeof value !== 'object' || value === null || visited.has(value)) continue;
		visited.add(value);
		links.push({
			name: textOf(value, 'name'),
			code: textOf(value, 'code'),
			message: textOf(value, 'message'),
			syscall: textOf(value, 'syscall'),
			isAxios: property(value, 'isAxiosError') === true,
		});
		const members = property(value, 'errors');
		// The cause before the members: it is what this error is about.
		waiting.push(property(value, 'cause'), ...(Array.isArray(members) ? members.slice(0, 10) : []));
	}
	return links;
}

/** Any member can be a getter that throws. */
export function property(value: object, name: string): unknown {
	try {
		return Reflect.get(value, name);
	} catch {
		return undefined;
	}
}

function textOf(value: object, name: string): string {
	const text = property(value, name);
	return typeof text === 'string' ? text : '';
}
