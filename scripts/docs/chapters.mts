import type { OperationDefinition, ResourceDefinition } from '../../nodes/shared/operation';
import { parameterRows } from './parameterRows.mts';
import type { Vendor } from './vendor.mts';

/** A part of the page: the operations of one resource, or those that all resources have, described once. */
export interface Chapter extends ResourceDefinition {
	/** Whether it stands for all resources. */
	readonly isShared: boolean;
}

const byName = (a: { readonly name: string }, b: { readonly name: string }) => a.name.localeCompare(b.name);

const chapterOf = (resource: ResourceDefinition): Chapter => ({ ...resource, isShared: false });

/** The path in which the segment that differs from resource to resource has a name of its own. */
function commonEndpoint(endpoints: ReadonlyArray<OperationDefinition['endpoint']>): OperationDefinition['endpoint'] {
	const [first = [], ...others] = endpoints.map((endpoint) => endpoint.split('/'));
	return first.map((segment, at) => (others.every((other) => other[at] === segment) ? segment : '{collection}')).join('/') as OperationDefinition['endpoint'];
}

/**
 * The chapters of a vendor's page. Where the resources of a vendor are alike, what all of them have is told once, in the words of the example
 * with "record" in place of its name; a resource has a chapter of its own only for what it has besides. Throws where operations of one name
 * have different parameters, since one table could not describe them.
 */
export function chaptersOf(vendor: Vendor): Chapter[] {
	const { room, alike } = vendor;
	const resources = [...room.resources].sort(byName);
	if (!alike) return resources.map(chapterOf);
	const example = resources.find(({ resource }) => resource === alike.example);
	if (!example) throw new Error(`There is no resource ${alike.example}`);

	const inAll = (id: string): OperationDefinition[] => resources.flatMap(({ operations }) => operations.filter(({ operation }) => operation === id));
	const noun = example.name.toLowerCase();
	const shared = example.operations.filter(({ operation }) => inAll(operation).length === resources.length);
	for (const { operation } of shared) {
		const tables = new Set(resources.map((resource) => JSON.stringify(parameterRows(vendor, resource, inAll(operation)[resources.indexOf(resource)]!))));
		if (tables.size > 1) throw new Error(`${operation} has other parameters in some resources of ${vendor.node}`);
	}
	const told = shared.map((operation) => ({
		...operation,
		description: operation.description.replaceAll(noun, 'record'),
		endpoint: commonEndpoint(inAll(operation.operation).map(({ endpoint }) => endpoint)),
	}));
	// What has another name in one resource means something else there.
	const isTold = ({ operation, name }: OperationDefinition) => told.some((each) => each.operation === operation && each.name === name);
	const own = resources.map((resource) => chapterOf({ ...resource, operations: resource.operations.filter((operation) => !isTold(operation)) }));
	return [
		{ ...example, name: 'Every Resource', description: alike.description, operations: told, isShared: true },
		...own.filter(({ operations }) => operations.length > 0),
	];
}
