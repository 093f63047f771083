type Identifier = { readonly type: string; readonly id: string };
type Resource = Identifier & { readonly attributes?: Record<string, unknown>; readonly relationships?: Record<string, { readonly data?: Identifier | readonly Identifier[] | null }> };
type Document = { readonly data: readonly Resource[]; readonly included?: readonly Resource[] };
type Linked = Record<string, unknown>;

/**
 * The least that links a document's resources: one object for each in a Map of Maps (type, then id), then every reference replaced by its object. No check of
 * anything, no links or meta, no care for names that clash, and circles stay circles, which no item of n8n can be.
 */
export function naiveGraph({ data, included = [] }: Document): Linked[] {
	const byType = new Map<string, Map<string, Linked>>();
	const linked = (resource: Resource): Linked => {
		const object: Linked = { id: resource.id, type: resource.type };
		for (const name in resource.attributes) object[name] = resource.attributes[name];
		let byId = byType.get(resource.type);
		if (!byId) byType.set(resource.type, (byId = new Map()));
		byId.set(resource.id, object);
		return object;
	};
	const primary = data.map(linked);
	const others = included.map(linked);
	const find = (identifier: Identifier): unknown => byType.get(identifier.type)?.get(identifier.id) ?? identifier;
	const link = ({ relationships }: Resource, object: Linked) => {
		for (const name in relationships) {
			const linkage = relationships[name]?.data;
			object[name] = Array.isArray(linkage) ? linkage.map(find) : linkage ? find(linkage as Identifier) : linkage;
		}
	};
	data.forEach((resource, index) => link(resource, primary[index] as Linked));
	included.forEach((resource, index) => link(resource, others[index] as Linked));
	return primary;
}
