import { defineResource, type OperationDefinition, type Room } from '../../shared/operation';
import { dialect } from '../dialect';
import { RESOURCE_TYPES, type ResourceType } from '../resourceTypes';
import { create } from './operations/create';
import { deleteRecord } from './operations/delete';
import { get } from './operations/get';
import { getMany } from './operations/getMany';
import { relationshipOperations } from './operations/relationship';
import { update } from './operations/update';
import { actions } from './requirement/actions';
import { getDetail, getFiltered, getStats, getSupersedeable, semanticSearch } from './requirement/lists';

/** What only requirements can do. */
const MORE: Readonly<Record<string, readonly OperationDefinition[]>> = {
	requirement: [...actions, getDetail, getFiltered, getStats, getSupersedeable, semanticSearch],
};

const byName = (one: { name: string }, other: { name: string }): number => one.name.localeCompare(other.name);

function resourceFrom(type: ResourceType) {
	const { resource, name, description } = type;
	const list = getMany(type);
	const operations = [create(type), deleteRecord(type), get(type), list, update(type), ...relationshipOperations(type), ...(MORE[resource] ?? [])];
	return defineResource({ resource, name, description, operations: operations.sort(byName), default: list });
}

const resources = RESOURCE_TYPES.map(resourceFrom);

/** Ten resources from one table. */
export const catalio: Room = {
	dialect,
	resources,
	default: resources.find(({ resource }) => resource === 'requirement') ?? (resources[0] as Room['default']),
};
