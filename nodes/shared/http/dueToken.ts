import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Clock } from './ports';
import { fingerprintOf } from './tokenGrant';

/**
 * Empties `accessToken` in a decrypted copy when its time is up, or when the credential was changed since: n8n never renews a token by
 * time, but gets a new one, and stores it, where it finds none. Leaves credentials alone that don't get their token themselves.
 */
export function forgetDueToken(credential: ICredentialDataDecryptedObject, clock: Clock): void {
	const { accessToken, accessTokenExpiresAt, accessTokenGrant } = credential;
	if (typeof accessToken !== 'string' || accessToken === '' || accessTokenExpiresAt === undefined) return;
	const endsAtMs = Number(accessTokenExpiresAt);
	const isDue = endsAtMs > 0 && clock.now() >= endsAtMs;
	// With another client ID the old token would show another organization's records.
	const isOfAnotherGrant = typeof accessTokenGrant === 'string' && accessTokenGrant !== '' && accessTokenGrant !== fingerprintOf(credential);
	if (isDue || isOfAnotherGrant) credential.accessToken = '';
}
