import { requirementId, startCatalio, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { apiOf, idsOf, titlesOf, type Api } from './support.mts';

let simulator: CatalioSimulator;
let api: Api;

beforeEach(async () => {
	simulator = await startCatalio();
	api = apiOf(simulator);
});

afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const [FIRST, SECOND] = [requirementId(1), requirementId(2)];
const act = async (name: string, body?: unknown) => await api.send('POST', `/requirements/${FIRST}/${name}`, body);
const stored = () => simulator.record('requirement', FIRST)!;

describe('actions that change the status', () => {
	it.each([
		['activate', 'active'],
		['deprecate', 'deprecated'],
		['confirm', 'confirmed'],
		['reject', 'rejected'],
		['investigate', 'under_investigation'],
	])('%s leads to %s', async (name, status) => {
		expect(await act(name)).toMatchObject({ status: 201, json: { data: { type: 'requirement', id: FIRST, attributes: { status } } } });
		expect(stored().status).toBe(status);
	});

	it.each([
		['under attributes', { data: { type: 'requirement', attributes: { reason: 'Owner left' } } }],
		['right under data', { data: { reason: 'Owner left' } }],
	])('take arguments %s', async (_where, body) => {
		expect((await act('investigate', body)).status).toBe(201);
		expect(stored().status_reason).toBe('Owner left');
	});

	it.each([
		['any', 201, 201],
		['attributes', 201, 400],
		['flat', 400, 201],
	] as const)('actionBody %s decides which of the two', async (actionBody, underAttributes, flat) => {
		simulator.set({ actionBody });

		expect((await act('investigate', { data: { type: 'requirement', attributes: { reason: 'x' } } })).status).toBe(underAttributes);
		expect((await act('investigate', { data: { reason: 'x' } })).status).toBe(flat);
		expect((await act('investigate')).status).toBe(201);
	});

	it('refuse arguments that they do not have, and bodies of another type', async () => {
		expect(await act('activate', { data: { reason: 'x' } })).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_body', source: { pointer: '/data/reason' } }] } });
		expect(await act('reject', { data: { type: 'team', attributes: {} } })).toMatchObject({ status: 400, json: { errors: [{ source: { pointer: '/data/type' } }] } });
	});

	it('supersede connects with the other, and is the end', async () => {
		expect((await act('supersede', { data: { type: 'requirement', attributes: { superseded_by_id: SECOND } } })).status).toBe(201);

		expect(stored()).toMatchObject({ status: 'superseded', superseded_by_id: SECOND });
		expect(simulator.related('requirement', SECOND, 'supersedes')).toEqual([FIRST]);
		expect(await act('activate')).toMatchObject({ status: 400, json: { errors: [{ detail: 'cannot change from superseded' }] } });
		const candidates = await api.get('/requirements/supersedeable?page[limit]=100');
		expect(idsOf(candidates)).not.toContain(FIRST);
		expect(idsOf(candidates)).toContain(SECOND);
	});

	it('supersede wants another requirement that is there', async () => {
		expect(await act('supersede')).toMatchObject({ status: 400, json: { errors: [{ code: 'required', source: { pointer: '/data/attributes/superseded_by_id' } }] } });
		expect(await act('supersede', { data: { superseded_by_id: FIRST } })).toMatchObject({ status: 400, json: { errors: [{ detail: 'does not exist', source: { pointer: '/data/superseded_by_id' } }] } });
		expect(stored().status).not.toBe('superseded');
	});

	it.each([
		['resource', { data: { attributes: { status: 'confirmed' } } }],
		['value', 'confirmed'],
		['result', { result: 'confirmed' }],
		['success', { success: true }],
	] as const)('actionAnswer %s', async (actionAnswer, expected) => {
		simulator.set({ actionAnswer });
		const { text, headers } = await act('confirm');

		const answer = JSON.parse(text) as object;
		if (actionAnswer === 'resource') expect(answer).toMatchObject(expected as object);
		else expect(answer).toEqual(expected);
		expect(headers.get('content-type')).toContain('application/vnd.api+json');
	});

	it.each([201, 200] as const)('actionStatus %i', async (actionStatus) => {
		simulator.set({ actionStatus });

		expect((await act('confirm')).status).toBe(actionStatus);
		expect((await act('generate-tags')).status).toBe(actionStatus);
	});

	it('are 404 for what is not there', async () => {
		expect((await api.send('POST', '/requirements/nothing/activate')).status).toBe(404);
	});
});

describe('AI actions', () => {
	const CASES = [
		['analyze-sentiment', 'sentiment', { label: 'neutral', score: 0.5 }],
		['assess-quality', 'quality_score', '0.85'],
		['suggest-categories', 'suggested_categories', ['invoices', 'csv']],
		['generate-summary', 'ai_summary', 'In short: Export invoices as CSV.'],
		['generate-tags', 'semantic_tags', ['export', 'invoices', 'csv']],
	] as const;

	it.each(CASES)('%s answers and remembers', async (name, attribute, value) => {
		expect(JSON.parse((await act(name)).text)).toEqual({ result: value });
		expect(stored()[attribute]).toEqual(value);
	});

	it.each([
		['resource', { data: { attributes: { ai_summary: CASES[3][2] } } }],
		['value', CASES[3][2]],
		['result', { result: CASES[3][2] }],
		['success', { success: true }],
	] as const)('aiAnswer %s', async (aiAnswer, expected) => {
		simulator.set({ aiAnswer });

		const answer = JSON.parse((await act('generate-summary', { data: {} })).text) as object;

		if (aiAnswer === 'resource') expect(answer).toMatchObject(expected as object);
		else expect(answer).toEqual(expected);
	});

	it('fail without a language model', async () => {
		simulator.set({ languageModelKey: false });

		expect(await act('generate-summary')).toMatchObject({ status: 400, json: { errors: [{ detail: expect.stringContaining('language model') }] } });
		expect(stored().ai_summary).toBeNull();
	});
});

describe('further reads', () => {
	it('stats count what the caller sees', async () => {
		const stats = JSON.parse((await api.get('/requirements/stats')).text) as { total: number; by_status: Record<string, number> };

		expect(stats.total).toBe(60);
		expect(Object.values(stats.by_status).reduce((sum, count) => sum + count)).toBe(60);
	});

	it('detail brings everything related', async () => {
		const { status, json } = await api.get(`/requirements/${FIRST}/detail`);

		expect(status).toBe(200);
		expect(new Set(json.included.map(({ type }) => type))).toEqual(new Set(['team', 'persona', 'use_case', 'test_case', 'test_result', 'policy', 'component', 'capability', 'process']));
	});

	it('semantic search finds by words, best first, so many', async () => {
		const found = await api.send('POST', '/requirements/semantic-search', { data: { query: 'history of invoices', limit: 2 } });

		expect(found.status).toBe(201);
		expect(titlesOf(found)[0]).toBe('Show the history of invoices');
		expect(found.json.data).toHaveLength(2);
		expect(await api.send('POST', '/requirements/semantic-search')).toMatchObject({ status: 400, json: { errors: [{ code: 'required', source: { pointer: '/data/attributes/query' } }] } });
		expect((await api.send('POST', '/requirements/semantic-search', { data: { query: 'x', limit: 0 } })).status).toBe(400);
	});

	it.each([
		['GET', '/requirements/stats'],
		['GET', '/requirements/filtered'],
		['GET', '/requirements/supersedeable'],
		['GET', `/requirements/${FIRST}/detail`],
		['POST', '/requirements/semantic-search'],
		['POST', `/requirements/${FIRST}/activate`],
		['POST', `/requirements/${FIRST}/generate-tags`],
	])('earlierEndpoints missing answers 404 for %s %s', async (method, path) => {
		simulator.set({ earlierEndpoints: 'missing' });

		expect(await api.send(method, path)).toMatchObject({ status: 404, json: { errors: [{ code: 'no_route_found' }] } });
	});
});
