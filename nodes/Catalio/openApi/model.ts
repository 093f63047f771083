/** What a value of an attribute may be. `any` is a value that the document does not tell the shape of. */
export type AttributeKind = 'any' | 'array' | 'boolean' | 'date' | 'dateTime' | 'number' | 'object' | 'options' | 'string';

export interface AttributeModel {
	readonly name: string;
	readonly kind: AttributeKind;
	/** For `options`: the values that the vendor lists. Suggestions: others may come with its next version. */
	readonly values?: readonly string[];
	readonly nullable: boolean;
	readonly description?: string;
}

export interface WritableAttributeModel extends AttributeModel {
	readonly required: boolean;
}

export interface RelationModel {
	readonly name: string;
	readonly many: boolean;
	/** The types at its other end; none where the document does not tell. */
	readonly types: readonly string[];
	/** Whether a create or an update takes linkage for it. */
	readonly onCreate: boolean;
	readonly onUpdate: boolean;
	readonly requiredOnCreate: boolean;
}

export interface FilterModel {
	readonly name: string;
	/** As the query spells them, in the order of the document. */
	readonly operators: readonly string[];
}

export interface PagingModel {
	readonly offset: boolean;
	readonly keyset: boolean;
	/** Whether `page[count]` may be asked for. */
	readonly countable: boolean;
	readonly maxLimit?: number;
}

/** What a tenant's own description says of one type of JSON:API. */
export interface TypeModel {
	readonly type: string;
	/** The collection's name in paths; left out for a type that has no list of its own. */
	readonly collection?: string;
	readonly attributes: readonly AttributeModel[];
	readonly createAttributes: readonly WritableAttributeModel[];
	readonly updateAttributes: readonly WritableAttributeModel[];
	readonly relationships: readonly RelationModel[];
	readonly filters: readonly FilterModel[];
	readonly sorts: readonly string[];
	/** Paths with dots. */
	readonly includes: readonly string[];
	readonly paging: PagingModel;
}

export interface TenantModel {
	/** By type. */
	readonly types: ReadonlyMap<string, TypeModel>;
}

/** The type behind a resource of the node: by its collection, which is documented, or else by its name, which partly is assumed. */
export function typeModelOf({ types }: TenantModel, { type, collection }: { readonly type: string; readonly collection: string }): TypeModel | undefined {
	for (const model of types.values()) if (model.collection === collection) return model;
	return types.get(type);
}
