import type { INodeParameters } from 'n8n-workflow';
import { TEAM_IDS } from '../../simulators/catalio/index.mts';
import { byId, byName, useCatalio } from './support.mts';

const MEDIA_TYPE = 'application/vnd.api+json';
const catalio = useCatalio();
const firstId = () => catalio.idsOf('requirement')[0] ?? '';

type Call = readonly [operation: string, parameters: () => INodeParameters, method: string, hasBody: boolean];

const CALLS: readonly Call[] = [
	['getAll', () => ({ limit: 1 }), 'GET', false],
	['get', () => ({ recordId: byId(firstId()) }), 'GET', false],
	['getRelationship', () => ({ recordId: byId(firstId()), relationship: byName('policies') }), 'GET', false],
	['getStats', () => ({}), 'GET', false],
	['semanticSearch', () => ({ query: 'payroll' }), 'POST', true],
	['create', () => ({ specify: 'json', attributesJson: '{"title":"Übergabe – 経理"}' }), 'POST', true],
	['update', () => ({ recordId: byId(firstId()), specify: 'json', attributesJson: '{"title":"New"}' }), 'PATCH', true],
	['addToRelationship', () => ({ recordId: byId(firstId()), relationship: byName('policies'), relatedIds: catalio.idsOf('policy')[0] ?? '' }), 'POST', true],
	['replaceRelationship', () => ({ recordId: byId(firstId()), relationship: byName('team'), replaceWith: 'one', relatedIds: TEAM_IDS.payroll }), 'PATCH', true],
	['removeFromRelationship', () => ({ recordId: byId(firstId()), relationship: byName('policies'), relatedIds: catalio.idsOf('policy')[1] ?? '' }), 'DELETE', true],
	['activate', () => ({ recordId: byId(firstId()) }), 'POST', false],
	['reject', () => ({ recordId: byId(firstId()), reason: 'Out of scope' }), 'POST', true],
	['delete', () => ({ recordId: byId(firstId()) }), 'DELETE', false],
];

describe('media types on the wire', () => {
	it.each(CALLS)('of %s are JSON:API\'s, without a charset', async (operation, parameters, method, hasBody) => {
		await catalio.records('requirement', operation, parameters());
		const asked = catalio.asked();
		const last = asked.findLast((request) => request.method === method);

		expect(last?.status).toBeLessThan(300);
		expect(last?.headers['content-type']).toBe(hasBody ? MEDIA_TYPE : undefined);
		expect(last?.body === undefined).toBe(!hasBody);
		for (const { headers } of asked) {
			expect(headers.accept).toBe(MEDIA_TYPE);
			expect(headers.authorization).toBe('(right)');
		}
	});

	it('of answers may have a charset or none, and any version', async () => {
		for (const answerCharset of [true, false]) {
			for (const jsonapiVersion of ['1.0', '1.1', 'absent'] as const) {
				catalio.simulator.set({ answerCharset, jsonapiVersion });
				expect(await catalio.records('team', 'getAll', { returnAll: true })).toHaveLength(5);
			}
		}
	});

	it('of an answer that say plain JSON are read all the same', async () => {
		catalio.simulator.faults.onOperation('listTeams', { kind: 'wrongContentType', contentType: 'application/json' });
		expect(await catalio.records('team', 'getAll', { returnAll: true })).toHaveLength(5);
	});

	it.each([
		[415, 'unsupported_media_type', 'Content-Type header'],
		[406, 'unacceptable_media_type', 'Accept header'],
	])('that are refused with %i are told, with what may be the cause', async (status, code, cause) => {
		catalio.simulator.faults.onOperation('listTeams', { kind: 'answer', status, headers: { 'content-type': MEDIA_TYPE }, body: { errors: [{ status: String(status), code, title: 'Media Type', detail: code }] } });
		const { description, data } = await catalio.failed('team', 'getAll', { limit: 1 });

		expect(description).toContain(cause);
		expect(data).toMatchObject({ status, code });
	});
});
