import { parseArgs } from 'node:util';
import { API_KEY, API_TOKEN, CLIENT_ID, CLIENT_SECRET, DEFAULT_SWITCHES, HUB_TOKEN, REALM, SCOPE, startRezolve, TENANT_ID, type Switches } from './index.mts';

/** `name=value` as a switch; the value is JSON where it is JSON (true, 200, null), text otherwise. Throws for an unknown name. */
function switchFrom(text: string): Partial<Switches> {
	const [name = '', value = 'true'] = text.split(/=(.*)/s);
	if (!Object.hasOwn(DEFAULT_SWITCHES, name)) throw new Error(`There is no switch "${name}". There are: ${Object.keys(DEFAULT_SWITCHES).join(', ')}`);
	return { [name]: /^(true|false|null|-?\d+)$/.test(value) ? (JSON.parse(value) as unknown) : value };
}

/** A whole number that is not negative. Throws for anything else. */
function countFrom(text: string, name: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${name} is a number, not "${text}"`);
	return Number(text);
}

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		'token-port': { type: 'string', default: '0' },
		'hub-port': { type: 'string', default: '0' },
		switch: { type: 'string', multiple: true, default: [] },
		limit: { type: 'string', default: '1000' },
		'window-ms': { type: 'string', default: '60000' },
		'audit-entries': { type: 'string', default: '0' },
		'check-answers': { type: 'string', default: 'all' },
	},
});
const quota = { limit: countFrom(values.limit, 'limit'), windowMs: countFrom(values['window-ms'], 'window-ms') };
const checkAnswers = (['all', 'sampled', 'off'] as const).find((one) => one === values['check-answers']);
if (checkAnswers === undefined) throw new Error(`--check-answers is all, sampled or off, not "${values['check-answers']}"`);

const simulator = await startRezolve({
	port: countFrom(values.port, 'port'),
	tokenPort: countFrom(values['token-port'], 'token-port'),
	hubPort: countFrom(values['hub-port'], 'hub-port'),
	switches: Object.assign({}, ...values.switch.map(switchFrom)) as Partial<Switches>,
	rateLimit: quota,
	hubRateLimit: quota,
	auditEntries: countFrom(values['audit-entries'], 'audit-entries'),
	checkAnswers,
});

const stop = (): void => {
	void simulator.close();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
const { origin, tokenUrl, hubOrigin } = simulator;
process.stdout.write(`${JSON.stringify({ origin, tokenUrl, hubOrigin, tenantId: TENANT_ID, realmName: REALM, apiKey: API_KEY, apiToken: API_TOKEN, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, scope: SCOPE, hubToken: HUB_TOKEN })}\n`);
