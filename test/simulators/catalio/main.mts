import { parseArgs } from 'node:util';
import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, DEFAULT_SWITCHES, startCatalio, type Switches } from './index.mts';

/** `name=value` as a switch; the value is JSON where it is JSON (true, 200, null), text otherwise. Throws for an unknown name. */
function switchFrom(text: string): Partial<Switches> {
	const [name = '', value = 'true'] = text.split(/=(.*)/s);
	if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`There is no switch "${name}". There are: ${Object.keys(DEFAULT_SWITCHES).join(', ')}`);
	return { [name]: /^(true|false|null|-?\d+)$/.test(value) && name !== 'jsonapiVersion' ? (JSON.parse(value) as unknown) : value };
}

/** `type=count`: so many records more. Throws for anything else. */
function recordsFrom(text: string): readonly [type: string, count: number] {
	const [, type, count] = /^(\w+)=(\d+)$/.exec(text) ?? [];
	if (type === undefined) throw new Error(`Records are type=count, not "${text}"`);
	return [type, Number(count)];
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		switch: { type: 'string', multiple: true, default: [] },
		limit: { type: 'string', default: '1000' },
		'window-ms': { type: 'string', default: '60000' },
		records: { type: 'string', multiple: true, default: [] },
	},
});

const records = values.records.map(recordsFrom);
const simulator = await startCatalio({
	port: Number(values.port),
	switches: Object.assign({}, ...values.switch.map(switchFrom)) as Partial<Switches>,
	rateLimit: { limit: Number(values.limit), windowMs: Number(values['window-ms']) },
});
for (const [type, count] of records) simulator.admin.addRecords(type, count);

const stop = (): void => {
	void simulator.close();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
const { origin, tokenUrl } = simulator;
process.stdout.write(`${JSON.stringify({ origin, tokenUrl, audience: AUDIENCE, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET })}\n`);
