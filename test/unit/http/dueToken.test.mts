import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetDueToken } from '../../../nodes/shared/http/dueToken';
import { fingerprintOf } from '../../../nodes/shared/http/tokenGrant';
import { virtualClock } from '../../support/virtualClock.mts';

const grant = { accessTokenUrl: 'https://acme.example/token', clientId: 'client', clientSecret: 'planted-secret', audience: 'api' };
const stored = (more: ICredentialDataDecryptedObject = {}) => ({ ...grant, accessToken: 'token', accessTokenExpiresAt: 2_000, accessTokenGrant: fingerprintOf(grant), ...more });

function tokenAt(nowMs: number, credential: ICredentialDataDecryptedObject): unknown {
	forgetDueToken(credential, virtualClock(nowMs));
	return credential.accessToken;
}

describe('A stored token', () => {
	it.each([
		[1_999, 'token'],
		[2_000, ''],
		[9_000, ''],
	])('that may be used until 2000 is %j at %i', (nowMs, expected) => {
		expect(tokenAt(nowMs, stored())).toBe(expected);
	});

	it.each([0, '', 'later', null])('whose end is %j is kept', (accessTokenExpiresAt) => {
		expect(tokenAt(9e15, stored({ accessTokenExpiresAt } as ICredentialDataDecryptedObject))).toBe('token');
	});

	it.each(Object.keys(grant))('is not used with another %s', (field) => {
		expect(tokenAt(0, stored({ [field]: 'changed' }))).toBe('');
	});

	it('is used where a field only got a line break at its end', () => {
		expect(tokenAt(0, stored({ clientSecret: 'planted-secret\n' }))).toBe('token');
	});

	it.each([undefined, ''])('of which nobody knows the grant (%j) is kept', (accessTokenGrant) => {
		expect(tokenAt(0, { ...stored(), accessTokenGrant } as ICredentialDataDecryptedObject)).toBe('token');
	});

	it('of a credential that does not get its token itself is left alone', () => {
		const credential = { accessToken: 'mine', clientId: 'x' };
		expect(tokenAt(9e15, credential)).toBe('mine');
	});

	it('has a grant that tells nothing of the secret', () => {
		expect(fingerprintOf(grant)).toMatch(/^[\w-]{43}$/);
	});
});
