import { Contract } from '../../simulators/frame/contract.mts';
import type { JsonObject } from '../../simulators/frame/schemas.mts';
import { startSimulator } from '../../simulators/frame/server.mts';

const free = { type: 'object', additionalProperties: true };

function contractWith(...parameters: JsonObject[]): Contract {
	const responses = { 200: { description: 'Done.', content: { 'application/vnd.api+json': { schema: {} } } } };
	return new Contract({ openapi: '3.1.0', info: { title: 'Things', version: '1' }, paths: { '/things': { get: { operationId: 'listThings', parameters, responses } } } });
}

function read(contract: Contract, query: string) {
	const match = contract.match('GET', '/things');
	if (match.kind !== 'operation') throw new Error(match.kind);
	return contract.readRequest(match.operation, {}, { query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0) });
}

describe('a deep object in a query', () => {
	const contract = contractWith({ name: 'filter', in: 'query', style: 'deepObject', explode: true, schema: free });

	it.each([
		['several levels', 'filter[or][0][status][in][1]=x&filter[or][0][status][in][0]=y&filter[not][a]=b', { or: { 0: { status: { in: { 0: 'y', 1: 'x' } } } }, not: { a: 'b' } }],
		['the same percent-encoded', 'filter%5Bor%5D%5B0%5D%5Ba%5D=x', { or: { 0: { a: 'x' } } }],
		['empty brackets as the next of a list', 'filter[a][in][]=x&filter[a][in][]=y', { a: { in: { 0: 'x', 1: 'y' } } }],
		['empty brackets in between', 'filter[or][][a]=x&filter[or][][a]=y', { or: { 0: { a: 'x' }, 1: { a: 'y' } } }],
	])('is read through %s', (_case, query, filter) => {
		expect(read(contract, query)).toMatchObject({ query: { filter }, findings: [] });
	});

	it('never reaches a prototype', () => {
		expect(read(contract, 'filter[__proto__][polluted]=x').findings).toMatchObject([{ where: 'query.filter[__proto__][polluted]' }]);
		expect({}).not.toHaveProperty('polluted');
	});
});

describe('an exploded form object', () => {
	it('stands for all parameters that no other claims', () => {
		const contract = contractWith({ name: 'params', in: 'query', schema: free }, { name: 'sort', in: 'query', schema: { type: 'string' } });

		expect(read(contract, 'sort=a&colour=red&size=5')).toMatchObject({ query: { sort: 'a', params: { colour: 'red', size: '5' } }, findings: [] });
	});
});

describe('a vendor with rules of its own', () => {
	it('may overlook findings, which are recorded all the same, and find more in answers', async () => {
		const simulator = await startSimulator(
			{
				contract: contractWith(),
				handlers: { listThings: () => ({ status: 200, headers: { 'content-type': 'application/vnd.api+json' }, body: { n: 1 } }) },
				authenticate: () => ({ caller: 'anyone' }),
				secretHeaders: [],
				isSecretRight: () => false,
				refuse: (refusal) => ({ status: refusal.kind === 'invalid' ? 400 : 500, body: refusal.kind === 'invalid' ? refusal.operation.operationId : '', offContract: true }),
				tolerates: ({ where }) => where === 'query.harmless',
				answerFindings: (operation, { body }) => [{ where: 'body', message: `${operation.operationId} said ${body.toString('utf8')}` }],
			},
			{ rateLimit: { limit: 10, windowMs: 1_000 } },
		);
		const accept = { accept: 'application/vnd.api+json' };

		const overlooked = await fetch(`${simulator.origin}/things?harmless=1`, { headers: accept });
		const refused = await fetch(`${simulator.origin}/things?harmless=1&grave=1`, { headers: accept });
		await simulator.close();

		expect([overlooked.status, refused.status, await refused.text()]).toEqual([200, 400, 'listThings']);
		expect(simulator.violations.map(({ direction, where, message }) => [direction, where, message])).toEqual([
			['request', 'query.harmless', 'is not documented'],
			['answer', 'body', 'listThings said {"n":1}'],
			['request', 'query.harmless', 'is not documented'],
			['request', 'query.grave', 'is not documented'],
		]);
	});
});
