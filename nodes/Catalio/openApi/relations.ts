import type { RelationModel } from './model';
import { filteredType } from './parameters';
import { contentSchema, type Collection, type Routes } from './routes';
import type { Schemas } from './schemas';

/** What the document says of one type's relations, piece by piece. */
export interface RelationSources {
	readonly collection: Collection | undefined;
	/** The resource object's schema, and the schemas of `data` in the bodies of create and update. */
	readonly resource: unknown;
	readonly create: unknown;
	readonly update: unknown;
	/** The filter's schema, which names the type at the other end. */
	readonly filter: unknown;
	readonly attributeNames: ReadonlySet<string>;
	/** Types by their own name and by the name of their collection. */
	readonly typesByName: ReadonlyMap<string, string>;
	/** The document comes from a version of AshJsonApi that mixes up one and many. */
	readonly mixesUp: boolean;
}

const MIXED_UP = 'An array of inputs for ';

/**
 * Whether a resource object's relation is described as older versions of AshJsonApi do it: as an array in any case, and in the bodies of
 * requests as an array when it is to one and as an object when it is to many (`resource_relationship_field_data` of its open_api.ex, which
 * asked for an argument's type where a relationship has a cardinality).
 */
export const isMixedUp = (schemas: Schemas, resource: unknown): boolean =>
	[...schemas.propertiesOf(schemas.propertyAt(resource, 'relationships')).values()].some((relation) =>
		schemas.partsOf(schemas.propertyAt(relation, 'data')).description?.startsWith(MIXED_UP),
	);

type Shape = 'list' | 'single' | undefined;

function shapeOf(schemas: Schemas, data: unknown): Shape {
	const { leaves } = schemas.partsOf(data);
	if (leaves.some(({ type, items }) => type === 'array' || items !== undefined)) return 'list';
	return leaves.length > 0 ? 'single' : undefined;
}

const identifiers = (schemas: Schemas, data: unknown): unknown => schemas.partsOf(data).leaves.find(({ items }) => items !== undefined)?.items ?? data;

const identifiedTypes = (schemas: Schemas, data: unknown): readonly string[] => schemas.constantsOf(schemas.propertyAt(identifiers(schemas, data), 'type'));

/** English plurals end so; no relation of one is likely to. */
const looksPlural = (name: string): boolean => /[^su]s$/i.test(name);

/** The relations of one type, those that only a request names included. */
export function relationModels(schemas: Schemas, routes: Routes, sources: RelationSources): RelationModel[] {
	const { collection, resource, create, update, filter, attributeNames, typesByName, mixesUp } = sources;
	const [read, created, updated] = [resource, create, update].map((schema) => schemas.propertiesOf(schemas.propertyAt(schema, 'relationships')));
	const required = schemas.requiredOf(schemas.propertyAt(create, 'relationships'));
	const filters = schemas.propertiesOf(filter);
	const names = new Set([read, created, updated].flatMap((properties) => [...(properties?.keys() ?? [])]));

	return [...names].map((name): RelationModel => {
		const data = [read, created, updated].map((properties) => schemas.propertyAt(properties?.get(name), 'data'));
		const [shown, ...sent] = data.map((each) => shapeOf(schemas, each));
		const written = sent.find((shape) => shape !== undefined);
		const route = collection && routes.operation(collection, `/{}/relationships/${name}`, 'post');

		const isMany = (): boolean => {
			// JSON:API lets a client add to a to-many relation alone ("Updating To-Many Relationships").
			if (route) return true;
			if (!mixesUp && (shown ?? written) !== undefined) return (shown ?? written) === 'list';
			if (mixesUp && written !== undefined) return written === 'single';
			return !attributeNames.has(`${name}_id`) && looksPlural(name);
		};

		const typesAtTheOtherEnd = (): readonly string[] => {
			const inRoute = route && schemas.propertyAt(contentSchema(schemas, route.requestBody), 'data');
			const told = [...data, inRoute].map((each) => identifiedTypes(schemas, each)).find((types) => types.length > 0);
			const guessed = filteredType(filters.get(name)) ?? typesByName.get(name);
			return told ?? (guessed === undefined ? [] : [guessed]);
		};

		return {
			name,
			many: isMany(),
			types: typesAtTheOtherEnd(),
			onCreate: created?.has(name) ?? false,
			onUpdate: updated?.has(name) ?? false,
			requiredOnCreate: required.has(name),
		};
	});
}
