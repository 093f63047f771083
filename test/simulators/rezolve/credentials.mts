import { createHmac } from 'node:crypto';

export const TENANT_ID = '0f9d2c4e-6b81-4a37-9d50-7c1e3f5a8b20';
export const REALM = 'example';
/** A tenant without a subscription, which a super admin may delete. */
export const SANDBOX_TENANT_ID = '0f9d2c4e-6b81-4a37-9d50-7c1e3f5a8b21';

const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT (RFC 7519) with these claims; nobody checks its signature. */
export function jwt(claims: Readonly<Record<string, unknown>>): string {
	const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`;
	return `${text}.${createHmac('sha256', 'simulator').update(text).digest('base64url')}`;
}

/** 2100-01-01, in s. */
const FAR_AWAY = 4_102_444_800;
const userToken = (email: string, realm = REALM, exp = FAR_AWAY): string => jwt({ sub: email, iss: `https://id.rezolve.example.com/realms/${realm}`, exp });

/** Sam Whitfield's, who has every role. */
export const API_TOKEN = userToken('sam.whitfield@example.com');
/** Kim Osei's, a tenant administrator and nothing more: no vault, no data key, no jobs. */
export const TENANT_ADMIN_TOKEN = userToken('kim.osei@example.com');
/** Nora Lindqvist's, who may read the audit log and details of credentials. */
export const VIEWER_TOKEN = userToken('nora.lindqvist@example.com');
/** Diego Ramos', a ticketing agent without a role. */
export const AGENT_TOKEN = userToken('diego.ramos@example.com');
/** Sam's of yesterday. */
export const EXPIRED_TOKEN = userToken('sam.whitfield@example.com', REALM, 1_700_000_000);
/** Of the other tenant. */
export const SANDBOX_TOKEN = userToken('sandbox.admin@example.com', 'sandbox');

/** A key with the scope `*`, made by Sam Whitfield. */
export const API_KEY = 'ak_live_simulator-automation-0001';
/** A key that may read tickets and users only, made by Diego Ramos. */
export const NARROW_API_KEY = 'ak_live_simulator-helpdesk-000002';

export const CLIENT_ID = 'rezolve-simulator-client';
export const CLIENT_SECRET = 'rezolve-simulator-secret';
export const SCOPE = 'ticketing:read users:read catalog:read reports:read';
/** Without a role; its secret holds characters that forms and Basic headers must encode. */
export const SECOND_CLIENT = { id: 'rezolve-simulator-second-client', secret: 'second: secret/with+signs%' };

/** Of the workspace's developer. */
export const HUB_TOKEN = 'hub_simulator-developer-key';
/** Of a viewer: read tools only. */
export const HUB_VIEWER_TOKEN = 'hub_simulator-viewer-key';
