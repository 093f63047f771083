import type { INodeProperties } from 'n8n-workflow';
import type { Field, OperationDefinition, Room } from '../../nodes/shared/operation';
import type { JsonObject, Schema } from './schema.mts';

/** What the page and the schemas of one vendor are made from. The shipped code is handed in: from dist/ under Node, from its sources in tests. */
export interface Vendor {
	/** The folder below nodes/ and the name of the class. */
	readonly node: string;
	readonly room: Room;
	/** What the node's panel shows. */
	readonly properties: readonly INodeProperties[];
	/** The vendor's contract, parsed. */
	readonly contract: JsonObject;
	/** What the contract does not know of the outputs. */
	readonly outputs: OutputAdditions;
	/** The whole output of operations that make their own record, `<resource>.<operation>`: nothing of the contract's is in it. */
	readonly ownOutputs: OwnOutputs;
	/** Operations without an output schema, `<resource>.<operation>`, each with the reason. */
	readonly withoutSchema: Readonly<Record<string, string>>;
	/** The page with the operation tables, from the project's root. */
	readonly page: string;
	/** Further parts of the page, by the name of their markers. */
	readonly sections: Readonly<Record<string, Section>>;
	/** The name of the overview's markers in README.md. */
	readonly readmeMarker: string;
	/** Resources that are alike are described once. */
	readonly alike?: Alike;
	/** What the resources are made from, where they come from a table. */
	readonly table: ResourceTable;
	readonly optionFieldsOf: (operation: OperationDefinition) => readonly Field[];
	readonly idempotencyOf: (operation: OperationDefinition) => 'inherent' | 'key' | 'none';
}

/** Writes a part of the page from the vendor's definitions. */
export type Section = (vendor: Vendor) => string;

/** How resources that share their operations are described together. */
export interface Alike {
	/** The resource whose words stand for all; its name must be found in them by its letters. */
	readonly example: string;
	/** What all of them are. */
	readonly description: string;
}

/** The part of a table of resources that pages show. */
export type ResourceTable = ReadonlyArray<{
	readonly name: string;
	readonly description: string;
	readonly type: string;
	readonly collection: string;
	readonly attributes: ReadonlyArray<{ readonly name: string; readonly values?: readonly string[] }>;
	readonly relations: ReadonlyArray<{ readonly name: string; readonly type: string; readonly many?: boolean }>;
}>;

export type OwnOutputs = Readonly<Record<string, Readonly<Record<string, Schema>>>>;

/** A member that holds a record as another operation gives it, named `<resource>.<operation>`. */
export interface OutputOf {
	readonly outputOf: string;
}

/** A member of the contract's record that does not leave the node. */
export interface TakenOut {
	readonly takenOut: true;
}

/** Members that the node itself makes or takes out, by `<resource>.<operation>`, then by member. They win over the contract's. */
export type OutputAdditions = Readonly<Record<string, Readonly<Record<string, OutputOf | Schema | TakenOut>>>>;
