import type { INodeProperties } from 'n8n-workflow';
import type { JsonObject, JsonValue } from '../http/request';
import type { Item } from './item';

/** Where a value is sent: `path.user_id`, `query.email`, `body.reason`; a dotted body name nests. */
export type SendAs = `path.${string}` | `query.${string}` | `body.${string}`;

/** The collections a field can stand in instead of standing in the panel by itself. */
export type Group = 'additionalFields' | 'filters' | 'options' | 'updateFields';

export interface ReadContext {
	/** Wall clock, ms since the epoch. */
	readonly nowMs: number;
	/** The item as it came in, for fields that take their values from it by name. */
	readonly inputJson?: JsonObject;
}

/** One parameter: how n8n shows it, how its value is read, where it is sent. Panel, request and docs come from it. */
export interface Field {
	readonly property: Omit<INodeProperties, 'displayOptions'>;
	readonly group?: Group;
	readonly sendAs?: SendAs;
	/** Shown only while these other fields of the operation have one of these values. */
	readonly showWhen?: Readonly<Record<string, Array<string | boolean>>>;
	/** The panel's value as it is sent, undefined for an empty one. Throws InputError; asks nobody. */
	readonly read: (value: unknown, context: ReadContext) => JsonValue | undefined;
	/** Turns a value into the vendor's id with a look-up, after all parameters of the item were read. */
	readonly resolve?: (value: JsonValue, item: Item) => Promise<JsonValue>;
}

export type Values = Readonly<Record<string, JsonValue | undefined>>;
