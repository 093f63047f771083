// `npm run screenshots`: the pictures in docs/images, taken of the real editor in Chromium, with simulated data.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { startAccessOwl, TOKEN } from '../test/simulators/accessowl/index.mts';
import { demoOwner, startN8n } from '../test/support/n8nServer.mts';
import { runDemo } from './demo.mts';
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

async function takeAll(page: Page, origin: string, workflowId: string): Promise<void> {
	await signIn(page, origin);
	await page.goto(`${origin}/workflow/${workflowId}`);
	await page.locator('[data-test-id="canvas-node"]').first().waitFor();
	await page.keyboard.press('1');
	await page.locator('[data-test-id="execute-workflow-button"]').first().click();
	await page.getByText(/executed successfully/i).first().waitFor({ timeout: 30_000 });
	await page.waitForTimeout(6_000); // the notice goes away by itself
	await shoot(page, 'workflow');
	await openNode(page, 'What the leaver holds');
	await shoot(page, 'get-many-access-states');
	await closeNode(page);
	await openNode(page, 'Take it away');
	await shoot(page, 'create-access-revocation');
	await closeNode(page);
	await openNode(page, 'Report');
	await shoot(page, 'report');
	await closeNode(page);
}

const stopping = stoppingOnSignals();
try {
	const executablePath = browserPath();
	mkdirSync(images, { recursive: true });
	await buildPackage();
	await ensureN8n(console.log);
	const simulator = await startAccessOwl({});
	stopping.add(async () => await simulator.close());
	const n8n = await startN8n({ packageFolders: [root] });
	stopping.add(async () => await n8n.stop());
	const { workflow } = await runDemo(n8n, { baseUrl: simulator.origin, apiToken: TOKEN });
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] });
	stopping.add(async () => await browser.close());
	const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, colorScheme: 'light' });
	try {
		await takeAll(page, n8n.origin, workflow.id);
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
