// `npm run n8n`: n8n with this package alone, for real credentials. Workflows and credentials are kept between starts.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from '../test/support/n8nPackage.mts';
import { logFile, startN8nProcess } from '../test/support/n8nProcess.mts';
import { editorPort, readOptions } from './editorPort.mts';
import { ensureN8n } from './n8nRuntime.mts';
import { buildPackage, root } from './program.mts';
import { withLock } from './setup/lock.cjs';
import { stoppingOnSignals } from './stopping.mts';

const stopping = stoppingOnSignals();
const userFolder = process.env['OFFBOARDING_HOME'] || join(homedir(), '.n8n-nodes-offboarding');

/** The user's own settings for n8n; folder and port are ours. */
const ownSettings = Object.fromEntries(
	Object.entries(process.env).filter((entry): entry is [string, string] => /^(N8N_|DB_|EXECUTIONS_|WEBHOOK_|GENERIC_)/.test(entry[0]) && !['N8N_USER_FOLDER', 'N8N_PORT'].includes(entry[0])),
);

async function serve(askedPort: number | undefined): Promise<void> {
	const port = await editorPort(askedPort, console.log);
	console.log('Building the package ...');
	await buildPackage();
	await ensureN8n(console.log);
	installPackage(root, userFolder);
	console.log('Starting n8n ...');
	const n8n = await startN8nProcess({ userFolder, port, env: ownSettings });
	stopping.add(async () => await n8n.stop());
	console.log(`\nEditor  ${n8n.origin}\nData    ${userFolder}\nLog     ${logFile(userFolder)}\n\nCtrl-C stops it.`);
	if (await Promise.race([stopping.asked.then(() => false), n8n.ended.then(() => true)])) {
		throw new Error(`n8n ended by itself. The end of its log:\n${n8n.logs().slice(-2000)}`);
	}
}

try {
	const { port } = readOptions(process.argv.slice(2));
	await Promise.race([
		withLock(
			join(userFolder, 'running.lock'),
			async () => await serve(port),
			(pid) => {
				throw new Error(`Another n8n uses ${userFolder} already (process ${pid}). Stop it first, or set OFFBOARDING_HOME to another folder.`);
			},
		),
		stopping.asked,
	]);
} catch (error) {
	console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	process.exitCode = 1;
}
await stopping.stopAll();
process.exit();
