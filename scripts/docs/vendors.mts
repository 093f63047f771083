import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { accessOwlOutputs } from './accessOwlOutputs.mts';
import { catalioOutputs, catalioWithoutSchema } from './catalioOutputs.mts';
import { assumedNames, operatorNames, resourceNames } from './catalioSections.mts';
import { inEveryResource } from './everyResource.mts';
import { oleriaOutputs, oleriaWithoutSchema } from './oleriaOutputs.mts';
import { dataSetTable, operatorTable } from './oleriaSections.mts';
import { rezolveHubOutputs, rezolveOutputs, rezolveWithoutSchema } from './rezolveOutputs.mts';
import { roleTable, vaultFields } from './rezolveSections.mts';
import type { JsonObject } from './schema.mts';
import type { Alike, OutputAdditions, OwnOutputs, Section, Vendor } from './vendor.mts';

export interface VendorFacts {
	/** The folder below nodes/ and the name of the node's class. */
	readonly node: string;
	/** What `resources/index.ts` exports. */
	readonly room: string;
	/** In test/contracts/. */
	readonly contract: string;
	readonly outputs?: OutputAdditions;
	/** The whole output of operations that make their own record, `<resource>.<operation>`, or `*.<operation>` for every resource. */
	readonly ownOutputs?: OwnOutputs;
	/** Operations whose output has no shape that could be known, named likewise, each with the reason. */
	readonly withoutSchema?: Readonly<Record<string, string>>;
	/** The vendor's page, from the project's root. */
	readonly page: string;
	/** Further parts of the page, by the name of their markers. */
	readonly sections?: Readonly<Record<string, Section>>;
	/** The name of the overview's markers in README.md. */
	readonly readmeMarker: string;
	readonly alike?: Alike;
	/** The module below the node's folder and the name in it, where the resources are made from a table. */
	readonly table?: { readonly module: string; readonly name: string };
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
		node: 'Catalio',
		room: 'catalio',
		contract: 'catalio.openapi.yaml',
		ownOutputs: catalioOutputs,
		withoutSchema: catalioWithoutSchema,
		page: 'docs/catalio.md',
		sections: { resources: resourceNames, 'filter-operators': operatorNames, 'assumed-names': assumedNames },
		readmeMarker: 'catalio',
		alike: { example: 'team', description: 'Requirements and what belongs to them; all ten are worked with in the same way' },
		table: { module: 'resourceTypes', name: 'RESOURCE_TYPES' },
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
	{
		node: 'Rezolve',
		room: 'rezolve',
		contract: 'rezolve.openapi.yaml',
		outputs: rezolveOutputs,
		withoutSchema: rezolveWithoutSchema,
		page: 'docs/rezolve.md',
		sections: { roles: roleTable, 'vault-fields': vaultFields },
		readmeMarker: 'rezolve',
	},
	{
		node: 'RezolveHub',
		room: 'rezolveHub',
		contract: 'rezolve.openapi.yaml',
		ownOutputs: rezolveHubOutputs,
		page: 'docs/rezolve-hub.md',
		readmeMarker: 'rezolve-hub',
	},
];

/** What the shipped code has to give: compiled under Node, from its sources in tests. */
export type Shipped = Pick<Vendor, 'idempotencyOf' | 'optionFieldsOf' | 'properties' | 'room' | 'table'>;

/** A vendor with its contract read and its code at hand. */
export function vendorFrom(root: string, facts: VendorFacts, shipped: Shipped): Vendor {
	const { node, contract, outputs = {}, ownOutputs = {}, withoutSchema = {}, page, sections = {}, readmeMarker, alike } = facts;
	const document = parse(readFileSync(join(root, 'test', 'contracts', contract), 'utf8')) as JsonObject;
	return {
		node,
		outputs,
		ownOutputs: inEveryResource(ownOutputs, shipped.room),
		withoutSchema: inEveryResource(withoutSchema, shipped.room),
		page,
		sections,
		readmeMarker,
		...(alike ? { alike } : {}),
		contract: document,
		...shipped,
	};
}
