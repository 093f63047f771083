import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { LEAVER_CLIENTS, LEAVER_EMAIL, LEAVER_KEYS, startRezolve, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import { runRezolve, runRezolveHub } from '../../support/rezolve.mts';

const examplesOf = (page: string): IDataObject[] =>
	[...readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', page), 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text]) => JSON.parse(String(text)) as IDataObject);

const [deletion, rotation] = examplesOf('rezolve.md');
const [held] = examplesOf('rezolve-hub.md');

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

let simulator: RezolveSimulator;
beforeEach(async () => {
	simulator = await startRezolve();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

describe('The examples on the pages of Rezolve', () => {
	it('show the dry run of a deletion as it is, with a part of the record', async () => {
		const { json } = await runRezolve(simulator, 'oauthClient', 'delete', { clientId: byId(LEAVER_CLIENTS.machine), options: { dryRun: true } });

		const [{ current, ...plan }] = JSON.parse(JSON.stringify(json).replaceAll(simulator.origin, 'https://api.rezolve.ai')) as [IDataObject];
		const { current: shown, ...planShown } = deletion!;
		expect(plan).toEqual(planShown);
		expect(current).toMatchObject(shown as IDataObject);
	});

	it('show a part of a rotated key as it is', async () => {
		const vault = rotation!.vault as IDataObject;
		const into = { secretHandling: 'vault', vaultIntegrationId: String(vault.integrationId), vaultCredentialName: String(vault.credentialName) };
		const { json } = await runRezolve(simulator, 'apiKey', 'rotate', { keyId: byId(LEAVER_KEYS.star), graceOff: false, gracePeriodMinutes: 1440, ...into });

		expect(json).toEqual([expect.objectContaining({ id: rotation!.id })]);
		expect(json[0]).toMatchObject(rotation!);
	});

	it('show a call that waits for an approval as it is, but for the words of the Hub', async () => {
		const { json } = await runRezolveHub(simulator, 'tool', 'execute', {
			toolKey: byId('directory.users.disable'),
			specify: 'json',
			inputJson: { email: LEAVER_EMAIL },
			allowedRisk: 'destructive',
			options: { idempotencyKey: String(held!.idempotencyKey) },
		});

		const [{ message, details, requestId, ...shown } = {}] = json;
		expect(shown).toEqual(held);
		expect([message, details, requestId]).toEqual([expect.any(String), expect.any(Object), expect.any(String)]);
	});
});
