// `npm run screenshots`: the pictures in docs/images, taken of the real editor in Chromium, with simulated data.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { demoOwner, startN8n } from '../test/support/n8nServer.mts';
import { runDemo } from './demo.mts';
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

/** What is taken of each vendor's example, by vendor; each begins with the workflow open and run. */
const pictures: Readonly<Record<string, (page: Page) => Promise<void>>> = {
	AccessOwl: async (page) => {
		await shoot(page, 'workflow');
		await takeNode(page, 'What the leaver holds', 'get-many-access-states');
		await takeNode(page, 'Take it away', 'create-access-revocation');
		await takeNode(page, 'Report', 'report');
	},
	Oleria: async (page) => {
		await shoot(page, 'oleria-workflow');
		await takeNode(page, 'What the leaver has', 'oleria-filters');
		await takeNode(page, 'Report', 'oleria-rows');
	},
};

const stopping = stoppingOnSignals();
try {
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
		for (const demo of demos) {
			const simulated = await demo.start();
			stopping.add(async () => await simulated.close());
			const { workflow } = await runDemo(n8n, demo, simulated);
			await runInEditor(page, `${n8n.origin}/workflow/${workflow.id}`);
			await pictures[demo.vendor]?.(page);
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
