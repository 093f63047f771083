// `npm start`: a real n8n with the package and simulated vendors, with an example workflow of each that has just run. Ctrl-C stops everything.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoOwner, startN8n } from '../test/support/n8nServer.mts';
import { runDemo, tableRow } from './demo.mts';
import { demos } from './demos/index.mts';
import { editorPort, readOptions } from './editorPort.mts';
import { ensureN8n } from './n8nRuntime.mts';
import { buildPackage, root } from './program.mts';
import { stoppingOnSignals } from './stopping.mts';

const stopping = stoppingOnSignals();

/** Does everything up to the tables. Gives the faults of the runs. */
async function show(args: string[]): Promise<{ faults: string[]; once: boolean }> {
	const { once, port: askedPort } = readOptions(args);
	const port = await editorPort(askedPort, console.log);
	console.log('Building the package ...');
	await buildPackage();
	await ensureN8n(console.log);

	const vendors = await Promise.all(
		demos.map(async (demo) => {
			const simulated = await demo.start();
			stopping.add(async () => await simulated.close());
			return { demo, simulated };
		}),
	);
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-demo-'));
	stopping.add(() => rmSync(userFolder, { recursive: true, force: true, maxRetries: 5 }));
	console.log('Starting n8n ...');
	const n8n = await startN8n({ packageFolders: [root], userFolder, port });
	stopping.add(async () => await n8n.stop());

	const runs = await Promise.all(vendors.map(async ({ demo, simulated }) => ({ demo, simulated, run: await runDemo(n8n, demo, simulated) })));
	for (const { run } of runs) {
		console.log(`\n${run.workflow.name}\n`);
		console.table(run.rows.map(tableRow));
		for (const { fileName, bytes } of run.files) console.log(`File: ${fileName} (${bytes.length} bytes)`);
	}
	const faults = runs.flatMap(({ demo, simulated, run }) => simulated.faultsOf(run).map((fault) => `${demo.vendor}: ${fault}`));
	for (const fault of faults) console.error(fault);
	if (!once) {
		console.log(`
Editor     ${n8n.origin}
Sign in    ${demoOwner.email}
Password   ${demoOwner.password}
${runs.map(({ demo, simulated, run }) => `${demo.vendor.padEnd(10)} ${n8n.origin}/workflow/${run.workflow.id}\n           simulated at ${simulated.shown}`).join('\n')}

Ctrl-C stops everything.`);
	}
	return { faults, once };
}

try {
	const started = show(process.argv.slice(2));
	const stoppedEarly = await Promise.race([started.then(() => false), stopping.asked.then(() => true)]);
	if (stoppedEarly) {
		process.exitCode = 130;
		started.catch(() => {}); // what is being started meanwhile ends with this process
	} else {
		const { faults, once } = await started;
		process.exitCode = faults.length > 0 ? 1 : 0;
		if (!once) await stopping.asked;
	}
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}
await stopping.stopAll();
process.exit();
