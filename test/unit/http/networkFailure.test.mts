import { networkFailureFrom } from '../../../nodes/shared/http/networkFailure';

const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

describe('networkFailureFrom', () => {
	it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'EHOSTDOWN', 'UND_ERR_CONNECT_TIMEOUT'])('takes %s as never delivered', (code) => {
		expect(networkFailureFrom(coded(code))).toMatchObject({ kind: 'networkFailure', delivery: 'never', code });
	});

	it.each(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'HPE_INVALID_CONSTANT'])(
		'takes %s as maybe delivered',
		(code) => {
			expect(networkFailureFrom(coded(code))).toMatchObject({ kind: 'networkFailure', delivery: 'maybe', code });
		},
	);

	it.each(['socket hang up', 'terminated', 'stream has been aborted'])('takes "%s" without a code as maybe delivered', (message) => {
		expect(networkFailureFrom(new Error(message))).toMatchObject({ kind: 'networkFailure', delivery: 'maybe' });
	});

	it.each([
		['CERT_HAS_EXPIRED'], ['DEPTH_ZERO_SELF_SIGNED_CERT'], ['UNABLE_TO_VERIFY_LEAF_SIGNATURE'], ['SELF_SIGNED_CERT_IN_CHAIN'], ['ERR_TLS_CERT_ALTNAME_INVALID'], ['ERR_INVALID_URL'], ['ERR_INVALID_CHAR'],
	])('refuses to go on after %s', (code) => {
		expect(networkFailureFrom(coded(code))).toMatchObject({ kind: 'refused', code });
	});

	it.each([
		['an AbortError', Object.assign(new Error('aborted'), { name: 'AbortError' })],
		["axios' cancellation", coded('ERR_CANCELED', { isAxiosError: true })],
		['an abort inside a cause', new Error('outer', { cause: coded('ABORT_ERR') })],
	])('takes %s as aborted', (_case, error) => {
		expect(networkFailureFrom(error)).toEqual({ kind: 'aborted' });
	});

	it("takes a block by n8n's SSRF protection as refused", () => {
		const blocked = Object.assign(new Error('The request was blocked because it resolves to a restricted IP address'), { name: 'SsrfBlockedIpError' });
		expect(networkFailureFrom(new Error('wrapped', { cause: blocked }))).toMatchObject({ kind: 'refused', code: 'ADDRESS_BLOCKED' });
	});

	it('takes a short body, with its 200 attached, as maybe delivered', () => {
		const error = coded('ERR_BAD_RESPONSE', { message: 'stream has been aborted', isAxiosError: true, response: { status: 200 } });
		expect(networkFailureFrom(new Error('wrapped', { cause: error }))).toMatchObject({ delivery: 'maybe' });
	});

	it('takes a connection that never came about as never delivered, whatever its code', () => {
		expect(networkFailureFrom(coded('ETIMEDOUT', { syscall: 'connect' }))).toMatchObject({ delivery: 'never' });
		expect(networkFailureFrom(coded('ECONNRESET', { message: 'Client network socket disconnected before secure TLS connection was established' }))).toMatchObject({ delivery: 'never' });
	});

	it('looks into aggregates, as Node throws them for a name with several addresses', () => {
		expect(networkFailureFrom(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toMatchObject({ delivery: 'never' });
	});

	it('takes what axios lost in an unknown way as maybe delivered, and what never reached axios as not sent', () => {
		expect(networkFailureFrom(Object.assign(new Error('odd'), { isAxiosError: true }))).toMatchObject({ delivery: 'maybe' });
		expect(networkFailureFrom(new Error('Node has no credentials'))).toMatchObject({ kind: 'refused', code: 'NOT_SENT' });
	});

	it.each([undefined, null, 'text', 7, {}, []])('classifies %j without throwing', (value) => {
		expect(networkFailureFrom(value)).toMatchObject({ kind: 'refused' });
	});

	it('ends on a circular chain and on members that throw', () => {
		const one = new Error('one');
		const two = new Error('two', { cause: one });
		Object.assign(one, { cause: two });
		Object.defineProperty(one, 'code', { get: () => { throw new Error('trap'); } });
		expect(networkFailureFrom(two)).toMatchObject({ kind: 'refused' });
	});

	it('keeps nothing of the original but its code', () => {
		const error = coded('ECONNRESET', { isAxiosError: true, config: { headers: { Authorization: 'Bearer planted-secret' } }, message: 'reset of https://u:planted-secret@x' });
		expect(JSON.stringify(networkFailureFrom(error))).not.toContain('planted-secret');
	});
});
