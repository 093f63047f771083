import { NodeHelpers, type IDataObject, type INode, type INodeParameters, type INodeProperties, type INodePropertyOptions, type INodeType } from 'n8n-workflow';
import { rezolve as platformRoom } from '../../../nodes/Rezolve/resources';
import { rezolveHub as hubRoom } from '../../../nodes/RezolveHub/resources';
import type { OperationDefinition } from '../../../nodes/shared/operation';
import { LEAVER_KEYS, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { asTool, loadedPackage } from '../../support/engine.mts';
import { byId, usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const rooms = { rezolve: platformRoom, rezolveHub: hubRoom };
const nodes: Record<string, INodeType> = {};
beforeAll(async () => {
	const { nodeTypes } = await loadedPackage();
	for (const name of Object.keys(rooms)) nodes[name] = nodeTypes[name]?.type as INodeType;
});

/** What the panel shows of a node with these parameters. */
function shown({ description }: INodeType, parameters: INodeParameters): INodeProperties[] {
	const stored = { id: 'x', name: 'x', type: description.name, typeVersion: 1, position: [0, 0], parameters } as INode;
	return description.properties.filter((property) => NodeHelpers.displayParameter(parameters, property, stored, description));
}

function selectorOf(type: INodeType, resource: string): INodeProperties | undefined {
	const selectors = shown(type, { resource, authentication: 'bearer' }).filter(({ name }) => name === 'operation');
	expect(selectors.length).toBeLessThanOrEqual(1);
	return selectors[0];
}
const valuesOf = (selector: INodeProperties | undefined) => ((selector?.options ?? []) as INodePropertyOptions[]).map(({ value }) => value);

const resources = Object.entries(rooms).flatMap(([node, room]) => room.resources.map((resource) => [node, resource.resource, resource] as const));
const isWithheld = ({ offeredToModels }: OperationDefinition) => offeredToModels === false;
const withheld = platformRoom.resources.flatMap(({ resource, operations }) => operations.filter(isWithheld).map((operation) => [resource, operation.operation, operation, operations.every(isWithheld)] as const));

/** Something in each field that n8n wants filled in before it runs a node at all. */
const filled = (operation: OperationDefinition): IDataObject =>
	Object.fromEntries(
		operation.fields
			.filter(({ property, group }) => property.required === true && group === undefined)
			.map(({ property: { name, type } }) => [name, type === 'resourceLocator' ? byId(LEAVER_KEYS.star) : type === 'multiOptions' ? ['x'] : name === 'confirmTenantId' ? TENANT_ID : 'x']),
	);

describe('The nodes as tools', () => {
	it.each(resources)('%s offer, of %s, all but what is withheld', (node, name, { operations }) => {
		const type = nodes[node]!;
		const offered = operations.filter(({ offeredToModels }) => offeredToModels !== false).map(({ operation }) => operation);

		expect(valuesOf(selectorOf(type, name))).toEqual(operations.map(({ operation }) => operation));
		expect(valuesOf(selectorOf(asTool(type), name))).toEqual(offered);
	});

	it.each(resources)('%s have, for %s, a default that they offer', (node, name) => {
		const selector = selectorOf(asTool(nodes[node]!), name);
		if (selector) expect(valuesOf(selector)).toContain(selector.default);
		else expect(valuesOf(selectorOf(nodes[node]!, name))).not.toHaveLength(0);
	});

	it.each(Object.keys(rooms))('%s describe each operation in words of its own', (node) => {
		const texts = rooms[node as keyof typeof rooms].resources.flatMap(({ operations }) => operations);

		expect(new Set(texts.map(({ action }) => action)).size).toBe(texts.length);
		for (const { description } of texts) expect(description.length).toBeGreaterThan(20);
	});

	it('withhold what nothing undoes', () => {
		expect(withheld.map(([resource, operation]) => `${resource} ${operation}`)).toEqual(expect.arrayContaining(['dataKey rotate', 'job trigger', 'serviceAccount create', 'tenant delete', 'tenant update']));
	});

	it('do not offer a resource of which all is withheld', () => {
		const selector = shown(asTool(nodes.rezolve!), { authentication: 'bearer' }).filter(({ name }) => name === 'resource');
		const offered = platformRoom.resources.filter(({ operations }) => !operations.every(isWithheld)).map(({ resource }) => resource);

		expect(selector).toHaveLength(1);
		expect(new Set(valuesOf(selector[0]))).toEqual(new Set(offered));
		expect(offered).not.toContain('dataKey');
		expect(offered).not.toContain('serviceAccount');
	});

	it.each(withheld)('refuse %s: %s even where a workflow names it, and send nothing', async (resource, name, operation, isAlone) => {
		const { message, description } = await rezolve.failed(resource, name, { ...filled(operation), confirm: true }, { node: 'rezolveTool' });

		// Of a resource that is not offered n8n does not even read the operation: then the resource is named.
		expect(message).toBe(`${isAlone ? platformRoom.resources.find((each) => each.resource === resource)?.name : operation.name} is not available to AI agents`);
		expect(description).toMatch(/behind an approval by a person\.$/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('carry out what they offer', async () => {
		expect(await rezolve.record('tenant', 'get', {}, { node: 'rezolveTool' })).toMatchObject({ id: TENANT_ID });
		expect(await rezolve.records('tool', 'getAll', {}, { node: 'rezolveHubTool', ...rezolve.credential('hub') })).not.toHaveLength(0);
	});
});
