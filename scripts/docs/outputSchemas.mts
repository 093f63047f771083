import type { OperationDefinition } from '../../nodes/shared/operation';
import { orNull, recordSchema, sampleOf, withoutRequired, type Schema } from './schema.mts';
import type { OutputOf, TakenOut, Vendor } from './vendor.mts';

/** Part of every schema file of n8n's own nodes. */
const SCHEMA_VERSION = 1;

/** n8n looks for the schemas of a node with `version: 1` here (n8n-core/dist/nodes-loader/output-schema-resolver.js). */
const NODE_VERSION = 'v1.0.0';

type Properties = Readonly<Record<string, Schema>>;
type Shorten = Exclude<OperationDefinition['simplify'], readonly string[] | undefined>;

function operationNamed({ room }: Vendor, name: string): OperationDefinition {
	const [resource, operation] = name.split('.');
	const found = room.resources.find((each) => each.resource === resource)?.operations.find((each) => each.operation === operation);
	if (!found) throw new Error(`There is no operation ${name}`);
	return found;
}

/** Null is possible where the function gives null for a record that has only what all records have. */
function shortened(simplify: Shorten, whole: Schema, typeOf: (member: string) => Schema): Properties {
	const made = (members: 'all' | 'required') => simplify(sampleOf(whole, members) as Parameters<Shorten>[0]);
	const poor = made('required');
	return Object.fromEntries(Object.keys(made('all')).map((member) => [member, poor[member] === null ? orNull(typeOf(member)) : typeOf(member)]));
}

/** The output of an operation with Simplify on, which is its default. */
function membersOf(vendor: Vendor, name: string): Properties {
	const { endpoint, simplify, output, list } = operationNamed(vendor, name);
	const own = vendor.ownOutputs[name];
	if (own) return own;
	const listPaths = output === 'list' ? [{ ...vendor.room.dialect.list, ...list }.itemsPath].flat() : [];
	const whole = recordSchema(endpoint, vendor.contract, listPaths);
	const members = Object.entries<OutputOf | Schema | TakenOut>({ ...whole.properties, ...vendor.outputs[name] });
	const known: Properties = Object.fromEntries(
		members.flatMap(([member, schema]): Array<[string, Schema]> => {
			if ('takenOut' in schema) return [];
			return [[member, 'outputOf' in schema ? { type: 'object', properties: membersOf(vendor, schema.outputOf) } : schema]];
		}),
	);
	const typeOf = (member: string): Schema => {
		const schema = known[member];
		if (schema) return schema;
		throw new Error(`${name} gives "${member}", which neither the contract nor the additions know`);
	};
	if (!simplify) return known;
	if (typeof simplify === 'function') return shortened(simplify, whole, typeOf);
	return Object.fromEntries(simplify.map((member) => [member, typeOf(member)]));
}

/** What the item loop adds to the record of a write. */
const marksOf = ({ readBack, verify }: OperationDefinition): Properties => ({
	...(readBack ? { alreadySubmitted: { type: 'boolean' } } : {}),
	...(verify ? { verified: { type: ['boolean', 'null'] } } : {}),
});

/** The schema of what one operation gives, `<resource>.<operation>`. Dry runs and failed items look different and are not in it. */
export function outputSchema(vendor: Vendor, name: string): Schema & { readonly version: number } {
	const properties = { ...membersOf(vendor, name), ...marksOf(operationNamed(vendor, name)) };
	return { ...withoutRequired({ type: 'object', properties }), version: SCHEMA_VERSION };
}

/** The schema files of a vendor's operations, by path from the project's root. Those whose output nobody can know have none. */
export function outputSchemaFiles(vendor: Vendor): Map<string, string> {
	const names = vendor.room.resources.flatMap(({ resource, operations }) => operations.map(({ operation }) => `${resource}.${operation}`));
	const files = names
		.filter((name) => !Object.hasOwn(vendor.withoutSchema, name))
		.map((name): [string, string] => [
			`nodes/${vendor.node}/__schema__/${NODE_VERSION}/${name.replace('.', '/')}.json`,
			`${JSON.stringify(outputSchema(vendor, name), null, '\t')}\n`,
		]);
	return new Map(files);
}
