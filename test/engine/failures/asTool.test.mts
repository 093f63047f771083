import { NodeHelpers, type INode, type INodeParameters, type INodeProperties, type INodePropertyOptions, type INodeType } from 'n8n-workflow';
import { LEAVER_ID, LEDGER_ID, MANAGER_ID, OPEN_REQUEST_ID, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { asTool, loadedPackage } from '../../support/engine.mts';
import { run, startPlanted, writesOf } from './failing.mts';

let simulator: AccessOwlSimulator;
let node: INodeType;
let tool: INodeType;
beforeAll(async () => {
	simulator = await startPlanted();
	node = (await loadedPackage()).nodeTypes.accessOwl?.type as INodeType;
	tool = asTool(node);
});
afterEach(() => simulator.expectNoViolations());
afterAll(async () => await simulator.close());

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

/** What the panel shows of a node with these parameters. */
function shown({ description }: INodeType, parameters: INodeParameters): INodeProperties[] {
	const stored = { id: 'x', name: 'x', type: description.name, typeVersion: 1, position: [0, 0], parameters } as INode;
	return description.properties.filter((property) => NodeHelpers.displayParameter(parameters, property, stored, description));
}

function operationsOf(type: INodeType, resource: string): string[] {
	const selectors = shown(type, { resource }).filter(({ name }) => name === 'operation');
	expect(selectors).toHaveLength(1);
	return (selectors[0]?.options as INodePropertyOptions[]).map(({ value }) => String(value));
}

const resources = (): string[] => {
	const selector = node.description.properties.find(({ name }) => name === 'resource');
	return (selector?.options as INodePropertyOptions[]).map(({ value }) => String(value));
};

/** Nothing undoes these, whoever asked for them. */
const WITHHELD: Readonly<Record<string, readonly string[]>> = { user: ['create', 'offboard'], application: ['replaceUserList'] };

describe('the node as a tool', () => {
	it('is offered everything but what nothing can undo, in one selector for each resource', () => {
		for (const resource of resources()) {
			const withheld = WITHHELD[resource] ?? [];
			expect(operationsOf(node, resource)).toEqual(expect.arrayContaining([...withheld]));
			expect(operationsOf(tool, resource)).toEqual(operationsOf(node, resource).filter((name) => !withheld.includes(name)));
		}
	});

	it('has a default operation that it is offered', () => {
		for (const resource of resources()) {
			const [selector] = shown(tool, { resource }).filter(({ name }) => name === 'operation');
			expect((selector?.options as INodePropertyOptions[]).map(({ value }) => value)).toContain(selector?.default);
		}
	});

	it('describes each operation and action in words of its own', () => {
		const texts = resources().flatMap((resource) =>
			shown(tool, { resource })
				.filter(({ name }) => name === 'operation')
				.flatMap(({ options }) => options as INodePropertyOptions[]),
		);
		const actions = texts.map(({ action }) => action);
		expect(new Set(actions).size).toBe(actions.length);
		for (const { description } of texts) expect(description?.length).toBeGreaterThan(20);
	});

	it.each([
		['user', 'offboard', { userId: byId(MANAGER_ID), when: 'now' }],
		['user', 'create', { email: 'new@example.com', firstName: 'New', lastName: 'Person' }],
		['application', 'replaceUserList', { applicationId: byId(LEDGER_ID), confirmTitle: 'Ledger Console', access: { entry: [{ userEmail: 'kim.osei@example.com' }] } }],
	] as const)('refuses %s: %s even where a workflow names it, and sends nothing', async (resource, operation, parameters) => {
		const before = simulator.requests.length;
		const { error } = await run(simulator, [resource, operation], parameters as unknown as INodeParameters, { node: 'accessOwlTool' });

		expect(error?.message).toMatch(/^[A-Z][\w ]+ is not available to AI agents$/);
		expect(error?.description).toMatch(/behind an approval by a person\.$/);
		expect(simulator.requests.length).toBe(before);
	});

	it('carries out what it is offered', async () => {
		const { json, error } = await run(simulator, ['user', 'get'], { userId: byId(LEAVER_ID) }, { node: 'accessOwlTool' });

		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ id: LEAVER_ID });
	});

	it('stands for the same refusals as the node where a model gives a wrong value', async () => {
		const writes = writesOf(simulator).length;
		const { error } = await run(simulator, ['accessRequest', 'reject'], { accessRequestId: byId(OPEN_REQUEST_ID), reason: 'No longer needed' }, { node: 'accessOwlTool' });

		expect(error?.message).toBe('The access request has the status "pending_approval" [Item 0]');
		expect(error?.description).toMatch(/Use Deny while it waits for approval/);
		expect(writesOf(simulator).length).toBe(writes);
	});
});
