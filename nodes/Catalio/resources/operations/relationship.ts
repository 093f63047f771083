import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { linkageDocument, type Identifier } from '../../../shared/jsonApi';
import { defineOperation, isRecord, type Endpoint, type Field, type Item, type OperationDefinition } from '../../../shared/operation';
import { choice, text } from '../../../shared/operation/fields';
import { relationsOf } from '../../relations';
import type { ResourceType } from '../../resourceTypes';
import { recordLocator, relatedIds, relationLocator } from '../fields/record';

const route = (type: ResourceType): `/${string}` => `/api/v1/${type.collection}/{id}/relationships/{relationship}`;

/** The type of the related records: looked up where the user leaves it out. */
const relatedType = (type: ResourceType): Field => ({
	...text('relatedType', 'Related Type', {
		group: 'options',
		placeholder: 'e.g. use_case',
		description: 'The type of the records at the other end, as Catalio spells it. Left empty, it is taken from what is known of the relation.',
	}),
	// Also when it is empty: a look-up begins with a value.
	read: (value) => (typeof value === 'string' ? value.trim() : ''),
	resolve: async (value, item) => {
		const ids = (item.values.relatedIds ?? []) as string[];
		if (value !== '' || ids.length === 0) return value;
		const name = item.text('relationship');
		const known = (await relationsOf(item.session, type))(name);
		if (known) return known.type;
		throw new InputError(`The type of the records of relation "${name}" is not known`, 'Fill in Related Type (under Options) as Catalio spells it, for example use_case.');
	},
});

/** Each record once: JSON:API's schema refuses a list that holds one twice. */
const identifiers = ({ values }: Item): Identifier[] =>
	[...new Set((values.relatedIds ?? []) as string[])].map((id) => ({ type: String(values.relatedType), id }));

const listed = (linkage: JsonValue | undefined): JsonObject[] =>
	Array.isArray(linkage) ? linkage.filter(isRecord) : isRecord(linkage) ? [linkage] : [];

const keysOf = (linkage: JsonValue | undefined): Set<string> => new Set(listed(linkage).map(({ type, id }) => JSON.stringify([type, String(id)])));

async function storedLinkage({ session, ...item }: Item, type: ResourceType): Promise<JsonValue | undefined> {
	const { data } = await session.get(`GET ${route(type)}`, { path: { id: item.text('recordId'), relationship: item.text('relationship') } });
	return data;
}

/** What the relation holds after the change, where the vendor said it. */
const outcome = (answer: JsonObject, item: Item): JsonObject => ({
	id: item.text('recordId'),
	relationship: item.text('relationship'),
	...(answer.data === undefined ? {} : { related: answer.data }),
});

interface Change {
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	readonly method: 'DELETE' | 'PATCH' | 'POST';
	readonly effect: 'destructive' | 'write';
	readonly fields: readonly Field[];
	readonly linkage: (item: Item) => Identifier | Identifier[] | null;
	/** Whether the relation holds what it should. */
	readonly holds: (stored: ReadonlySet<string>, wanted: ReadonlySet<string>) => boolean;
}

const changeOf = (type: ResourceType, { method, linkage, holds, fields, ...texts }: Change): OperationDefinition =>
	defineOperation({
		...texts,
		endpoint: `${method} ${route(type)}` as Endpoint,
		alsoReaches: [`GET ${route(type)}`],
		// JSON:API 1.1 "Updating To-Many Relationships": adding what is there and removing what is not succeeds, and replacing gives the same again.
		idempotency: 'inherent',
		fields: [recordLocator(), relationLocator(), ...fields, relatedType(type)],
		parts: (item) => ({ body: linkageDocument(linkage(item)) }),
		check: async (item) => (item.dryRun ? { current: { related: (await storedLinkage(item, type)) ?? null } } : {}),
		present: (answer, item) => [outcome(answer, item)],
		verify: async (item) => holds(keysOf(await storedLinkage(item, type)), keysOf(linkage(item) as JsonValue)),
	});

const containsAll = (stored: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean => [...wanted].every((key) => stored.has(key));

/** Which records a record is connected with, and changing that, through the relationship's own route. */
export const relationshipOperations = (type: ResourceType): OperationDefinition[] => [
	changeOf(type, {
		operation: 'addToRelationship',
		name: 'Add to Relationship',
		action: `Add related records to ${type.singular}`,
		description: 'Connect a record with further ones. What is connected already stays so.',
		method: 'POST',
		effect: 'write',
		fields: [relatedIds({ required: true })],
		linkage: identifiers,
		holds: containsAll,
	}),
	defineOperation({
		operation: 'getRelationship',
		name: 'Get Relationship',
		action: `Get related records of ${type.singular}`,
		description: 'Retrieve types and IDs of the records that a record is connected with',
		endpoint: `GET ${route(type)}`,
		effect: 'read',
		fields: [recordLocator(), relationLocator()],
		// One item for each of them, where a record would be one item with a list.
		present: ({ data }) => listed(data),
	}),
	changeOf(type, {
		operation: 'removeFromRelationship',
		name: 'Remove From Relationship',
		action: `Remove related records from ${type.singular}`,
		description: 'Take connections to other records away. The other records stay.',
		method: 'DELETE',
		effect: 'destructive',
		fields: [relatedIds({ required: true })],
		linkage: identifiers,
		holds: (stored, wanted) => [...wanted].every((key) => !stored.has(key)),
	}),
	changeOf(type, {
		operation: 'replaceRelationship',
		name: 'Replace Relationship',
		action: `Replace related records of ${type.singular}`,
		description: 'Connect a record with exactly the given ones. All other connections of this relation end.',
		method: 'PATCH',
		effect: 'destructive',
		fields: [
			choice(
				'replaceWith',
				'Replace With',
				[
					{ name: 'Many Records', value: 'many' },
					{ name: 'No Record', value: 'none', description: 'Takes the connection away, where the relation leads to one record' },
					{ name: 'No Records', value: 'noneOfMany', description: 'Takes all connections away, where the relation leads to many' },
					{ name: 'One Record', value: 'one' },
				],
				{ required: true, default: 'many' },
			),
			relatedIds({ required: true, showWhen: { replaceWith: ['many', 'one'] } }),
		],
		linkage: (item) => {
			const all = identifiers(item);
			if (item.values.replaceWith === 'none') return null;
			if (item.values.replaceWith !== 'one') return all;
			if (all.length === 1) return all[0] as Identifier;
			throw new InputError(`Related IDs has ${all.length} entries, and Replace With says one record`, 'Give one ID, or choose Many Records.');
		},
		holds: (stored, wanted) => stored.size === wanted.size && containsAll(stored, wanted),
	}),
];
