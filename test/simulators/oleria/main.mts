import { parseArgs } from 'node:util';
import { AUDIENCE, bigExport, CLIENT_ID, CLIENT_SECRET, DEFAULT_SWITCHES, SCOPE, startOleria, type StreamedBody, type Switches } from './index.mts';

/** `name=value` as a switch; the value is JSON where it is JSON (true, 200, null), text otherwise. Throws for an unknown name. */
function switchFrom(text: string): Partial<Switches> {
	const [name = '', value = 'true'] = text.split(/=(.*)/s);
	if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`There is no switch "${name}". There are: ${Object.keys(DEFAULT_SWITCHES).join(', ')}`);
	return { [name]: /^(true|false|null|-?\d+)$/.test(value) ? (JSON.parse(value) as unknown) : value };
}

/** `context=rows` or `context=rows:bytesPerRow` as a big file for that context. Throws for anything else. */
function fileFrom(text: string): Record<string, StreamedBody> {
	const [, context, rows, bytesPerRow] = /^(\w+)=(\d+)(?::(\d+))?$/.exec(text) ?? [];
	if (context === undefined) throw new Error(`A file is context=rows or context=rows:bytesPerRow, not "${text}"`);
	return { [context]: bytesPerRow === undefined ? bigExport(Number(rows)) : bigExport(Number(rows), Number(bytesPerRow)) };
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		'authentication-port': { type: 'string', default: '0' },
		'file-port': { type: 'string', default: '0' },
		'mirror-port': { type: 'string', default: '0' },
		switch: { type: 'string', multiple: true, default: [] },
		limit: { type: 'string', default: '1000' },
		'window-ms': { type: 'string', default: '60000' },
		file: { type: 'string', multiple: true, default: [] },
	},
});

const simulator = await startOleria({
	port: Number(values.port),
	authenticationPort: Number(values['authentication-port']),
	filePort: Number(values['file-port']),
	mirrorPort: Number(values['mirror-port']),
	switches: Object.assign({}, ...values.switch.map(switchFrom)) as Partial<Switches>,
	rateLimit: { limit: Number(values.limit), windowMs: Number(values['window-ms']) },
	files: Object.assign({}, ...values.file.map(fileFrom)) as Record<string, StreamedBody>,
});

const stop = (): void => {
	void simulator.close();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
const { origin, authenticationUrl, fileOrigin, mirrorOrigin } = simulator;
process.stdout.write(`${JSON.stringify({ origin, authenticationUrl, fileOrigin, mirrorOrigin, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, audience: AUDIENCE, scope: SCOPE })}\n`);
