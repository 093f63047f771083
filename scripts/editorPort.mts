import { parseArgs } from 'node:util';
import { freePorts, isFreePort } from '../test/support/n8nPorts.mts';

/** n8n's own default. */
const USUAL_PORT = 5678;

/** What may follow `npm start --` and `npm run n8n --`. Throws with the list of options on any other. */
export function readOptions(args: string[]): { once: boolean; port: number | undefined } {
	const usage = 'Options: --port <number> for the editor, --once to end after the first run.';
	let values: { once?: boolean | undefined; port?: string | undefined };
	try {
		({ values } = parseArgs({ args, options: { once: { type: 'boolean' }, port: { type: 'string' } } }));
	} catch (error) {
		throw new Error(`${error instanceof Error ? error.message : String(error)} ${usage}`);
	}
	const port = values.port === undefined ? undefined : Number(values.port);
	if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) throw new Error(`--port ${values.port} is no port: give a number from 1 to 65535. ${usage}`);
	return { once: values.once ?? false, port };
}

/**
 * The port for the editor: the one asked for, else 5678, else a free one (with a line that says so).
 * Throws when the one asked for is in use.
 */
export async function editorPort(asked: number | undefined, tell: (line: string) => void): Promise<number> {
	if (await isFreePort(asked ?? USUAL_PORT)) return asked ?? USUAL_PORT;
	if (asked !== undefined) throw new Error(`Port ${asked} is in use. End the program that uses it, or choose another one with --port.`);
	const [port] = (await freePorts(1)) as [number];
	tell(`Port ${USUAL_PORT} is in use, so the editor is on port ${port} (choose one with --port).`);
	return port;
}
