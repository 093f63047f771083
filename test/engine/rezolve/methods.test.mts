import type { INodeListSearchResult } from 'n8n-workflow';
import { EXPIRED_TOKEN, LEAVER_EMAIL, LEAVER_KEYS } from '../../simulators/rezolve/index.mts';
import { callMethod } from '../../support/engine.mts';
import type { RezolveCredentialKind } from '../../support/rezolve.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const CHOICES = { apiKey: 'apiKey', bearer: 'bearer', oauth2: 'oAuth2' } as const;
type Kind = Exclude<RezolveCredentialKind, 'hub'>;

async function search(method: string, filter?: string, kind: Kind = 'bearer', more = {}): Promise<INodeListSearchResult['results']> {
	const options = { node: 'rezolve', parameters: { authentication: CHOICES[kind], resource: 'apiKey', operation: 'get' }, ...rezolve.credential(kind, more) };
	return (await callMethod<INodeListSearchResult>('listSearch', method, options, filter)).results;
}
const refusal = async (...given: Parameters<typeof search>): Promise<Error> => await search(...given).then(() => new Error('Nothing failed'), (error: Error) => error);

describe('The list of API keys', () => {
	it('holds all of a long list by name, with prefix, status and maker', async () => {
		rezolve.simulator.admin.addApiKeys(230);
		const found = await search('searchApiKeys');

		expect(new Set(found.map(({ value }) => value))).toEqual(new Set(rezolve.simulator.state.apiKeys.map(({ id }) => id)));
		expect(found.map(({ name }) => name)).toEqual(found.map(({ name }) => name).sort((one, other) => one.localeCompare(other)));
		expect(found.find(({ value }) => value === LEAVER_KEYS.inactive)).toMatchObject({ name: expect.stringMatching(/^Vendor upload \(ak_live_\w+.*, inactive\)$/), description: LEAVER_EMAIL });
	});

	it.each([LEAVER_EMAIL, 'ROBIN.VALE', 'close bot', LEAVER_KEYS.star])('is searched by name, maker and ID: %s', async (filter) => {
		expect((await search('searchApiKeys', filter)).map(({ value }) => value)).toContain(LEAVER_KEYS.star);
	});

	it('shows no secret', async () => {
		const found = JSON.stringify(await search('searchApiKeys'));

		for (const { secret } of rezolve.simulator.state.apiKeys) expect(found).not.toContain(secret);
	});

	it('holds 500 at most', async () => {
		rezolve.simulator.admin.addApiKeys(600);

		expect(await search('searchApiKeys')).toHaveLength(500);
	});

	it.each(['apiKey', 'bearer', 'oauth2'] as const)('is asked for with the chosen way to sign in (%s)', async (kind) => {
		expect(await search('searchApiKeys', 'close bot', kind)).toHaveLength(1);
	});
});

describe('The list of OAuth clients', () => {
	it('gives the ID of the record, which is not the one that programs sign in with', async () => {
		const found = await search('searchOauthClients');

		expect(new Set(found.map(({ value }) => value))).toEqual(new Set(rezolve.simulator.state.oauthClients.map(({ id }) => id)));
		expect(found.find(({ name }) => name.startsWith('Treasury connector'))).toMatchObject({ name: expect.stringContaining('client-0002'), description: LEAVER_EMAIL });
	});

	it('is searched by the ID that programs sign in with', async () => {
		expect((await search('searchOauthClients', 'client-0002')).map(({ name }) => name)).toEqual([expect.stringMatching(/^Treasury connector/)]);
	});
});

describe('The list of queues', () => {
	it('is searched by name', async () => {
		expect((await search('searchQueues', 'PEOPLE')).map(({ name }) => name)).toEqual(['People desk']);
	});

	it('says that the realm is missing, and asks nobody', async () => {
		expect((await refusal('searchQueues', undefined, 'bearer', { realmName: '' })).message).toBe('Realm Name is empty in the credential');
		expect(rezolve.simulator.requests).toHaveLength(0);
	});
});

describe('A list', () => {
	it('says why it is empty', async () => {
		expect((await refusal('searchApiKeys', undefined, 'bearer', { apiToken: EXPIRED_TOKEN })).message).toBe('Rezolve.ai answered 401: The token has expired');
		expect((await refusal('searchApiKeys', undefined, 'bearer', { tenantId: '' })).message).toBe('Tenant ID is empty');
	});
});
