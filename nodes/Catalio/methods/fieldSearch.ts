import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { matches, searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import type { FilterModel, TenantModel, TypeModel } from '../openApi';
import type { ResourceType } from '../resourceTypes';
import { knownOf, resourceIn, type Known } from './currentResource';
import { labelOf, pathLabel } from './labels';

type Entry = INodeListSearchResult['results'][number];

/** By what people read, the resource's own before those across a relation. */
const inOrder = (entries: readonly Entry[]): Entry[] => {
	const depth = ({ value }: Entry) => String(value).split('.').length;
	return [...entries].sort((a, b) => depth(a) - depth(b) || a.name.localeCompare(b.name));
};

async function search(context: ILoadOptionsFunctions, typed: string | undefined, entriesOf: (known: Known, resource: ResourceType) => readonly Entry[]): Promise<INodeListSearchResult> {
	return await searchWith(context, dialect, async (session) => {
		const resource = resourceIn(context);
		const entries = entriesOf(await knownOf(session, resource), resource);
		return { results: inOrder(entries).filter(({ name, value }) => matches(typed, name, value)) };
	});
}

/** Names of attributes as the concept pages let assume them. */
const assumedEntries = ({ attributes, useful }: ResourceType, description: string): Entry[] =>
	[...new Set([...attributes.map(({ name }) => name), ...useful, 'inserted_at', 'updated_at'])].map((name) => ({ name: labelOf(name), value: name, description }));

const filterEntry = ({ name, operators }: FilterModel, relation?: string): Entry => {
	const path = relation === undefined ? name : `${relation}.${name}`;
	return { name: pathLabel(path), value: path, description: `Operators: ${operators.join(', ')}` };
};

/** The filters of the records at the other end of each relation, as `persona.name`. */
const filtersAcross = ({ relationships }: TypeModel, { types }: TenantModel): Entry[] =>
	relationships.flatMap(({ name, types: ends }) => ends.flatMap((end) => (types.get(end)?.filters ?? []).map((filter) => filterEntry(filter, name))));

/** What the chosen resource can be filtered by. */
export async function searchFilterFields(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(this, filter, ({ type, model, assumed }, resource) =>
		type && model ? [...type.filters.map((each) => filterEntry(each)), ...filtersAcross(type, model)] : assumedEntries(resource, assumed),
	);
}

/** What the chosen resource can be sorted by. */
export async function searchSortFields(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(this, filter, ({ type, assumed }, resource) => type?.sorts.map((name) => ({ name: labelOf(name), value: name })) ?? assumedEntries(resource, assumed));
}

/** The relations of the chosen resource. */
export async function searchRelations(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await search(this, filter, ({ type, assumed }, resource) => {
		const entry = (name: string, many: boolean, types: readonly string[], ...more: readonly string[]): Entry => {
			const end = `To ${many ? 'many' : 'one'}${types.length > 0 ? `: ${types.map(labelOf).join(', ')}` : ''}`;
			return { name: labelOf(name), value: name, description: [end, ...more].join('. ') };
		};
		return (
			type?.relationships.map(({ name, many, types }) => entry(name, many, types)) ??
			resource.relations.map(({ name, many = false, type: end }) => entry(name, many, [end], assumed))
		);
	});
}
