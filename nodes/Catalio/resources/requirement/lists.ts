import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { rows, text } from '../../../shared/operation/fields';
import { checkName } from '../fields/record';
import { resourceTypeOf } from '../../resourceTypes';
import { flattenFields, outputField, presented } from '../fields/output';
import { shapeFields, shapeQuery } from '../fields/query';
import { singleOf } from '../operations/get';
import { listOf } from '../operations/getMany';
import { actionBody, argumentFields } from './arguments';

const requirement = resourceTypeOf('requirement');

export const getFiltered = listOf(requirement, {
	operation: 'getFiltered',
	name: 'Get Many Filtered',
	action: 'Get many filtered requirements',
	description: 'Retrieve requirements through the list that takes filters of its own',
	endpoint: 'GET /api/v1/requirements/filtered',
	fields: [
		rows('queryParameters', 'Query Parameters', {
			rowName: 'parameter',
			rowTitle: 'Parameter',
			description: 'The filters of this list. Catalio does not document their names; its API description shows them.',
			columns: (prefix) => [
				text('name', `${prefix}Name`, { required: true, placeholder: 'e.g. search' }),
				text('value', `${prefix}Value`),
			],
		}),
	],
	query: ({ queryParameters }) => Object.fromEntries(((queryParameters ?? []) as JsonObject[]).map(({ name, value = '' }) => [String(name), String(value)])),
});

export const getSupersedeable = listOf(requirement, {
	operation: 'getSupersedeable',
	name: 'Get Many Supersedeable',
	action: 'Get many supersedeable requirements',
	description: 'Retrieve requirements that may replace others or be replaced',
	endpoint: 'GET /api/v1/requirements/supersedeable',
});

export const getDetail = singleOf(requirement, {
	operation: 'getDetail',
	name: 'Get Detail',
	action: 'Get requirement detail',
	description: 'Retrieve one requirement together with all that is connected with it',
	endpoint: 'GET /api/v1/requirements/{id}/detail',
});

export const getStats = defineOperation({
	operation: 'getStats',
	name: 'Get Stats',
	action: 'Get requirement stats',
	description: 'Retrieve figures about the requirements of the organization',
	endpoint: 'GET /api/v1/requirements/stats',
	effect: 'read',
	fields: [],
	present: (answer) => [figures(answer)],
});

/** What a document holds besides its figures. */
const AROUND = new Set(['data', 'jsonapi', 'links', 'meta', 'result']);

/** The figures, wherever the answer holds them. What is no object stands under `result`. */
function figures(answer: JsonObject): JsonObject {
	const { data, result, meta } = answer;
	if (isRecord(data) && isRecord(data.attributes)) return data.attributes;
	const held = result ?? data ?? (Object.keys(answer).every((name) => AROUND.has(name)) ? meta : undefined);
	if (held === undefined || held === null) return answer;
	return isRecord(held) ? held : { result: held };
}

const named = (name: string, displayName: string, fallback: string) => ({
	...text(name, displayName, { group: 'options' as const, default: fallback, description: 'What the argument is called. Catalio does not document it.' }),
	read: (value: unknown) => checkName(typeof value === 'string' && value.trim() !== '' ? value.trim() : fallback, displayName),
});

export const semanticSearch = defineOperation({
	operation: 'semanticSearch',
	name: 'Semantic Search',
	action: 'Search requirements semantically',
	description: 'Find requirements by what they mean, the most similar first',
	endpoint: 'POST /api/v1/requirements/semantic-search',
	effect: 'read',
	output: 'list',
	paged: false,
	fields: [
		text('query', 'Query', { required: true, placeholder: 'e.g. exports that finance needs at the end of a month', description: 'What the requirements should be about' }),
		outputField(),
		named('queryArgument', 'Query Argument', 'query'),
		named('limitArgument', 'Limit Argument', 'limit'),
		...argumentFields(),
		...shapeFields(),
		...flattenFields(),
	],
	parts: (item) => ({ query: shapeQuery(item), ...actionBody(item, searchArguments(item)) }),
	// A search by POST: it changes nothing, so it may be repeated, and it comes without pages.
	run: async (item) => {
		const { session, settings } = item;
		if (settings.limit === 0) return [];
		const request = item.request();
		const answer = session.recordOf(session.expect(await session.send(request, 'inherent'), request), request);
		return matchesIn(answer, item);
	},
});

const searchArguments = (item: Item): JsonObject => ({
	[item.text('queryArgument')]: item.text('query'),
	...(item.settings.returnAll ? {} : { [item.text('limitArgument')]: item.settings.limit }),
});

/** Matches come as a document, as a list, or wrapped. The limit is kept even where the server does not; related records do not count. */
function matchesIn(answer: JsonObject, item: Item): JsonObject[] {
	const { limit } = item.settings;
	const { data, result } = answer;
	if (Array.isArray(data)) return presented({ ...answer, data: data.slice(0, limit) }, item, requirement);
	if (data !== undefined) return presented(answer, item, requirement);
	if (Array.isArray(result)) return result.slice(0, limit).map((match) => (isRecord(match) ? match : { result: match }));
	return [answer];
}
