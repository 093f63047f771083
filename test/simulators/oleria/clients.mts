import type { Client } from './records.mts';

export const CLIENT_ID = 'oleria-simulator-client';
export const CLIENT_SECRET = 'oleria-simulator-secret';
export const AUDIENCE = 'https://audience.oleria.example.com';
/** Invented but for its beginning, which is all that is known; it holds characters that a form must encode. */
export const SCOPE = 'ClientCredentialsRead downloads:read+all';

export const TENANT = 'example-tenant';

/** Another application of the same tenant, as during a rotation of secrets: it shares exports and rate limit. */
export const SECOND_CLIENT: Client = { id: 'oleria-simulator-second-client', secret: 'second: secret/with+signs%', tenant: TENANT };
/** An application of another tenant. */
export const OTHER_TENANT_CLIENT: Client = { id: 'oleria-simulator-other-tenant', secret: 'oleria-simulator-other-secret', tenant: 'other-tenant' };

export const CLIENTS: readonly Client[] = [{ id: CLIENT_ID, secret: CLIENT_SECRET, tenant: TENANT }, SECOND_CLIENT, OTHER_TENANT_CLIENT];
