import { NodeApiError, type INode } from 'n8n-workflow';
import { expectNoSecret, PLANTED_TOKEN, watchOutput } from '../../support/secrets.mts';

const node = { id: 'x', name: 'x', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} } as INode;

/** Places in which others' nodes have shown a token: the look for secrets must find each. */
const PLACES: ReadonlyArray<readonly [where: string, value: () => unknown]> = [
	['a text', () => `x ${PLANTED_TOKEN}`],
	['a member', () => ({ a: [{ b: PLANTED_TOKEN }] })],
	['a name of a member', () => ({ [PLANTED_TOKEN]: 1 })],
	['a member that is not enumerable', () => Object.defineProperty({}, 'hidden', { value: PLANTED_TOKEN })],
	['a map', () => new Map([['x', PLANTED_TOKEN]])],
	['the message of an error', () => new Error(PLANTED_TOKEN)],
	['the cause of a cause', () => new Error('a', { cause: new Error('b', { cause: { config: { headers: { Authorization: `Bearer ${PLANTED_TOKEN}` } } } }) })],
	['a NodeApiError made of an error of axios', () => new NodeApiError(node, { message: 'x', config: { headers: { Authorization: `Bearer ${PLANTED_TOKEN}` } } })],
	['a circle', () => {
		const circle: Record<string, unknown> = { token: PLANTED_TOKEN };
		circle.self = circle;
		return circle;
	}],
	['Base64', () => Buffer.from(PLANTED_TOKEN).toString('base64')],
	['a bearer header of another token', () => ({ authorization: 'Bearer abc' })],
];

describe('the look for secrets in these tests', () => {
	it.each(PLACES)('finds one in %s', (_where, value) => {
		expect(() => expectNoSecret(value())).toThrow(/A secret is shown/);
	});

	it('finds one that was written to stdout, stderr or the console', () => {
		const [toStdout, toStderr] = [process.stdout.write, process.stderr.write];
		const warn = console.warn;
		// Nothing of this shall reach the terminal.
		process.stdout.write = () => true;
		process.stderr.write = () => true;
		console.warn = () => {};
		const output = watchOutput();
		try {
			process.stdout.write('one ');
			process.stderr.write('two ');
			console.warn({ three: 3 });
			expect(output.text()).toMatch(/one [^]*two [^]*three: 3/);
		} finally {
			output.stop();
			process.stdout.write = toStdout;
			process.stderr.write = toStderr;
			console.warn = warn;
		}
	});

	it('finds none where there is none', () => {
		expect(() => expectNoSecret({ error: new Error('The bearer of bad news') })).not.toThrow();
	});
});
