import { fixedId } from '../accessowl/seed.mts';
import type { Client } from './records.mts';

export const AUDIENCE = 'https://catalio.ai/api/v1';
export const TENANT = 'example-organization';
export const OTHER_TENANT = 'other-organization';

const PERSON = 0xd1;

/** User ids by name: the company of the other simulators. */
export const PEOPLE = {
	'Kim Osei': fixedId(PERSON, 1),
	'Robin Vale': fixedId(PERSON, 2),
	'Ana Duarte': fixedId(PERSON, 3),
	'Tomas Berg': fixedId(PERSON, 4),
	'Priya Nair': fixedId(PERSON, 5),
	'Felix Brandt': fixedId(PERSON, 6),
	'Sam Whitfield': fixedId(PERSON, 10),
	'Diego Ramos': fixedId(PERSON, 12),
} as const;

/** The person who leaves. */
export const LEAVER_ID = PEOPLE['Robin Vale'];

const TEAM = 0xd2;

export const TEAM_IDS = {
	close: fixedId(TEAM, 1),
	platform: fixedId(TEAM, 2),
	payroll: fixedId(TEAM, 3),
	identity: fixedId(TEAM, 4),
	support: fixedId(TEAM, 5),
} as const;

/** An organization administrator. */
export const CLIENT_ID = 'cl_catalio_simulator_admin';
export const CLIENT_SECRET = 'catalio-simulator-secret';
/** A long-lived token of the administrator's, as an earlier edition of the docs knows them (API keys). */
export const API_TOKEN = 'catalio-simulator-api-key';

/** No administrator: private records of others are invisible to it, and it transfers nobody's ownership. */
export const EDITOR_CLIENT = { id: 'cl_catalio_simulator_editor', secret: 'catalio-simulator-editor: /+% secret', userId: PEOPLE['Ana Duarte'] } as const;
/** Sees what the editor sees and changes nothing. */
export const READ_ONLY_CLIENT = { id: 'cl_catalio_simulator_viewer', secret: 'catalio-simulator-viewer-secret', userId: PEOPLE['Tomas Berg'] } as const;
export const OTHER_TENANT_CLIENT = { id: 'cl_catalio_simulator_other', secret: 'catalio-simulator-other-secret', userId: fixedId(PERSON, 99) } as const;

const FINANCE_TEAMS = [TEAM_IDS.close, TEAM_IDS.payroll];

const client = (id: string, secret: string, more: Pick<Client, 'tenant' | 'role' | 'userId' | 'teamIds'>): Client => ({ clientId: id, secret, secretVersion: 1, revoked: false, ...more });

/** Fresh ones: tests rotate and revoke them. */
export const clients = (): Client[] => [
	client(CLIENT_ID, CLIENT_SECRET, { tenant: TENANT, role: 'admin', userId: PEOPLE['Kim Osei'], teamIds: [] }),
	client(EDITOR_CLIENT.id, EDITOR_CLIENT.secret, { tenant: TENANT, role: 'editor', userId: EDITOR_CLIENT.userId, teamIds: FINANCE_TEAMS }),
	client(READ_ONLY_CLIENT.id, READ_ONLY_CLIENT.secret, { tenant: TENANT, role: 'viewer', userId: READ_ONLY_CLIENT.userId, teamIds: FINANCE_TEAMS }),
	client(OTHER_TENANT_CLIENT.id, OTHER_TENANT_CLIENT.secret, { tenant: OTHER_TENANT, role: 'admin', userId: OTHER_TENANT_CLIENT.userId, teamIds: [] }),
];
