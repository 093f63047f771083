import type { AttemptResult } from './attemptResult';
import type { ErrorDialect, FailureCause, FieldMessage, VendorText } from './dialect';
import { inWords, isMarkup, maskSecrets, shortText } from './errorText';
import { header } from './header';
import { isTlsCode } from './networkFailure';
import type { JsonObject, VendorResponse } from './request';
import { HARD_MAX_DELAY_MS } from './retryPolicy';
import type { GiveUpReason, Sent } from './send';

/** `answered`: the vendor's answer was handed on and is not what was hoped for. */
export type FailureReason = GiveUpReason | 'answered';

/** All that is told about a call that did not succeed: plain JSON, without any secret, answer or cause. */
export interface VendorFailure {
	/** What happened. */
	readonly message: string;
	/** What to do about it. */
	readonly description: string;
	readonly status?: number;
	/** The vendor's own code, or that of the network. */
	readonly code?: string;
	readonly fields: readonly FieldMessage[];
	readonly requestId?: string;
	readonly attempts: number;
	readonly waitedMs: number;
	/** The vendor may have made the change all the same. */
	readonly mayHaveTakenEffect: boolean;
	/** How long the vendor wants to be left alone. */
	readonly delayMs?: number;
	readonly reason: FailureReason;
	/** For n8n's own handling. */
	readonly cause?: FailureCause;
	/** What of the vendor's the failure is about: an id to go on with, for instance. */
	readonly record?: JsonObject;
}

export interface FailureContext {
	/** The credential's secret values, which no text may show. */
	readonly secrets?: readonly string[];
	/** A read leaves nothing behind that may have happened. Default 'write'. */
	readonly delivers?: 'read' | 'write';
}

const REQUEST_ID_HEADERS = ['x-request-id', 'request-id', 'x-correlation-id', 'x-amzn-requestid', 'cf-ray'];

/** Tells a final result that is no success. Never throws, whatever the vendor sent. */
export function failureFrom(sent: Sent, errors: ErrorDialect, { secrets = [], delivers = 'write' }: FailureContext = {}): VendorFailure {
	const response = responseOf(sent);
	const text = response ? textOf(response, errors, secrets) : {};
	const code = text.code ?? networkCode(sent);
	const mayHaveTakenEffect = delivers === 'write' && mayHave(sent);
	const reason = sent.kind === 'giveUp' ? sent.because : 'answered';
	const delayMs = sent.kind === 'giveUp' ? sent.delayMs : undefined;
	const cause = causeOf(sent, response, code, errors);
	const requestId = response && requestIdOf(response, errors, secrets);
	const fields = text.fields ?? [];
	return {
		message: messageOf(sent, response, text, errors),
		description: [
			mayHaveTakenEffect ? `The change may have been made. Look in ${errors.vendor} before you run this again.` : '',
			...fields.map(({ field, message }) => (field === '' ? sentence(message) : sentence(`${field}: ${message}`))),
			wayOut(sent, response, code, errors),
			history(sent),
			requestId === undefined ? '' : `Request ID: ${requestId}.`,
		].filter((part) => part !== '').join(' '),
		...(response && { status: response.status }),
		...(code !== undefined && { code }),
		fields,
		...(requestId !== undefined && { requestId }),
		attempts: sent.attempts,
		waitedMs: Math.round(sent.waitedMs),
		mayHaveTakenEffect,
		...(delayMs !== undefined && { delayMs: Math.ceil(delayMs) }),
		reason,
		...(cause && { cause }),
	};
}

function responseOf(sent: Sent): VendorResponse | undefined {
	if (sent.kind === 'accept') return sent.response;
	return sent.last.kind === 'response' ? sent.last.response : undefined;
}

function lastOf(sent: Sent): AttemptResult | undefined {
	return sent.kind === 'giveUp' ? sent.last : undefined;
}

function networkCode(sent: Sent): string | undefined {
	const last = lastOf(sent);
	return last?.kind === 'networkFailure' || last?.kind === 'refused' ? last.code : undefined;
}

/** 501 and 505 say that the request was not understood: nothing happened. */
function mayHave(sent: Sent): boolean {
	if (sent.kind === 'giveUp') return sent.mayHaveTakenEffect;
	const { status } = sent.response;
	return sent.mayHaveTakenEffectBefore || (status >= 500 && status !== 501 && status !== 505);
}

/** The vendor's words, masked and cut. A web page gives none. */
function textOf(response: VendorResponse, errors: ErrorDialect, secrets: readonly string[]): VendorText {
	const read = readSafely(response, errors);
	if (typeof response.body === 'string' && isMarkup(response.body) && read.message === undefined) return { message: 'the answer is a web page, not data' };
	const clean = (text: unknown, maxLength?: number) => shortText(maskSecrets(String(text), secrets), maxLength);
	return {
		...(isText(read.message) && { message: isMarkup(String(read.message)) ? 'the answer is a web page, not data' : clean(read.message) }),
		...(isText(read.code) && { code: clean(read.code, 100) }),
		fields: (Array.isArray(read.fields) ? read.fields : []).slice(0, 20).map(({ field, message }) => ({ field: clean(field, 100), message: clean(message, 200) })),
	};
}

function isText(value: unknown): boolean {
	return (typeof value === 'string' && value.trim() !== '') || typeof value === 'number';
}

/** A dialect meets bodies that nobody foresaw; what it cannot read must not hide the status. */
function readSafely(response: VendorResponse, errors: ErrorDialect): VendorText {
	try {
		return errors.read(response.body, response);
	} catch {
		return {};
	}
}

function requestIdOf({ headers }: VendorResponse, errors: ErrorDialect, secrets: readonly string[]): string | undefined {
	for (const name of errors.requestIdHeaders ?? REQUEST_ID_HEADERS) {
		const value = header(headers, name);
		if (value !== undefined) return shortText(maskSecrets(value, secrets), 100);
	}
	return undefined;
}

function messageOf(sent: Sent, response: VendorResponse | undefined, text: VendorText, { vendor }: ErrorDialect): string {
	const last = lastOf(sent);
	if (sent.kind === 'giveUp' && sent.because === 'aborted') return 'The execution was stopped';
	if (sent.kind === 'giveUp' && sent.delayMs !== undefined && isTimed(sent.because)) {
		return `${vendor} wants ${inWords(sent.delayMs)} before the next request, which is longer than this may wait`;
	}
	if (last?.kind === 'networkFailure') {
		if (TIMEOUTS.has(last.code)) return `${vendor} did not answer in time (${last.code})`;
		return last.delivery === 'never'
			? `${vendor} could not be reached (${last.code})`
			: `The connection to ${vendor} was lost before the answer was complete (${last.code})`;
	}
	if (last?.kind === 'refused') return shortText(last.message);
	if (!response) return `${vendor} gave no answer`;
	const what = text.message ?? phrase(response.status);
	return `${vendor} answered ${response.status}: ${what}`;
}

/** ECONNABORTED is what axios calls its own timeout. */
const TIMEOUTS = new Set(['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function isTimed(because: GiveUpReason): boolean {
	return because === 'delayTooLong' || because === 'deadlineReached';
}

const PHRASES: Readonly<Record<number, string>> = {
	400: 'the request is not valid',
	401: 'the credential is not accepted',
	403: 'the credential does not allow this',
	404: 'there is no such record',
	409: 'the record is in a state that does not allow this',
	410: 'the record is gone',
	413: 'the request is too large',
	422: 'the values are not accepted',
	429: 'too many requests',
};

function phrase(status: number): string {
	if (PHRASES[status] !== undefined) return PHRASES[status];
	if (status >= 500) return 'the service is not available right now';
	if (status >= 300 && status < 400) return 'a redirect instead of data';
	return status >= 400 ? 'the request was refused' : 'an answer that was not expected';
}

function wayOut(sent: Sent, response: VendorResponse | undefined, code: string | undefined, errors: ErrorDialect): string {
	const own = (code === undefined ? undefined : errors.hints?.[code]) ?? (response && errors.hints?.[String(response.status)]);
	if (own !== undefined) return sentence(own);
	if (sent.kind === 'giveUp' && isTimed(sent.because)) {
		return sent.delayMs !== undefined && sent.delayMs > HARD_MAX_DELAY_MS
			? 'Run this again after that time, or put a Wait node in front.'
			: 'Raise Max Wait under Options, or run this again after that time.';
	}
	const last = lastOf(sent);
	if (last?.kind === 'aborted') return '';
	if (last?.kind === 'networkFailure' && last.code === 'ENOTFOUND') return 'Check the address in the credential.';
	if (last?.kind === 'networkFailure') return `Check that ${errors.vendor} can be reached from this n8n, then run this again.`;
	if (last?.kind === 'refused' && isTlsCode(last.code)) return 'Check the address in the credential. If it is right, tell whoever runs the server, or the proxy in between. Nothing was sent.';
	if (last?.kind === 'refused') return REFUSALS[last.code] ?? 'Check the address in the credential and the values of this node.';
	return response ? wayOutByStatus(response.status, errors.vendor) : '';
}

const REFUSALS: Readonly<Record<string, string>> = {
	TOKEN_REFUSED: 'Check the client ID and secret in the credential.',
	NOT_SENT: 'Open the credential, save it again and test it.',
	INVALID_HEADER: 'Take line breaks and special characters out of the value.',
	ADDRESS_BLOCKED: 'Ask the administrator of this n8n to allow the address.',
	DOMAIN_NOT_ALLOWED: 'Add the domain to the allowed ones in the credential.',
	RATE_LIMITED: 'Run this again later.',
};

function wayOutByStatus(status: number, vendor: string): string {
	if (status === 401) return 'Check the credential: it may have expired or been revoked.';
	if (status === 403) return `Give the credential the permission it needs in ${vendor}, or use another one.`;
	if (status === 404 || status === 410) return 'Check the ID: the record may have been removed, or belong to another organization.';
	if (status === 429) return 'Run this again later, or with fewer items at a time.';
	if (status === 408 || status >= 500) return 'Run this again later.';
	if (status >= 300 && status < 400) return 'Check the address in the credential.';
	return 'Change the values of this node and run it again.';
}

function history({ attempts, waitedMs }: Sent): string {
	if (attempts <= 1 && waitedMs < 1_000) return '';
	const waited = waitedMs >= 1_000 ? `, waited ${inWords(waitedMs)}` : '';
	return `${attempts === 1 ? 'Sent once' : attempts === 0 ? 'Not sent' : `Sent ${attempts} times`}${waited}.`;
}

function causeOf(sent: Sent, response: VendorResponse | undefined, code: string | undefined, errors: ErrorDialect): FailureCause | undefined {
	const own = (code === undefined ? undefined : errors.causes?.[code]) ?? (response && errors.causes?.[String(response.status)]);
	if (own) return own;
	const last = lastOf(sent);
	if (last?.kind === 'networkFailure') return last.code === 'ENOTFOUND' ? 'configuration-invalid' : 'temporarily-unavailable';
	if (last?.kind === 'refused') return REFUSED_CAUSES[last.code] ?? 'configuration-invalid';
	if (!response) return undefined;
	if (response.status === 429) return 'rate-limited';
	if (response.status === 401) return 'credential-invalid';
	return response.status === 408 || response.status >= 500 ? 'temporarily-unavailable' : undefined;
}

const REFUSED_CAUSES: Readonly<Record<string, FailureCause>> = {
	RATE_LIMITED: 'rate-limited',
	TOKEN_REFUSED: 'credential-invalid',
	NOT_SENT: 'credential-invalid',
};

function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
