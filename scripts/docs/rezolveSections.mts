import type { OperationDefinition } from '../../nodes/shared/operation';
import { code, table } from './markdown.mts';
import { choicesOf, propertyNamed } from './properties.mts';
import type { Json, JsonObject } from './schema.mts';
import type { Vendor } from './vendor.mts';

interface Called {
	readonly 'x-roles'?: readonly string[];
	readonly 'x-assumed-parts'?: readonly string[];
	readonly security?: readonly JsonObject[];
	readonly parameters?: ReadonlyArray<{ readonly $ref?: string }>;
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the contract says of the call behind an operation. Throws where it does not have it. */
function calledBy({ endpoint }: OperationDefinition, { contract: { paths } }: Vendor): Called {
	const [method = '', path = ''] = endpoint.split(' ');
	const item = isObject(paths) ? paths[path] : undefined;
	const called = isObject(item) ? item[method.toLowerCase()] : undefined;
	if (!isObject(called)) throw new Error(`The contract has no ${endpoint}`);
	return called as Called;
}

/** What it takes to call an operation, in words. */
function needs({ 'x-roles': roles = [], 'x-assumed-parts': assumed = [], security, parameters = [] }: Called): string {
	// OpenAPI 3.1, 4.8.10: no way to sign in, or an empty one among them, means that it goes without.
	const isOpen = security?.length === 0 || security?.some((way) => Object.keys(way).length === 0);
	if (isOpen) return 'nothing: it goes without signing in';
	if (parameters.some(({ $ref = '' }) => $ref.endsWith('/RealmHeaderRequired'))) return 'a Realm Name in the credential; no role is documented';
	if (roles.length === 0) return 'no role is documented';
	return `${roles.map(code).join(' or ')}${assumed.includes('x-roles') ? ' (assumed)' : ''}`;
}

/** Which role the vendor's pages name for which operation; those of a resource that need the same are in one row. */
export function roleTable(vendor: Vendor): string {
	const rows = vendor.room.resources.flatMap(({ name, operations }) => {
		const byNeed = Map.groupBy(operations, (operation) => needs(calledBy(operation, vendor)));
		return [...byNeed].map(([need, same]) => [name, same.map((operation) => operation.name).join(', '), need]);
	});
	return table(['Resource', 'Operations', 'What they need'], rows);
}

/** The fields that each kind of credential in the vault has. */
export function vaultFields(vendor: Vendor): string {
	const fields = vendor.room.resources.flatMap(({ operations }) => operations.flatMap((operation) => operation.fields));
	const ofType = (type: string) => fields.filter(({ showWhen }) => showWhen?.authType?.includes(type));
	const rows = choicesOf(propertyNamed(vendor, 'authType')).map(({ name, value }) => [
		name,
		ofType(String(value)).map(({ property: { displayName, required } }) => (required ? displayName : `${displayName} (optional)`)).join(', '),
		code(String(value)),
	]);
	return table(['Authentication type', 'Fields', 'In the API'], rows);
}
