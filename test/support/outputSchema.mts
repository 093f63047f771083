import { Ajv } from 'ajv';
import { join } from 'node:path';
import { loadOutputSchema } from 'n8n-core';
import type { IDataObject } from 'n8n-workflow';

export interface Schema {
	readonly type?: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly items?: Schema;
}

/** Shipped schemas are open. Here every member must be in them, or the editor would not show what comes. */
const closed = ({ properties, items, ...schema }: Schema): object => ({
	...schema,
	...(properties ? { properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])), additionalProperties: false } : {}),
	...(items ? { items: closed(items) } : {}),
});

/** As n8n itself finds it beside the compiled node, for its editor and its workflow builder. Undefined where there is none. */
export function shippedOf(node: string, resource: string, operation: string): Schema | undefined {
	const nodeDir = join(import.meta.dirname, '..', '..', 'dist', 'nodes', node);
	const found = loadOutputSchema({ nodeDir, version: 1, resource, operation });
	if (!found) return undefined;
	const { version: _version, ...schema } = found;
	return schema as Schema;
}

/** What is in the outputs and not in the schema, or of another type. */
export function faultsUnder(schema: Schema, outputs: readonly IDataObject[]): unknown[] {
	const validate = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true }).compile(closed(schema));
	return outputs.flatMap((output) => (validate(output) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }))));
}
