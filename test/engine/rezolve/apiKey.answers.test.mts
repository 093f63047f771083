import type { IDataObject } from 'n8n-workflow';
import { LEAVER_KEYS, type Switches } from '../../simulators/rezolve/index.mts';
import { keyId, useRezolve } from './support.mts';

const rezolve = useRezolve();
const PAGE = '<!DOCTYPE html><html><body>Sign in</body></html>';
const wish = (more: IDataObject = {}): IDataObject => ({ name: 'Payroll sync', scopes: ['ticketing:read'], environment: 'live', ...more });
/** Refused for its address, which the vendor tells field by field. */
const refused = wish({ additionalFields: { ipWhitelist: 'nowhere' } });

describe('What a refusal says', () => {
	it.each<[Switches['details'], IDataObject[]]>([
		['asDocumented', [{ field: 'ipWhitelist', message: 'no address or CIDR block: nowhere' }]],
		['object', [{ field: 'ipWhitelist', message: 'no address or CIDR block: nowhere' }]],
		['text', [{ field: '', message: 'ipWhitelist: no address or CIDR block: nowhere' }]],
		['absent', []],
	])('is told whether its details are %s', async (details, fields) => {
		rezolve.simulator.set({ details });
		const { message, data } = await rezolve.failed('apiKey', 'create', refused);

		expect(message).toBe('Rezolve.ai answered 422: Invalid request body [Item 0]');
		expect(data).toMatchObject({ status: 422, code: 'VALIDATION_ERROR', fields, mayHaveTakenEffect: false });
	});

	it.each<[Switches['details'], string]>([
		['object', 'ipWhitelist: no address or CIDR block: nowhere Code: VALIDATION_ERROR.'],
		['text', 'ipWhitelist: no address or CIDR block: nowhere Code: VALIDATION_ERROR.'],
		['absent', 'Code: VALIDATION_ERROR.'],
	])('is told with 200 and success: false too, details %s', async (details, said) => {
		rezolve.simulator.set({ details, failuresAs200: true });
		const { message, description, data } = await rezolve.failed('apiKey', 'create', refused);

		expect(message).toBe('Rezolve.ai refused: Invalid request body [Item 0]');
		expect(description).toContain(said);
		expect(data).toMatchObject({ status: 200, mayHaveTakenEffect: true });
		expect(rezolve.requestsTo('createApiKey')).toHaveLength(1);
	});

	it.each<[Switches['errorBody'], string]>([
		['envelope', 'Rezolve.ai answered 404: API key not found [Item 0]'],
		['message', 'Rezolve.ai answered 404: API key not found [Item 0]'],
		['html', 'Rezolve.ai answered 404: the answer is a web page, not data [Item 0]'],
		['empty', 'Rezolve.ai answered 404: there is no such record [Item 0]'],
	])('is told of a %s', async (errorBody, said) => {
		rezolve.simulator.set({ errorBody });
		const { message, description } = await rezolve.failed('apiKey', 'get', keyId('nobody'));

		expect(message).toBe(said);
		expect(description).toContain('Check the ID.');
	});

	it('is an item of its own where the node goes on, and the other items are done', async () => {
		const items = [{ id: LEAVER_KEYS.star }, { id: 'nobody' }, { id: LEAVER_KEYS.dormant }];
		const { outputs } = await rezolve.run('apiKey', 'get', { keyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, { items, onError: 'continueErrorOutput' });

		expect(outputs[0]!.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([[LEAVER_KEYS.star, { item: 0 }], [LEAVER_KEYS.dormant, { item: 2 }]]);
		expect(outputs[1]).toMatchObject([{ json: { error: 'Rezolve.ai answered 404: API key not found [Item 1]', details: { code: 'API_KEY_NOT_FOUND', requestId: expect.any(String) as string } } }]);
	});
});

describe('An answer that says success', () => {
	it.each([200, 201, 202])('and is a web page (%i) is told as such; a write may have been made', async (status) => {
		rezolve.simulator.faults.onOperation('createApiKey', { kind: 'answer', status, body: PAGE });
		const { message, description, data } = await rezolve.failed('apiKey', 'create', wish());

		expect(message).toBe('What answered is not the API of Rezolve.ai [Item 0]');
		expect(description).toContain('Check the Base URL in the credential');
		expect(data.mayHaveTakenEffect).toBe(true);
		expect(rezolve.requestsTo('createApiKey')).toHaveLength(1);
	});

	it('and is a redirect is not followed', async () => {
		rezolve.simulator.faults.onOperation('getApiKey', { kind: 'answer', status: 302, headers: { location: 'https://login.example.com/' }, body: '' });

		expect((await rezolve.failed('apiKey', 'get', keyId(LEAVER_KEYS.star))).message).toBe('What answered is not the API of Rezolve.ai [Item 0]');
	});

	it.each(['null', 'absent'] as const)('and leaves out what is not used gives the same record (%s)', async (unusedFields) => {
		rezolve.simulator.set({ unusedFields });

		expect(await rezolve.record('apiKey', 'get', keyId(LEAVER_KEYS.unused))).toMatchObject({ id: LEAVER_KEYS.unused, usage: { totalRequests: 0 } });
	});

	it('and has no envelope is read', async () => {
		rezolve.simulator.admin.corruptAnswer((reply) => ({ ...reply, body: (reply.body as { data: unknown }).data, offContract: true }));

		expect(await rezolve.record('apiKey', 'get', keyId(LEAVER_KEYS.star))).toMatchObject({ id: LEAVER_KEYS.star, name: 'Close bot' });
		expect(await rezolve.record('apiKey', 'revoke', keyId(LEAVER_KEYS.star))).toMatchObject({ outcome: 'revoked' });
	});

	it('and holds no object is told', async () => {
		rezolve.simulator.faults.onOperation('getApiKey', { kind: 'answer', status: 200, body: ['x'] });

		expect((await rezolve.failed('apiKey', 'get', keyId(LEAVER_KEYS.star))).message).toBe('Rezolve.ai answered without the record [Item 0]');
	});

	it.each([
		['a message', { success: false, message: 'Not today' }, 'Rezolve.ai refused: Not today [Item 0]'],
		['an error that is a text', { success: false, error: 'Not today' }, 'Rezolve.ai refused: Not today [Item 0]'],
		['a code alone', { success: false, error: { code: 'NOT_TODAY' } }, 'Rezolve.ai refused: NOT_TODAY [Item 0]'],
		['nothing', { success: false }, 'Rezolve.ai refused: it gave no reason [Item 0]'],
	])('and success: false with %s is told', async (_what, body, said) => {
		rezolve.simulator.faults.onOperation('getApiKey', { kind: 'answer', status: 200, body });

		expect((await rezolve.failed('apiKey', 'get', keyId(LEAVER_KEYS.star))).message).toBe(said);
	});
});
