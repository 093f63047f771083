import { parseArgs } from 'node:util';
import { bigState, DEFAULT_SWITCHES, demoState, startAccessOwl, TOKEN, type Switches } from './index.mts';

/** `name=value` as a switch; the value is JSON where it is JSON (true, 200, null), text otherwise. Throws for an unknown name. */
function switchFrom(text: string): Partial<Switches> {
	const [name = '', value = 'true'] = text.split(/=(.*)/s);
	if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`There is no switch "${name}". There are: ${Object.keys(DEFAULT_SWITCHES).join(', ')}`);
	return { [name]: /^(true|false|null|-?\d+)$/.test(value) ? (JSON.parse(value) as unknown) : value };
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		token: { type: 'string', default: TOKEN },
		switch: { type: 'string', multiple: true, default: [] },
		limit: { type: 'string', default: '1000' },
		'window-ms': { type: 'string', default: '3600000' },
		seed: { type: 'string', default: 'demo' },
	},
});

const [seed, count] = values.seed.split(':');
const simulator = await startAccessOwl({
	port: Number(values.port),
	token: values.token,
	state: seed === 'big' ? bigState(Number(count ?? 100_000)) : demoState(),
	cachePages: seed === 'big',
	checkAnswers: seed === 'big' ? 'sampled' : 'all',
	switches: Object.assign({}, ...values.switch.map(switchFrom)) as Partial<Switches>,
	rateLimit: { limit: Number(values.limit), windowMs: Number(values['window-ms']) },
});

const stop = (): void => {
	void simulator.close();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
process.stdout.write(`${JSON.stringify({ origin: simulator.origin, token: simulator.token })}\n`);
