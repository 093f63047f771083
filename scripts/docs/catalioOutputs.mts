import type { Schema } from './schema.mts';
import type { OwnOutputs } from './vendor.mts';

const text: Schema = { type: 'string' };
const truth: Schema = { type: 'boolean' };
const identifier: Schema = { type: 'object', properties: { type: text, id: text } };

/** What a change of a relation gives, with what the relation holds afterwards, as far as Catalio says so. */
const changed = (related: Schema): Readonly<Record<string, Schema>> => ({ id: text, relationship: text, related });

const toMany = changed({ type: 'array', items: identifier });

/** Operations whose record the node makes itself: the only ones whose members do not depend on the organization. */
export const catalioOutputs: OwnOutputs = {
	'*.delete': { id: text, type: text, deleted: truth, outcome: text },
	'*.getRelationship': { type: text, id: text },
	'*.addToRelationship': toMany,
	'*.removeFromRelationship': toMany,
	// A list where the relation leads to many records; one identifier, or null, where it leads to one.
	'*.replaceRelationship': changed({ type: ['array', 'object', 'null'] }),
};

const ATTRIBUTES = 'Its members are attributes of the organization, and Catalio documents none; the panel shows them from the own description of the organization';
const ACTION = 'How Catalio answers an action is not documented: with the record, with a plain value or with nothing';

/** A schema of guesses would mislead the editor: it shows what comes once the node has run. */
export const catalioWithoutSchema: Readonly<Record<string, string>> = {
	'*.create': ATTRIBUTES,
	'*.get': ATTRIBUTES,
	'*.getAll': ATTRIBUTES,
	'*.update': ATTRIBUTES,
	'requirement.getDetail': ATTRIBUTES,
	'requirement.getFiltered': ATTRIBUTES,
	'requirement.getSupersedeable': ATTRIBUTES,
	'requirement.semanticSearch': ATTRIBUTES,
	'requirement.getStats': 'Which figures there are is not documented',
	...Object.fromEntries(
		[
			'activate',
			'analyzeSentiment',
			'assessQuality',
			'confirm',
			'deprecate',
			'generateSummary',
			'generateTags',
			'investigate',
			'reject',
			'suggestCategories',
			'supersede',
		].map((operation) => [`requirement.${operation}`, ACTION]),
	),
};
