import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Field, type Item, type OperationDefinition } from '../../../shared/operation';
import { locator, text } from '../../../shared/operation/fields';
import { resourceTypeOf } from '../../resourceTypes';
import { flattenFields, outputField, presented } from '../fields/output';
import { checkName, checkRecordId, recordLocator } from '../fields/record';
import { presentDocument } from '../operations/current';
import { actionBody, argumentFields } from './arguments';

const requirement = resourceTypeOf('requirement');

interface Action {
	readonly operation: string;
	readonly name: string;
	readonly action: string;
	readonly description: string;
	/** The last part of the path. */
	readonly path: string;
	readonly fields?: readonly Field[];
	readonly arguments?: (item: Item) => JsonObject;
}

const reason = text('reason', 'Reason', { rows: 2, description: 'Sent as the argument "reason" if filled in. Whether Catalio takes one is not documented.' });

const withReason = (item: Item): JsonObject => (item.text('reason') === '' ? {} : { reason: item.text('reason') });

/** All steps in the life of a requirement, and what Catalio's AI does with it. */
const ACTIONS: readonly Action[] = [
	{ operation: 'activate', name: 'Activate', action: 'Activate requirement', description: 'Move a requirement to active', path: 'activate' },
	{ operation: 'analyzeSentiment', name: 'Analyze Sentiment', action: 'Analyze requirement sentiment', description: 'Let AI read the sentiment of a requirement', path: 'analyze-sentiment' },
	{ operation: 'assessQuality', name: 'Assess Quality', action: 'Assess requirement quality', description: 'Let AI judge the quality of a requirement', path: 'assess-quality' },
	{ operation: 'confirm', name: 'Confirm', action: 'Confirm requirement', description: 'Confirm a requirement as it stands', path: 'confirm' },
	{ operation: 'deprecate', name: 'Deprecate', action: 'Deprecate requirement', description: 'Mark a requirement as deprecated', path: 'deprecate', fields: [reason], arguments: withReason },
	{ operation: 'generateSummary', name: 'Generate Summary', action: 'Generate requirement summary', description: 'Let AI write a summary of a requirement', path: 'generate-summary' },
	{ operation: 'generateTags', name: 'Generate Tags', action: 'Generate requirement tags', description: 'Let AI propose tags for a requirement', path: 'generate-tags' },
	{ operation: 'investigate', name: 'Investigate', action: 'Investigate requirement', description: 'Put a requirement under investigation', path: 'investigate', fields: [reason], arguments: withReason },
	{ operation: 'reject', name: 'Reject', action: 'Reject requirement', description: 'Reject a requirement, with a reason if there is one', path: 'reject', fields: [reason], arguments: withReason },
	{ operation: 'suggestCategories', name: 'Suggest Categories', action: 'Suggest requirement categories', description: 'Let AI propose categories for a requirement', path: 'suggest-categories' },
	{
		operation: 'supersede',
		name: 'Supersede',
		action: 'Supersede requirement',
		description: 'Replace a requirement by another one',
		path: 'supersede',
		fields: [
			locator('supersededById', 'Superseded By', { required: true, search: 'searchRecords', checkId: checkRecordId, description: 'The requirement that takes its place' }),
			{
				...text('supersededByArgument', 'Argument Name', {
					group: 'options',
					default: 'superseded_by_id',
					description: 'What the argument with the ID of the other requirement is called. Catalio does not document it.',
				}),
				read: (value) => checkName(typeof value === 'string' && value.trim() !== '' ? value.trim() : 'superseded_by_id', 'Argument Name'),
			},
		],
		arguments: (item) => ({ [item.text('supersededByArgument')]: item.text('supersededById') }),
	},
];

/** An action may answer with the record, with a plain value, or with nothing: the ID is always there to go on with. */
const answered = (answer: JsonObject, item: Item): JsonObject[] =>
	answer.data === undefined || answer.data === null ? [{ id: item.text('recordId'), ...answer }] : presented(answer, item, requirement);

export const actions: readonly OperationDefinition[] = ACTIONS.map(({ path, fields = [], arguments: argumentsOf = () => ({}), ...texts }) =>
	defineOperation({
		...texts,
		endpoint: `POST /api/v1/requirements/{id}/${path}`,
		alsoReaches: ['GET /api/v1/requirements/{id}'],
		effect: 'write',
		fields: [recordLocator(), ...fields, outputField('options'), ...argumentFields(), ...flattenFields()],
		parts: (item) => actionBody(item, argumentsOf(item)),
		check: async (item) => {
			if (!item.dryRun) return {};
			const [current = {}] = presented(await presentDocument(item, item.text('recordId'), requirement), item, requirement);
			return { current };
		},
		present: answered,
	}),
);
