import { defineOperation } from '../../../shared/operation';
import { choice, choices, number, text, texts } from '../../../shared/operation/fields';
import { keepSecret, secretFields, vaultCheck, VAULT_ENDPOINTS, type Secret } from '../../onceShown';

/** AK/create-api-key. An expression may give others. */
const SCOPES = ['*', 'catalog:read', 'catalog:write', 'notifications:read', 'notifications:write', 'queues:read', 'queues:write', 'reports:read', 'ticketing:admin', 'ticketing:delete', 'ticketing:read', 'ticketing:write', 'users:admin', 'users:read', 'users:write'].map((value) => ({ name: value, value }));

const KEY = 'GET /api/v1/api-keys/{keyId}';

export const createdKey: Secret = { member: 'apiKey', keptAs: 'api_key', metadata: ({ id = null, name = null, prefix = null, newPrefix = prefix }) => ({ keyId: id, keyName: name, prefix: newPrefix }) };

/** Both are sent as one text, whatever lists they were given as. */
const joined = (values: unknown): string | undefined => (Array.isArray(values) ? values.join(',') : undefined);

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create API key',
	description: 'Make an API key, whose value is shown only once',
	endpoint: 'POST /api/v1/api-keys',
	alsoReaches: [KEY, ...VAULT_ENDPOINTS],
	effect: 'write',
	offeredToModels: false,
	fields: [
		text('name', 'Name', { required: true, sendAs: 'body.name', placeholder: 'e.g. Payroll sync' }),
		{ ...choices('scopes', 'Scopes', SCOPES, { required: true, sendAs: 'body.scopes', description: 'What the key may do' }), read: requiredScopes },
		choice(
			'environment',
			'Environment',
			[
				{ name: 'Live', value: 'live' },
				{ name: 'Test', value: 'test' },
			],
			{ required: true, default: 'live', sendAs: 'body.environment' },
		),
		...secretFields('key'),
		text('description', 'Description', { group: 'additionalFields', sendAs: 'body.description' }),
		number('expiresIn', 'Expires In (Days)', { group: 'additionalFields', default: 90, min: 1, max: 36_500, sendAs: 'body.expiresIn', description: 'Left out, the tenant decides; the key may never expire' }),
		{
			...texts('ipWhitelist', 'IP Allow-List', { group: 'additionalFields', sendAs: 'body.ipWhitelist', placeholder: 'e.g. 203.0.113.0/24', description: 'Addresses or CIDR blocks, separated by commas. Left out, the key works from anywhere.' }),
			read: (value) => joined(texts('ipWhitelist', 'IP Allow-List').read(value, { nowMs: 0 })),
		},
		choice(
			'protocol',
			'Protocol',
			[
				{ name: 'GraphQL', value: 'graphql' },
				{ name: 'REST', value: 'rest' },
			],
			{ group: 'additionalFields', default: 'rest', open: true, sendAs: 'body.protocol', description: 'Left out, both' },
		),
	],
	check: vaultCheck,
	afterwards: async (item, record) => await keepSecret(item, record, createdKey),
	verify: async ({ session }, { id }) => (typeof id === 'string' ? (await session.get(KEY, { path: { keyId: id } })).status === 'active' : null),
});

function requiredScopes(value: unknown): string | undefined {
	return joined(texts('scopes', 'Scopes', { required: true }).read(value, { nowMs: 0 }));
}
