import { contentKey, stableKey } from '../http/idempotencyKey';
import type { JsonObject, JsonValue, VendorRequest } from '../http/request';
import { partsFrom } from './buildRequest';
import { idempotencyOf, type Checked, type OperationDefinition } from './definition';
import type { Values } from './field';
import type { ReadItem, Settings } from './readValues';
import type { Session } from './session';

/** Where a run stands in n8n: what makes its idempotency keys stable over the retries of the node. */
export interface Place {
	readonly executionId: string;
	readonly nodeId: string;
	readonly runIndex: number;
}

/** One input item on its way through an operation. */
export interface Item {
	readonly index: number;
	readonly operation: OperationDefinition;
	readonly values: Values;
	readonly settings: Settings;
	readonly session: Session;
	readonly dryRun: boolean;
	/** What items of the same run leave for each other, for example which record is being changed. */
	readonly claims: Map<string, number>;
	/** A value as text, '' when it was left empty. */
	text(name: string): string;
	/** The request that the fields describe, with its idempotency key where the operation has one. `found` is what the check found. */
	request(found?: Checked): VendorRequest;
	/**
	 * The request with its idempotency key. `part` names a further request of the same item; it is '' for the item's own, whose
	 * key is made anew when code has changed what the fields describe.
	 */
	withKey(request: VendorRequest, part: string): VendorRequest;
}

/** An item whose look-ups are done: its values hold ids where the panel had names. */
export async function openItem(
	index: number,
	operation: OperationDefinition,
	read: ReadItem,
	session: Session,
	place: Place,
	claims: Map<string, number>,
): Promise<Item> {
	const values: Record<string, JsonValue | undefined> = { ...read.values };
	const { keys } = session.dialect;

	const keyFor = (request: VendorRequest, part: string): string => {
		const own = values.idempotencyKey;
		if (typeof own === 'string') return part === '' ? own : contentKey({ origin: session.origin, operation: part, body: own });
		const name = `${operation.endpoint}${part}`;
		return values.keySource === 'content'
			? contentKey({ origin: session.origin, operation: `${request.method} ${request.url}`, body: request.body ?? null })
			: stableKey({ ...place, itemIndex: index, operation: name });
	};
	const withKey = (request: VendorRequest, part: string): VendorRequest => {
		if (!keys || idempotencyOf(operation) !== 'key') return request;
		const key = keyFor(request, part);
		const body = keys.member === undefined ? {} : { body: { ...(isRecord(request.body) ? request.body : {}), [keys.member]: key } };
		return { ...request, ...body, headers: keys.header === undefined ? request.headers : { ...request.headers, [keys.header]: key } };
	};

	const item: Item = {
		index,
		operation,
		values,
		settings: read.settings,
		session,
		dryRun: values.dryRun === true,
		claims,
		text: (name) => {
			const value = values[name];
			return value === undefined || value === null ? '' : String(value);
		},
		request: (found = {}) => {
			const described = partsFrom(operation.fields, values);
			const more = operation.parts?.(item, found) ?? {};
			return withKey(session.request(operation.endpoint, { ...described, ...more, query: { ...described.query, ...more.query } }), '');
		},
		withKey,
	};
	for (const { property, resolve } of operation.fields) {
		const value = values[property.name];
		// What is typed behind dots is not to be read in an error either.
		if (property.typeOptions?.password === true && typeof value === 'string') session.conceal(value);
		if (resolve && value !== undefined) values[property.name] = await resolve(value, item);
	}
	return item;
}

/** An object of JSON, as a record is. */
export const isRecord = (value: unknown): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
