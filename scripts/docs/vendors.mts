import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { accessOwlOutputs } from './accessOwlOutputs.mts';
import { oleriaOutputs, oleriaWithoutSchema } from './oleriaOutputs.mts';
import { dataSetTable, operatorTable } from './oleriaSections.mts';
import type { JsonObject } from './schema.mts';
import type { OutputAdditions, Section, Vendor } from './vendor.mts';

export interface VendorFacts {
	/** The folder below nodes/ and the name of the node's class. */
	readonly node: string;
	/** What `resources/index.ts` exports. */
	readonly room: string;
	/** In test/contracts/. */
	readonly contract: string;
	readonly outputs: OutputAdditions;
	/** Operations whose output has no shape that could be known, `<resource>.<operation>`, each with the reason. */
	readonly withoutSchema?: Readonly<Record<string, string>>;
	/** The vendor's page, from the project's root. */
	readonly page: string;
	/** Further parts of the page, by the name of their markers. */
	readonly sections?: Readonly<Record<string, Section>>;
	/** The name of the overview's markers in README.md. */
	readonly readmeMarker: string;
}

/** Every vendor that has a page and output schemas. */
export const vendors: readonly VendorFacts[] = [
	{
		node: 'AccessOwl',
		room: 'accessOwl',
		contract: 'accessowl.openapi.yaml',
		outputs: accessOwlOutputs,
		page: 'docs/accessowl.md',
		readmeMarker: 'accessowl',
	},
	{
		node: 'Oleria',
		room: 'oleria',
		contract: 'oleria.openapi.yaml',
		outputs: oleriaOutputs,
		withoutSchema: oleriaWithoutSchema,
		page: 'docs/oleria.md',
		sections: { 'data-sets': dataSetTable, operators: operatorTable },
		readmeMarker: 'oleria',
	},
];

/** What the shipped code has to give: compiled under Node, from its sources in tests. */
export type Shipped = Pick<Vendor, 'idempotencyOf' | 'optionFieldsOf' | 'properties' | 'room'>;

/** A vendor with its contract read and its code at hand. */
export function vendorFrom(root: string, facts: VendorFacts, shipped: Shipped): Vendor {
	const { node, contract, outputs, withoutSchema = {}, page, sections = {}, readmeMarker } = facts;
	const document = parse(readFileSync(join(root, 'test', 'contracts', contract), 'utf8')) as JsonObject;
	return { node, outputs, withoutSchema, page, sections, readmeMarker, contract: document, ...shipped };
}
