import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { catalio as room } from '../../../nodes/Catalio/resources';
import { API_TOKEN, CLIENT_SECRET } from '../../simulators/catalio/index.mts';
import { expectNoSecret, watchOutput, type OutputWatch } from '../../support/secrets.mts';
import { asJson, byId, expectNothingSecret, useCatalioWrites } from './writes.mts';

// Each run of these tests looks for secrets in all that it leaves behind (writes.mts).
const catalio = useCatalioWrites();
jest.setTimeout(30_000);
let output: OutputWatch;
beforeAll(() => {
	output = watchOutput();
});
afterEach(() => {
	expectNoSecret(output.text());
	expectNothingSecret(catalio.simulator, output.text());
});
afterAll(() => output.stop());

/** What a vendor, or a proxy in between, might repeat of a request. */
const ECHOES: ReadonlyArray<readonly [where: string, body: (secret: string) => unknown]> = [
	['a detail', (secret) => ({ errors: [{ status: '400', title: 'Echo', detail: `I got ${secret}!` }] })],
	['a title', (secret) => ({ errors: [{ status: '400', title: `Token ${secret}` }] })],
	['a code', (secret) => ({ errors: [{ status: '400', code: secret, title: 'Echo' }] })],
	['a pointer', (secret) => ({ errors: [{ status: '400', title: 'Echo', source: { pointer: `/data/attributes/${secret}` } }] })],
	['an ID', (secret) => ({ errors: [{ id: secret, status: '400', title: 'Echo' }] })],
	['a text', (secret) => `Refused: ${secret}`],
	['another member', (secret) => ({ message: encodeURIComponent(`Bearer ${secret}`), secret })],
];

describe('Secrets', () => {
	it.each(ECHOES)('do not show where an answer repeats the token in %s', async (_where, body) => {
		catalio.simulator.admin.corruptAnswer((reply, { headers, operationId }) =>
			operationId === 'createTeam' ? { status: 400, headers: { 'content-type': 'application/vnd.api+json', 'x-request-id': headers.authorization!.slice(7) }, body: body(headers.authorization!.slice(7)) as never, offContract: true } : reply,
		);
		for (const onError of [undefined, 'continueErrorOutput', 'continueRegularOutput'] as const) {
			const { error, outputs } = await catalio.run('team', 'create', asJson({ name: 'x' }), onError ? { onError } : {});
			expect(error !== undefined || outputs.flat().some(({ json }) => json.error !== undefined)).toBe(true);
		}
	});

	it.each(ECHOES)('do not show where the token endpoint repeats the client secret in %s', async (_where, body) => {
		catalio.simulator.faults.onOperation('createToken', { kind: 'answer', status: 400, body: body(CLIENT_SECRET) }, { times: Infinity });
		for (const onError of [undefined, 'continueErrorOutput'] as const) {
			const { error, outputs } = await catalio.run('team', 'create', asJson({ name: 'x' }), onError ? { onError } : {});
			expect(JSON.stringify(error ?? outputs)).toContain('Catalio');
		}
	});

	it('do not show of a ready token that is repeated', async () => {
		const credentials = catalio.credential({ authentication: 'token', apiToken: API_TOKEN, clientId: '', clientSecret: '' });
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 400, body: { errors: [{ status: '400', title: `I got ${API_TOKEN}` }] } });
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'x' }), { credentials });

		expect(message).toBe('Catalio answered 400: I got *** [Item 0]');
	});

	it('do not show of a token that was renewed on the way: neither the old one nor the new one', async () => {
		const credentials = catalio.credential();
		await catalio.records('team', 'create', asJson({ name: 'x' }), { credentials });
		catalio.simulator.admin.revokeTokens();
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 401 });
		catalio.simulator.admin.corruptAnswer((reply, { operationId }) =>
			operationId === 'createTeam' ? { status: 400, body: { errors: [{ status: '400', title: catalio.simulator.state.tokens.map(({ accessToken }) => accessToken).join(' ') }] }, offContract: true } : reply,
		);
		const { message } = await catalio.refusal('team', 'create', asJson({ name: 'y' }), { credentials });

		expect(message).toMatch(/^Catalio answered 400: /);
		expect(catalio.simulator.state.tokens).toHaveLength(2);
	});

	it('do not show in what any operation gives, nor in how it fails', async () => {
		const requirement = String(catalio.ids('requirement')[0]);
		const parameters: INodeParameters = {
			recordId: byId(requirement),
			relationship: byId('components'),
			relatedIds: String(catalio.ids('component')[0]),
			replaceWith: 'many',
			supersededById: byId(String(catalio.ids('requirement')[1])),
			query: 'export',
			limit: 3,
			...asJson({ title: 'x' }),
		};
		const operations = room.resources.find(({ resource }) => resource === 'requirement')!.operations.map(({ operation }) => operation);
		for (const options of [{}, { dryRun: true }, { verify: true, output: 'raw' }] as IDataObject[]) {
			for (const operation of operations) await catalio.run('requirement', operation, { ...parameters, options } as INodeParameters, { onError: 'continueErrorOutput' });
		}
		catalio.simulator.faults.when(({ operationId }) => operationId !== 'createToken', { kind: 'answer', status: 403, body: { errors: [{ status: '403', title: 'Forbidden' }] } }, { times: Infinity });
		for (const operation of operations) expect((await catalio.run('requirement', operation, parameters)).error?.message).toContain('Catalio answered 403');
	});
});
