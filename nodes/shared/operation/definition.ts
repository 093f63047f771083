import type { INodeProperties } from 'n8n-workflow';
import type { Idempotency } from '../http/send';
import type { JsonObject, Method, VendorResponse } from '../http/request';
import type { RequestParts } from './buildRequest';
import type { Dialect } from './dialect';
import type { Field } from './field';
import type { OutputRecord } from './fileRecord';
import type { Item } from './item';

export type Endpoint = `${Method} /${string}`;

/** What a look before a write found. */
export interface Checked {
	/** The record as it stands, shown by a dry run. */
	readonly current?: JsonObject;
	/** The same as the vendor answered it, for the operation's own use. */
	readonly raw?: JsonObject;
	/** More that a dry run should show, for instance who would lose access. */
	readonly plan?: JsonObject;
	/** There is nothing to do any more: this is the answer and nothing is sent. */
	readonly done?: JsonObject;
	/** The request itself would change nothing, only what comes afterwards does: this stands for its answer. */
	readonly instead?: JsonObject;
}

/** How a list filters on our side what the vendor cannot filter. */
export type Keep = (record: JsonObject, item: Item) => boolean;

/**
 * One operation as data. From it come the n8n properties, the request, the docs table and the tests
 * that hold it against the vendor's contract. `run` is for what data cannot say.
 */
export interface OperationDefinition {
	readonly operation: string;
	readonly name: string;
	/** Sentence case, without articles: people and AI agents choose by this line. */
	readonly action: string;
	readonly description: string;
	readonly endpoint: Endpoint;
	/** Further operations of the contract that this one may call instead. */
	readonly alsoReaches?: readonly Endpoint[];
	/** `write` and `destructive` get Dry Run. */
	readonly effect: 'destructive' | 'read' | 'write';
	/** Whether the request may be repeated; by default GET, PUT and DELETE `inherent`, POST and PATCH `none`. */
	readonly idempotency?: Idempotency;
	/** False keeps the operation from AI agents: nothing undoes it. */
	readonly offeredToModels?: boolean;
	/** Said in the panel above the fields. */
	readonly notice?: string;
	/** What of the request the fields alone cannot say; laid over what they say. `found` is what the check found. */
	readonly parts?: (item: Item, found: Checked) => RequestParts;
	/** Makes the output of what the vendor answered, where that is more than taking it out of its envelope. */
	readonly present?: (answer: JsonObject, item: Item, found: Checked) => JsonObject[];
	/** The outcome where a write is refused because there is nothing left to do; undefined where the refusal stands. */
	readonly alreadyDone?: (refused: VendorResponse, item: Item) => JsonObject | undefined;
	/**
	 * Further requests that belong to the write; gives the record as it is to leave, where that is another one. What they throw is told together
	 * with the fact that the write itself was made.
	 */
	readonly afterwards?: (item: Item, record: JsonObject) => Promise<JsonObject | void>;
	readonly output?: 'list' | 'record';
	/** What is different about this list, of what the dialect says of lists. */
	readonly list?: Partial<Dialect['list']>;
	/** False for a list that comes whole, without pages. */
	readonly paged?: boolean;
	readonly fields: readonly Field[];
	/** The names kept while Simplify is on, or a function that makes the short record. */
	readonly simplify?: readonly string[] | ((record: JsonObject) => JsonObject);
	readonly keep?: Keep;
	/** Looks before a write, dry or not. Throws InputError when the write would be refused. */
	readonly check?: (item: Item) => Promise<Checked>;
	/**
	 * Looks whether a write whose outcome is unknown took effect; undefined when that cannot be told. `before` is what the
	 * check had found. Throws InputError when the refusal has another cause, a version that is out of date for instance.
	 */
	readonly readBack?: (item: Item, before: Checked) => Promise<JsonObject | undefined>;
	/** Looks again after a write: true or false, null when it cannot be told. Adds Verify to Options. */
	readonly verify?: (item: Item, record: JsonObject, before: Checked) => Promise<boolean | null>;
	readonly run?: (item: Item) => Promise<OutputRecord[]>;
}

export interface ResourceDefinition {
	readonly resource: string;
	readonly name: string;
	readonly description: string;
	/** By display name, as n8n lists them. */
	readonly operations: readonly OperationDefinition[];
	readonly default: OperationDefinition;
}

/** All that a node can do: the dialect of its vendor and its resources, by display name. */
export interface Room {
	readonly dialect: Dialect;
	readonly resources: readonly ResourceDefinition[];
	readonly default: ResourceDefinition;
	/** Parameters that stand above the resource, a choice of authentication for instance. */
	readonly properties?: readonly INodeProperties[];
}

export const defineOperation = (definition: OperationDefinition): OperationDefinition => definition;

export const defineResource = (definition: ResourceDefinition): ResourceDefinition => definition;

/** Splits `GET /api/v1/users/{user_id}` into method and path template. */
export function partsOf(endpoint: Endpoint): { method: Method; path: string } {
	const space = endpoint.indexOf(' ');
	return { method: endpoint.slice(0, space) as Method, path: endpoint.slice(space + 1) };
}

/** RFC 9110 9.2.2: GET, PUT and DELETE are idempotent by their meaning, POST and PATCH are not. */
export function idempotencyOf({ endpoint, idempotency }: OperationDefinition): Idempotency {
	if (idempotency) return idempotency;
	return ['DELETE', 'GET', 'PUT'].includes(partsOf(endpoint).method) ? 'inherent' : 'none';
}

export const isWrite = ({ effect }: OperationDefinition): boolean => effect !== 'read';
