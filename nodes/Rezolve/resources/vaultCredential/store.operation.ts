import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Item } from '../../../shared/operation';
import { choice, jsonObject, text } from '../../../shared/operation/fields';
import { recordAt } from '../../outcomes';
import { AUTH_TYPES, authFields, secretOf } from './secretsOf';

const DETAILS = 'GET /api/v1/credentials/{integrationId}/details';

/** The request holds the secret: a dry run shows it without. */
const BODY_FIELDS = ['integrationId', 'credentialName', 'authType', 'description', 'scopes', 'expiresIn', 'authorizationEndpoint', 'refreshToken'];

function bodyOf(item: Item): JsonObject {
	const { values } = item;
	const { accessToken, metadata } = secretOf(item);
	item.session.conceal(accessToken);
	const body: JsonObject = { accessToken };
	for (const name of BODY_FIELDS) if (values[name] !== undefined) body[name] = values[name] ?? null;
	if (values.grantEndpoint !== undefined) body.tokenEndpoint = values.grantEndpoint;
	const all = { ...metadata, ...(values.metadataJson as JsonObject | undefined) };
	return Object.keys(all).length === 0 ? body : { ...body, metadata: all };
}

export const store = defineOperation({
	operation: 'store',
	name: 'Store',
	action: 'Store vault credential',
	description: 'Keep a secret in the vault for an integration',
	endpoint: 'POST /api/v1/credentials',
	alsoReaches: [DETAILS],
	effect: 'write',
	offeredToModels: false,
	fields: [
		text('integrationId', 'Integration ID', { required: true, sendAs: 'body.integrationId', placeholder: 'e.g. payroll-sync' }),
		text('credentialName', 'Credential Name', { required: true, sendAs: 'body.credentialName', placeholder: 'e.g. Payroll sync key' }),
		choice('authType', 'Authentication Type', AUTH_TYPES, { required: true, default: 'api_key', sendAs: 'body.authType' }),
		...authFields(),
		text('description', 'Description', { group: 'additionalFields', sendAs: 'body.description' }),
		jsonObject('metadataJson', 'Metadata (JSON)', {
			group: 'additionalFields',
			placeholder: 'e.g. { "owner": "Close team" }',
			description: 'An object with more to know about it. No secrets: metadata can be read by others.',
			example: '{ "owner": "Close team" }',
		}),
	],
	check: async (item) => {
		// RFC 7617 section 2: the first colon ends the user name.
		if (item.text('username').includes(':')) throw new InputError('Username holds a colon', 'A user name for Basic Auth cannot have one: what follows would be taken for the password.');
		if (!item.dryRun) return {};
		const current = await recordAt(item, DETAILS, { integrationId: item.text('integrationId') });
		return current ? { current, plan: { wouldBeRefused: 'The integration has a credential already' } } : {};
	},
	parts: (item) => ({ body: item.dryRun ? masked(bodyOf(item)) : bodyOf(item) }),
	verify: async (item, { id }) => {
		const stored = await recordAt(item, DETAILS, { integrationId: item.text('integrationId') }, typeof id === 'string' ? { credentialId: id } : {});
		return stored !== undefined;
	},
});

const masked = (body: JsonObject): JsonObject => ({ ...body, accessToken: '***', ...(body.refreshToken === undefined ? {} : { refreshToken: '***' }) });
