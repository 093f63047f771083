import { InputError } from '../../shared/http/inputError';
import type { Field, Item } from '../../shared/operation';
import { locator, text, toggle } from '../../shared/operation/fields';
import { asText } from '../../shared/operation/fields/text';

/** Examples show prefixes, the text says UUID: IDs are opaque. What cannot be part of a path is refused. */
export function checkId(value: string, displayName: string): string {
	const id = value.includes('/') ? (value.replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '') : value;
	if (/^[^\s?#]{1,200}$/.test(id)) return id;
	throw new InputError(`${displayName} is not an ID: "${value.slice(0, 80)}"`, 'An ID is one word. It is the "id" of the record in the output of a Get Many.');
}

type LocatorOptions = Partial<Parameters<typeof locator>[2]>;

const recordLocator = (name: string, displayName: string, options: LocatorOptions): Field =>
	locator(name, displayName, { required: true, checkId, placeholder: 'e.g. 9f8b2c1d-4e5f-4a6b-8c7d-0e1f2a3b4c5d', ...options });

export const apiKeyLocator = (options: LocatorOptions = {}): Field => recordLocator('keyId', 'API Key', { search: 'searchApiKeys', sendAs: 'path.keyId', ...options });

export const oauthClientLocator = (): Field =>
	recordLocator('clientId', 'OAuth Client', {
		search: 'searchOauthClients',
		sendAs: 'path.clientId',
		description: 'By the ID of its record, which is not the client ID that programs sign in with',
	});

export const integrationId = (): Field => text('integrationId', 'Integration ID', { required: true, sendAs: 'path.integrationId', placeholder: 'e.g. payroll-sync', description: 'The integration that the credential is kept for' });

export const credentialId = (): Field =>
	recordLocator('credentialId', 'Credential ID', { sendAs: 'path.credentialId', placeholder: 'e.g. cred-5b1c9a40', description: 'The ID of the credential, for instance from Get Details or from the audit log' });

/** Left empty, the tenant of the credential. */
export const tenantId = (sendAs: 'body.tenantId' | 'path.tenantId'): Field => ({
	...text('tenantId', 'Tenant ID', { sendAs, placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201', description: 'Left empty, the tenant of the credential' }),
	// Also when it is empty: a look-up begins with a value.
	read: (value) => {
		const read = asText(value, 'Tenant ID');
		return read === '' ? '' : checkId(read, 'Tenant ID');
	},
	resolve: async (value, { session }) => (value === '' ? String(session.headers['x-tenantid'] ?? '') : value),
});

const TYPED = 'Type the Tenant ID to Confirm';

/** For what nothing undoes: the ID has to be typed in once more. It is compared as it stands, blanks and capitals included. */
export const typedTenantId = (): Field => {
	const field = text('confirmTenantId', TYPED, { required: true, placeholder: 'e.g. 5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201', description: 'Nothing is sent unless it is exactly the ID of the tenant' });
	return { ...field, read: (value, context) => (field.read(value, context) === undefined ? undefined : String(value)) };
};

/** Throws InputError where the typed ID is another one. */
export function checkTypedTenantId(item: Item): void {
	if (item.text('confirmTenantId') === item.text('tenantId')) return;
	throw new InputError(`${TYPED} holds another ID than that of the tenant`, 'Type the ID of the tenant that this is about, without blanks around it. Nothing was sent.');
}

/** For what cannot be undone here, but does not destroy. */
export const confirm = (what: string, showWhen?: Field['showWhen']): Field =>
	toggle('confirm', 'I Understand', { description: `Whether you have understood: ${what.replace(/\.$/, '')}`, ...(showWhen ? { showWhen } : {}) });

/** Throws InputError where the switch is off; a dry run does not need it. */
export function checkConfirmed(item: Item, what: string): void {
	if (item.values.confirm === true || item.dryRun) return;
	throw new InputError('I Understand is off', `${what} Switch it on to go on, or use Dry Run first (under Options).`);
}
