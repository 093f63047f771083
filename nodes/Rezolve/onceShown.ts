import { canonicalJson } from '../shared/http/idempotencyKey';
import { InputError } from '../shared/http/inputError';
import type { JsonObject, JsonValue } from '../shared/http/request';
import { VendorError } from '../shared/http/vendorError';
import type { Checked, Endpoint, Field, Item } from '../shared/operation';
import { choice, text } from '../shared/operation/fields';
import { settled } from '../shared/pagination/settled';
import { recordAt } from './outcomes';
import { withoutSecret } from './withoutSecret';

/** Where a secret that the vendor shows only once goes. */
type Handling = 'mask' | 'show' | 'vault';

const STORE: Endpoint = 'POST /api/v1/credentials';
const DETAILS: Endpoint = 'GET /api/v1/credentials/{integrationId}/details';

/** What operations with such a secret reach besides their own endpoint. */
export const VAULT_ENDPOINTS: readonly Endpoint[] = [STORE, DETAILS];

/** A secret in an item stays in n8n's execution data: the user says where it goes. */
export const secretFields = (what: string): Field[] => [
	choice(
		'secretHandling',
		'Secret',
		[
			{ name: 'Into the Output', value: 'show', description: `The ${what} leaves with the item and stays in the execution data of n8n` },
			{ name: 'Into the Vault', value: 'vault', description: `The ${what} goes straight into the vault of Rezolve.ai and never becomes an item` },
			{ name: 'Masked', value: 'mask', description: `Nobody will ever see the ${what}` },
		],
		{ default: 'show', description: `Rezolve.ai shows the ${what} only once` },
	),
	text('vaultIntegrationId', 'Vault Integration ID', {
		required: true,
		showWhen: { secretHandling: ['vault'] },
		placeholder: 'e.g. payroll-sync',
		description: 'The integration that it is kept for. It must not have a credential yet.',
	}),
	text('vaultCredentialName', 'Vault Credential Name', { required: true, showWhen: { secretHandling: ['vault'] }, placeholder: 'e.g. Payroll sync key' }),
];

const handlingOf = ({ values }: Item): Handling => (values.secretHandling as Handling | undefined) ?? 'show';

/**
 * Looks whether the vault can take a secret before there is one: a secret that nobody stored is lost. A dry run shows where it would go.
 * Throws InputError and VendorError.
 */
export async function vaultCheck(item: Item): Promise<Checked> {
	if (handlingOf(item) !== 'vault') return {};
	const integrationId = item.text('vaultIntegrationId');
	const shown = integrationId.slice(0, 80);
	const claim = `vault ${integrationId}`;
	if ((item.claims.get(claim) ?? item.index) !== item.index) {
		throw new InputError(
			`The integration "${shown}" is that of another item too`,
			'It holds one credential: give each item a Vault Integration ID of its own, for example with an expression that ends in the ID of the key. Nothing was made.',
		);
	}
	item.claims.set(claim, item.index);
	if (await recordAt(item, DETAILS, { integrationId })) {
		throw new InputError(
			`The integration "${shown}" has a credential in the vault already`,
			'Use another Vault Integration ID, or delete that credential first. Nothing was made.',
		);
	}
	return { plan: { secretWouldBeStored: { integrationId, credentialName: item.text('vaultCredentialName') } } };
}

/** Where answers have their secrets: the pages do not agree, and one that was missed would leave with the item. */
const MEMBERS = ['apiKey', 'newApiKey', 'clientSecret'];

export interface Secret {
	/** The member of the answer that holds it. */
	readonly member: string;
	/** What the vault is told it is. */
	readonly keptAs: 'api_key' | 'oauth2_client_credentials';
	/** What identifies it for whoever uses it later. */
	readonly metadata: (record: JsonObject) => JsonObject;
}

/** The record without its secret, or with the word that it is shown once. Stores the secret first where it is to go into the vault. Throws VendorError. */
export async function keepSecret(item: Item, record: JsonObject, { member, keptAs, metadata }: Secret): Promise<JsonObject> {
	const { session } = item;
	const holder = [member, ...MEMBERS].find((name) => typeof record[name] === 'string' && record[name] !== '');
	if (holder === undefined) {
		// A public client has none.
		if (record.clientType !== 'public') session.notes.push(`Rezolve.ai answered without "${member}": there is no secret to show or to store.`);
		return record;
	}
	const secret = String(record[holder]);
	session.conceal(secret);
	if (handlingOf(item) === 'show') return { ...record, secretShownOnce: `${holder} is shown only this once. It stays in the execution data of n8n.` };
	const masked = withoutSecret(record, secret);
	if (handlingOf(item) === 'mask') return masked;
	return { ...masked, vault: await store(item, secret, keptAs, record.id ?? null, metadata(record)) };
}

/** What is told of the vault's record. */
const storedAs = ({ id = null, integrationId = null, credentialName = null, status = null }: JsonObject): JsonObject => ({ id, integrationId, credentialName, status });

async function store(item: Item, secret: string, keptAs: string, owner: JsonValue, metadata: JsonObject): Promise<JsonObject> {
	const { session } = item;
	const [integrationId, credentialName] = [item.text('vaultIntegrationId'), item.text('vaultCredentialName')];
	const request = session.request(STORE, { body: { integrationId, credentialName, authType: keptAs, accessToken: secret, metadata } });
	const stored = await settled(async () => session.recordOf(session.expect(await session.send(request, 'none'), request), request));
	if (stored.kind === 'value') return storedAs(stored.value);
	if (!(stored.failure instanceof VendorError)) throw stored.failure;
	const { failure } = stored.failure;
	// The answer was lost, not necessarily the secret: the vault had nothing for this integration a moment ago.
	const look = failure.mayHaveTakenEffect ? await settled(async () => await recordAt(item, DETAILS, { integrationId })) : undefined;
	const found = look?.kind === 'value' ? look.value : undefined;
	if (found?.credentialName === credentialName && canonicalJson(found.metadata ?? null) === canonicalJson(metadata)) return storedAs(found);
	const isInDoubt = look?.kind === 'failure' || found !== undefined;
	const what = isInDoubt ? 'whether the vault has taken its secret is not known' : 'the vault did not take its secret, which is lost';
	throw new VendorError({
		...failure,
		message: `${what}: ${failure.message}`,
		description: `${failure.description} What was made is there (ID ${String(owner)}), but Rezolve.ai shows its secret only once: rotate it, or remove it and make another one.`,
	});
}
