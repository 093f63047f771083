// `npm run screenshots`: the pictures in docs/images, taken of the real editor in Chromium, with simulated data. Vendors may be named: `-- Catalio`.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { LEAVER_REQUIREMENTS } from '../test/simulators/catalio/index.mts';
import type { WorkflowNode } from '../test/support/n8nClient.mts';
import { demoOwner, startN8n } from '../test/support/n8nServer.mts';
import { makeDemo, type Demo } from './demo.mts';
import { demos } from './demos/index.mts';
import { ensureN8n } from './n8nRuntime.mts';
import { buildPackage, root } from './program.mts';
import { stoppingOnSignals } from './stopping.mts';

const images = join(root, 'docs', 'images');
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

function browserPath(): string {
	const found = PLACES.find((place) => place !== undefined && existsSync(place));
	if (found) return found;
	throw new Error('No Chromium or Chrome was found. Install one, or name it: CHROMIUM=/path/to/chromium npm run screenshots');
}

async function signIn(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/signin`);
	await page.locator('input[type="email"], input[name="emailOrLdapLoginId"]').first().fill(demoOwner.email);
	await page.locator('input[type="password"]').first().fill(demoOwner.password);
	await page.getByRole('button', { name: /sign in/i }).click();
	await page.waitForURL((url) => !url.pathname.includes('signin'));
}

const shoot = async (page: Page, name: string) => {
	await page.waitForTimeout(800);
	await page.screenshot({ path: join(images, `${name}.png`) });
	console.log(`docs/images/${name}.png`);
};

const openNode = async (page: Page, name: string) => {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
	await page.locator('[data-test-id="ndv"], [data-test-id="node-parameters"]').first().waitFor();
};

const closeNode = async (page: Page) => {
	await page.keyboard.press('Escape');
	await page.waitForTimeout(500);
};

/** Opens a workflow and runs it, so that its nodes have something to show. */
async function runInEditor(page: Page, url: string): Promise<void> {
	await page.goto(url);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await page.keyboard.press('1');
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.getByText(/executed successfully/i).first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(6_000); // the notice goes away by itself
}

const takeNode = async (page: Page, node: string, name: string) => {
	await openNode(page, node);
	await shoot(page, name);
	await closeNode(page);
};

/** Runs the open node once more: the editor takes the fields that it has just loaded for a change since the last run. */
const runStep = async (page: Page) => {
	await page.locator('[data-test-id="node-execute-button"]').first().click();
	await page.getByText(/executed successfully/i).first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(6_000); // the notice goes away by itself
};

/** Shows the items of a panel of the open node as JSON. */
const showJson = async (page: Page, panel: 'input' | 'output') => {
	await page.locator(`[data-test-id="${panel === 'input' ? 'ndv-input-panel' : 'output-panel'}"] [data-test-id="radio-button-json"]`).first().click();
	await page.mouse.move(0, 0);
};

/** The editor with a vendor's example open and run. */
interface Studio {
	readonly page: Page;
	/** Saves nodes as a workflow, one after the other behind a manual trigger, gives them the vendor's credentials, and runs it in the editor. */
	readonly run: (nodes: ReadonlyArray<Pick<WorkflowNode, 'name' | 'type'> & { parameters: Record<string, unknown> }>) => Promise<void>;
}

/** A new requirement with some of the fields that the editor gets from the organization's own description. */
const mapped = [
	{
		name: 'New requirement',
		type: 'n8n-nodes-offboarding.catalio',
		parameters: {
			resource: 'requirement',
			operation: 'create',
			fieldValues: { mappingMode: 'defineBelow', value: { title: 'List what a leaver still owns', status: 'draft', priority: 'high' }, matchingColumns: [], schema: [] },
			options: {},
		},
	},
];

/** A requirement with related records, as JSON:API has it and as the node gives it. */
const rawAndFlattened = (['raw', 'flattened'] as const).map((output) => ({
	name: output === 'raw' ? 'Raw' : 'Flattened',
	type: 'n8n-nodes-offboarding.catalio',
	parameters: {
		resource: 'requirement',
		operation: 'get',
		recordId: { __rl: true, mode: 'id', value: LEAVER_REQUIREMENTS.plain[1] },
		output,
		options: { include: ['persona'], fieldsets: { fieldset: [{ type: 'requirement', fields: 'title,status,priority,owner_id,persona' }, { type: 'persona', fields: 'name,description' }] } },
	},
}));

/** A ticket by a tool of the Integration Hub, with the inputs that the editor gets from the tool's own schema. */
const ticketByHub = [
	{
		name: 'Open a ticket',
		type: 'n8n-nodes-offboarding.rezolveHub',
		parameters: {
			resource: 'tool',
			operation: 'execute',
			domain: 'itsm',
			toolKey: { __rl: true, mode: 'list', value: 'itsm.tickets.create', cachedResultName: 'itsm.tickets.create (write)' },
			inputValues: { mappingMode: 'defineBelow', value: { subject: 'Take back the laptop of Robin Vale', priority: 'high', requester_email: 'kim.osei@example.com' }, matchingColumns: [], schema: [] },
			options: {},
		},
	},
];

/** What is taken of each vendor's example, by vendor. */
const pictures: Readonly<Record<string, (studio: Studio) => Promise<void>>> = {
	AccessOwl: async ({ page }) => {
		await shoot(page, 'workflow');
		await takeNode(page, 'What the leaver holds', 'get-many-access-states');
		await takeNode(page, 'Take it away', 'create-access-revocation');
		await takeNode(page, 'Report', 'report');
	},
	Oleria: async ({ page }) => {
		await shoot(page, 'oleria-workflow');
		await takeNode(page, 'What the leaver has', 'oleria-filters');
		await takeNode(page, 'Report', 'oleria-rows');
	},
	Catalio: async ({ page, run }) => {
		await shoot(page, 'catalio-workflow');
		await takeNode(page, 'Report', 'catalio-report');
		await run(mapped);
		await takeNode(page, 'New requirement', 'catalio-mapper');
		await run(rawAndFlattened);
		await openNode(page, 'Flattened');
		await showJson(page, 'input');
		await showJson(page, 'output');
		await shoot(page, 'catalio-flattened-and-raw');
		await closeNode(page);
	},
	'Rezolve.ai': async ({ page, run }) => {
		await shoot(page, 'rezolve-workflow');
		await takeNode(page, 'Their keys', 'rezolve-panel');
		await run(ticketByHub);
		await openNode(page, 'Open a ticket');
		await runStep(page);
		await shoot(page, 'rezolve-hub');
		await closeNode(page);
	},
};

/** The examples of the vendors that were named, of all when none was. Throws for a name that has none. */
function chosenDemos(names: readonly string[]): readonly Demo[] {
	const unknown = names.find((name) => !demos.some(({ vendor }) => vendor === name));
	if (unknown) throw new Error(`There is no example of "${unknown}", only of ${demos.map(({ vendor }) => vendor).join(', ')}.`);
	return names.length === 0 ? demos : demos.filter(({ vendor }) => names.includes(vendor));
}

const stopping = stoppingOnSignals();
try {
	const chosen = chosenDemos(process.argv.slice(2));
	const executablePath = browserPath();
	mkdirSync(images, { recursive: true });
	await buildPackage();
	await ensureN8n(console.log);
	const n8n = await startN8n({ packageFolders: [root] });
	stopping.add(async () => await n8n.stop());
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
	stopping.add(async () => await browser.close());
	const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'light' });
	try {
		await signIn(page, n8n.origin);
		for (const demo of chosen) {
			const simulated = await demo.start();
			stopping.add(async () => await simulated.close());
			const { workflow, credentials } = await makeDemo(n8n, demo, simulated);
			const open = async (id: string) => await runInEditor(page, `${n8n.origin}/workflow/${id}`);
			const run: Studio['run'] = async (given) => {
				const trigger = { name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} };
				const nodes = [trigger, ...given.map((node) => ({ ...node, credentials }))].map((node, index) => ({ ...node, id: randomUUID(), typeVersion: 1, position: [index * 220, 0] }));
				const connections = Object.fromEntries(given.map(({ name }, index) => [nodes[index]?.name, { main: [[{ node: name, type: 'main', index: 0 }]] }]));
				await open((await n8n.createWorkflow({ name: `${demo.vendor} pictures`, nodes, connections })).id);
			};
			await open(workflow.id);
			await pictures[demo.vendor]?.({ page, run });
		}
	} catch (error) {
		await shoot(page, 'failed');
		throw error;
	}
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
await stopping.stopAll();
process.exit();
