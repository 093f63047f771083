import { NodeHelpers, type INode, type INodeParameters, type INodeProperties, type INodePropertyOptions, type INodeType } from 'n8n-workflow';
import { asTool, loadedPackage } from '../../support/engine.mts';
import { asJson, byId, KIM, useCatalioWrites, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();
let node: INodeType;
let tool: INodeType;
beforeAll(async () => {
	node = (await loadedPackage()).nodeTypes.catalio?.type as INodeType;
	tool = asTool(node);
});

/** What the panel shows of a node with these parameters. */
function shown({ description }: INodeType, parameters: INodeParameters): INodeProperties[] {
	const stored = { id: 'x', name: 'x', type: description.name, typeVersion: 1, position: [0, 0], parameters } as INode;
	return description.properties.filter((property) => NodeHelpers.displayParameter(parameters, property, stored, description));
}

function operationsOf(type: INodeType, resource: string): INodePropertyOptions[] {
	const selectors = shown(type, { resource }).filter(({ name }) => name === 'operation');
	expect(selectors).toHaveLength(1);
	return selectors[0]?.options as INodePropertyOptions[];
}

const resources = WRITTEN_TYPES.map(({ resource }) => resource);

describe('the node as a tool', () => {
	it.each(resources)('is offered all that the node can do with %s but what nothing undoes, in words of their own', (resource) => {
		const offered = operationsOf(tool, resource);

		const everything = operationsOf(node, resource).map(({ value }) => value);
		expect(offered.map(({ value }) => value)).toEqual(resource === 'requirement' ? everything : everything.filter((value) => value !== 'delete'));
		expect(new Set(offered.map(({ action }) => action)).size).toBe(offered.length);
		for (const { description } of offered) expect(description?.length).toBeGreaterThan(20);
	});

	it('has no two operations of the same action over all resources', () => {
		const actions = resources.flatMap((resource) => operationsOf(tool, resource).map(({ action }) => action));

		expect(new Set(actions).size).toBe(actions.length);
	});

	it('is refused a deletion for good, and nothing is sent', async () => {
		const [id = ''] = catalio.ids('persona');
		const { message } = await catalio.refusal('persona', 'delete', { recordId: byId(id) }, { node: 'catalioTool' });

		expect(message).toContain('is not available to AI agents');
		expect(catalio.stored('persona', id)).toMatchObject({ id });
	});

	it('writes, and is refused, as the node is', async () => {
		const [id = ''] = catalio.ids('requirement');
		const [record] = await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ owner_id: KIM, benefit: 'x' }) }, { node: 'catalioTool' });
		const { description } = await catalio.refusal('requirement', 'update', { recordId: byId(id), ...asJson({ colour: 'red' }) }, { node: 'catalioTool' });

		expect(record).toMatchObject({ id });
		expect(catalio.stored('requirement', id)).toMatchObject({ benefit: 'x' });
		expect(description).toContain('colour: InvalidBody');
	});
});
