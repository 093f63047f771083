import { inspect } from 'node:util';

import { NodeApiError, type INode } from 'n8n-workflow';

import type { AttemptResult } from '../../../nodes/shared/http/attemptResult';
import type { ErrorDialect } from '../../../nodes/shared/http/dialect';
import { inWords, maskSecrets, shortText } from '../../../nodes/shared/http/errorText';
import { failureFrom } from '../../../nodes/shared/http/failure';
import { errorItem, nodeApiError } from '../../../nodes/shared/http/nodeError';
import type { Sent } from '../../../nodes/shared/http/send';
import { VendorError } from '../../../nodes/shared/http/vendorError';
import { answer, connectionRefused, hostNotFound, resetAfterDelivery } from '../../support/scriptedEgress.mts';

const errors: ErrorDialect = {
	vendor: 'Acme',
	read: (body) => {
		const { message, code, fields } = body as { message?: string; code?: string; fields?: [] };
		return { ...(message && { message }), ...(code && { code }), ...(fields && { fields }) };
	},
	hints: { 'seat.taken': 'Choose another seat', '402': 'Pay the bill.' },
	causes: { 'quota.month': 'quota-exhausted' },
};
const node: INode = { id: '1', name: 'Acme', type: 'acme', typeVersion: 1, position: [0, 0], parameters: {} };

function accepted(status: number, body: unknown = {}, headers = {}): Sent {
	return { kind: 'accept', response: answer(status, headers, body).response, attempts: 1, waitedMs: 0, mayHaveTakenEffectBefore: false };
}

function gaveUp(last: AttemptResult, more: Partial<Sent & { kind: 'giveUp' }> = {}): Sent {
	return { kind: 'giveUp', because: 'attemptsSpent', last, attempts: 5, waitedMs: 12_300, mayHaveTakenEffect: false, ...more };
}

describe('failureFrom', () => {
	it('tells status, code, fields, request id and the way out', () => {
		const body = { message: 'Validation', code: 'seat.taken', fields: [{ field: 'seat', message: 'is taken' }] };
		expect(failureFrom(accepted(422, body, { 'x-request-id': 'r-1' }), errors)).toEqual({
			message: 'Acme answered 422: Validation',
			description: 'seat: is taken. Choose another seat. Request ID: r-1.',
			status: 422, code: 'seat.taken', fields: [{ field: 'seat', message: 'is taken' }], requestId: 'r-1',
			attempts: 1, waitedMs: 0, mayHaveTakenEffect: false, reason: 'answered',
		});
	});

	it('tells how often and how long it was tried, and what may have happened', () => {
		const failure = failureFrom(gaveUp(resetAfterDelivery, { mayHaveTakenEffect: true }), errors);
		expect(failure.message).toBe('The connection to Acme was lost before the answer was complete (ECONNRESET)');
		expect(failure.description).toContain('The change may have been made. Look in Acme before you run this again.');
		expect(failure.description).toContain('Sent 5 times, waited 13 seconds.');
		expect(failure).toMatchObject({ mayHaveTakenEffect: true, cause: 'temporarily-unavailable', code: 'ECONNRESET' });
	});

	it('says of a timeout that no answer came in time', () => {
		const timeout: AttemptResult = { kind: 'networkFailure', delivery: 'maybe', code: 'ECONNABORTED', message: '' };
		expect(failureFrom(gaveUp(timeout), errors).message).toBe('Acme did not answer in time (ECONNABORTED)');
	});

	it('does not fear for a read', () => {
		expect(failureFrom(gaveUp(resetAfterDelivery, { mayHaveTakenEffect: true }), errors, { delivers: 'read' }).mayHaveTakenEffect).toBe(false);
	});

	it('names the wait that was too long', () => {
		const failure = failureFrom(gaveUp(answer(429), { because: 'delayTooLong', delayMs: 2_400_000, attempts: 1, waitedMs: 0 }), errors);
		expect(failure.message).toBe('Acme wants 40 minutes before the next request, which is longer than this may wait');
		expect(failure.description).toBe('Run this again after that time, or put a Wait node in front.');
		expect(failure).toMatchObject({ delayMs: 2_400_000, cause: 'rate-limited', status: 429 });
	});

	it.each([
		[429, 'rate-limited'], [401, 'credential-invalid'], [503, 'temporarily-unavailable'], [500, 'temporarily-unavailable'], [422, undefined], [404, undefined],
	])('tells n8n the cause of %i as %s', (status, cause) => {
		expect(failureFrom(accepted(status), errors).cause).toBe(cause);
	});

	it.each([
		[connectionRefused, 'temporarily-unavailable'],
		[hostNotFound, 'configuration-invalid'],
		[{ kind: 'refused', code: 'TOKEN_REFUSED', message: 'x' }, 'credential-invalid'],
		[{ kind: 'refused', code: 'CERT_HAS_EXPIRED', message: 'x' }, 'configuration-invalid'],
	] as ReadonlyArray<[AttemptResult, string]>)('tells n8n the cause of %j as %s', (last, cause) => {
		expect(failureFrom(gaveUp(last), errors).cause).toBe(cause);
	});

	it("gives the vendor's code the last word over the cause", () => {
		expect(failureFrom(accepted(429, { code: 'quota.month' }), errors).cause).toBe('quota-exhausted');
	});

	it('never shows a web page', () => {
		const { message } = failureFrom(accepted(502, '<!DOCTYPE html><html><body>Bad gateway</body></html>'), errors);
		expect(message).toBe('Acme answered 502: the answer is a web page, not data');
	});

	it('cuts what is too long and survives a dialect that throws', () => {
		expect(failureFrom(accepted(400, { message: 'x'.repeat(10_000) }), errors).message.length).toBeLessThan(600);
		expect(failureFrom(accepted(400, null), { ...errors, read: () => { throw new Error('no'); } }).message).toBe('Acme answered 400: the request is not valid');
	});

	it('avoids the words that n8n asks to avoid', () => {
		const sents = [...[301, 400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 501, 503].map((status) => accepted(status)), gaveUp(resetAfterDelivery), gaveUp(connectionRefused), gaveUp(hostNotFound), gaveUp({ kind: 'aborted' }, { because: 'aborted' })];
		for (const sent of sents) {
			const { message, description } = failureFrom(sent, errors);
			expect(`${message} ${description}`).not.toMatch(/\b(error|problem|failure|failed|mistake)/i);
		}
	});
});

describe('secrets', () => {
	const secret = 'planted+secret/value==';
	const body = { message: `Token ${secret} is wrong, Authorization: Bearer ${secret}, at https://me:pass@vendor.example/?t=${encodeURIComponent(secret)}`, code: secret, fields: [{ field: secret, message: secret }] };
	const failure = failureFrom(accepted(401, body, { 'x-request-id': secret }), errors, { secrets: [secret] });

	it.each([
		['the failure', JSON.stringify(failure)],
		['the failed item', JSON.stringify(errorItem(failure))],
		["the node's error as JSON", JSON.stringify(nodeApiError(node, failure, { itemIndex: 0 }))],
		["the node's error when inspected", inspect(nodeApiError(node, failure, { itemIndex: 0 }), { depth: 20, showHidden: true })],
		['the thrown object when inspected', inspect(new VendorError(failure), { depth: 20, showHidden: true })],
	])('do not appear in %s', (_where, text) => {
		expect(text).not.toContain('planted');
		expect(text).not.toContain(encodeURIComponent(secret));
		expect(text).not.toContain('pass@');
	});

	it('are masked in Base64 too', () => {
		expect(maskSecrets(`sent ${Buffer.from('planted-secret').toString('base64')} once`, ['planted-secret'])).toBe('sent *** once');
		expect(maskSecrets('got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln, not eyJust.text')).toBe('got ***, not eyJust.text');
	});
});

describe('nodeApiError', () => {
	const failure = failureFrom(accepted(404, { message: 'no such removeAccess' }), errors);

	it('carries item, status, cause and the plain failure', () => {
		const error = nodeApiError(node, failureFrom(gaveUp(answer(429), { because: 'delayTooLong', delayMs: 5_000 }), errors), { itemIndex: 3 });
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error).toMatchObject({ httpCode: '429', context: { itemIndex: 3, data: { reason: 'delayTooLong', attempts: 5 } }, failure: { cause: 'rate-limited', retryAfterMs: 5_000 } });
		expect(error.message).toMatch(/ \[Item 3\]$/);
		expect(error.cause).toBeUndefined();
	});

	it("keeps its own words where n8n would put another sentence, as for EACCES inside removeAccess", () => {
		expect(nodeApiError(node, failure, { itemIndex: 1 }).message).toBe('Acme answered 404: no such removeAccess [Item 1]');
		expect(nodeApiError(node, failureFrom(gaveUp(connectionRefused), errors)).message).toBe('Acme could not be reached (ECONNREFUSED)');
		expect(nodeApiError(node, failure).description).toBe(failure.description);
	});

	it('makes a failed item of no keys but error and details, so that n8n sends it to the error output', () => {
		const item = errorItem(failure);
		expect(Object.keys(item)).toEqual(['error', 'details']);
		expect(item).toMatchObject({ error: failure.message, details: { status: 404, description: failure.description } });
	});
});

describe('texts', () => {
	it.each([
		[1, '1 second'], [45_000, '45 seconds'], [90_001, '91 seconds'], [2_400_000, '40 minutes'], [10_800_000, '3 hours'], [1e12, '11575 days'],
	])('say %i ms as %s', (ms, words) => {
		expect(inWords(ms)).toBe(words);
	});

	it('are one line and never end within a sign', () => {
		expect(shortText('a\n b\u0000c')).toBe('a b c');
		expect(shortText('😀'.repeat(10), 6)).toBe('😀😀…');
	});
});
