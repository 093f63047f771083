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
	/** Operations without an output schema, `<resource>.<operation>`, each with the reason. */
	readonly withoutSchema: Readonly<Record<string, string>>;
	/** The page with the operation tables, from the project's root. */
	readonly page: string;
	/** Further parts of the page, by the name of their markers. */
	readonly sections: Readonly<Record<string, Section>>;
	/** The name of the overview's markers in README.md. */
	readonly readmeMarker: string;
	readonly optionFieldsOf: (operation: OperationDefinition) => readonly Field[];
	readonly idempotencyOf: (operation: OperationDefinition) => 'inherent' | 'key' | 'none';
}

/** Writes a part of the page from the vendor's definitions. */
export type Section = (vendor: Vendor) => string;

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
