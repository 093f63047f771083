import type { Room } from '../../shared/operation';
import { dialect } from '../dialect';
import { apiKey } from './apiKey';
import { auditLog } from './auditLog';
import { dataKey } from './dataKey';
import { health } from './health';
import { job } from './job';
import { oauthClient } from './oauthClient';
import { offer } from './offer';
import { queue } from './queue';
import { serviceAccount } from './serviceAccount';
import { tenant } from './tenant';
import { ticket } from './ticket';
import { ticketType } from './ticketType';
import { user } from './user';
import { vaultCredential } from './vaultCredential';

/** The platform of Rezolve.ai. Its Integration Hub is a room of its own, with a credential of its own. */
export const rezolve: Room = {
	dialect,
	resources: [apiKey, auditLog, dataKey, health, job, oauthClient, offer, queue, serviceAccount, tenant, ticket, ticketType, user, vaultCredential],
	default: apiKey,
	properties: [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'API Key', value: 'apiKey', description: 'May not reach keys, clients, the vault, audit logs, tenants and jobs: those are documented with a bearer token alone' },
				{ name: 'Bearer Token', value: 'bearer', description: 'The token of a person, with whatever roles that person has' },
				{ name: 'OAuth2', value: 'oAuth2', description: 'A client or a service account; n8n gets and renews the token' },
			],
			default: 'oAuth2',
			description: 'How to sign in. Management needs a bearer token or OAuth2, with the role of an administrator.',
		},
	],
};
