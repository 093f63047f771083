import { EDITOR_CLIENT, LEAVER_ID, LEAVER_REQUIREMENTS } from '../../simulators/catalio/index.mts';
import { ANA, asJson, byId, KIM, TEAM_IDS, useCatalioWrites } from './writes.mts';

const catalio = useCatalioWrites();

/** A hand-over in which the second item is refused. */
const items = [{ id: LEAVER_REQUIREMENTS.plain[0], owner: KIM }, { id: LEAVER_REQUIREMENTS.plain[1], owner: 'nobody' }, { id: LEAVER_REQUIREMENTS.plain[2], owner: KIM }];
const handOver = { recordId: byId('={{ $json.id }}'), specify: 'json', attributesJson: '={{ { owner_id: $json.owner } }}' };
const ownerOf = (index: number) => catalio.stored('requirement', items[index]?.id).owner_id;

describe('Three items of which the second is refused', () => {
	it('leave by the regular and by the error output, each with its number', async () => {
		const { outputs, error } = await catalio.run('requirement', 'update', handOver, { items, onError: 'continueErrorOutput' });

		expect(error).toBeUndefined();
		expect(outputs[0]?.map(({ json, pairedItem }) => [json.id, json.owner_id, pairedItem])).toEqual([[items[0]?.id, KIM, { item: 0 }], [items[2]?.id, KIM, { item: 2 }]]);
		expect(outputs[1]).toEqual([
			expect.objectContaining({
				pairedItem: { item: 1 },
				json: {
					...items[1],
					error: expect.stringMatching(/^Catalio answered 400: InvalidAttribute .*\[Item 1\]$/),
					details: expect.objectContaining({ status: 400, code: 'invalid_attribute', fields: [{ field: 'owner_id', message: 'InvalidAttribute: is invalid' }], mayHaveTakenEffect: false, itemIndex: 1 }),
				},
			}),
		]);
		expect([0, 1, 2].map(ownerOf)).toEqual([KIM, LEAVER_ID, KIM]);
	});

	it('leave together by the regular output under Continue', async () => {
		const { outputs } = await catalio.run('requirement', 'update', handOver, { items, onError: 'continueRegularOutput' });

		expect(outputs[0]?.map(({ json, pairedItem }) => [json.error !== undefined, pairedItem])).toEqual([[false, { item: 0 }], [true, { item: 1 }], [false, { item: 2 }]]);
	});

	it('stop the node, which tells what was done before', async () => {
		const { message, description } = await catalio.refusal('requirement', 'update', handOver, { items });

		expect(message).toMatch(/\[Item 1\]$/);
		expect(description).toContain('1 of 3 items was done before the node stopped: its change is made, its output is lost.');
		expect([0, 1, 2].map(ownerOf)).toEqual([KIM, LEAVER_ID, LEAVER_ID]);
	});

	it('keep their order with several at a time, however late the first is', async () => {
		catalio.simulator.faults.onOperation('updateRequirement', { kind: 'delayHeaders', delayMs: 200 });
		const { outputs } = await catalio.run('requirement', 'update', { ...handOver, options: { concurrency: 3 } }, { items, onError: 'continueRegularOutput' });

		expect(outputs[0]?.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect([0, 1, 2].map(ownerOf)).toEqual([KIM, LEAVER_ID, KIM]);
	});

	it('are mended by Retry On Fail without changing anything twice', async () => {
		catalio.simulator.faults.onOperation('updateRequirement', { kind: 'answer', status: 500 }, { nth: 2 });
		const all = items.map((item) => ({ ...item, owner: KIM }));
		const { json, error } = await catalio.run('requirement', 'update', { ...handOver, options: { retries: 0 } }, { items: all, retry: { maxTries: 2, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(json.map(({ unchanged }) => unchanged)).toEqual([true, undefined, undefined]);
		expect([0, 1, 2].map(ownerOf)).toEqual([KIM, KIM, KIM]);
		expect(catalio.requestsTo('updateRequirement').map(({ status }) => status)).toEqual([200, 500, 200, 200]);
	});
});

describe('A hand-over by a credential that may not', () => {
	const editor = () => catalio.credential({ clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret });

	it('is refused in the vendor\'s words, with a way out, and reported item by item', async () => {
		const mixed = [...LEAVER_REQUIREMENTS.plain.slice(0, 2), ...LEAVER_REQUIREMENTS.private.slice(0, 1), ...LEAVER_REQUIREMENTS.viewOnly.slice(0, 1)].map((id) => ({ id }));
		const { outputs } = await catalio.run('requirement', 'update', { recordId: byId('={{ $json.id }}'), ...asJson({ owner_id: ANA }) }, { items: mixed, credentials: editor(), onError: 'continueErrorOutput' });

		expect(outputs[0]).toEqual([]);
		expect(outputs[1]?.map(({ json }) => (json.details as { status: number }).status)).toEqual([403, 403, 404, 403]);
		expect(outputs[1]?.[0]?.json).toMatchObject({
			error: expect.stringMatching(/^Catalio answered 403: Forbidden/i),
			details: { description: expect.stringContaining('Only the owner of a record or an organization admin may hand it over or delete it.') },
		});
		expect(outputs[1]?.[2]?.json).toMatchObject({ details: { description: expect.stringContaining('or it is private and hidden from this API credential') } });
		for (const { id } of mixed) expect(catalio.stored('requirement', id).owner_id).toBe(LEAVER_ID);
	});

	it('may still move the record to a team', async () => {
		const [id = ''] = LEAVER_REQUIREMENTS.plain;
		await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ team_id: TEAM_IDS.payroll, assignee_id: ANA }) }, { credentials: editor() });

		expect(catalio.stored('requirement', id)).toMatchObject({ team_id: TEAM_IDS.payroll, assignee_id: ANA, owner_id: LEAVER_ID });
	});

	it.each([
		['transfers', 'update', asJson({ owner_id: KIM })],
		['writes', 'delete', {}],
	] as const)('is refused to an administrator, too, where the organization forbids %s', async (forbid, operation, parameters) => {
		catalio.simulator.set({ forbid });
		const { message } = await catalio.refusal('requirement', operation, { recordId: byId(String(LEAVER_REQUIREMENTS.plain[0])), ...parameters });

		expect(message).toMatch(/^Catalio answered 403: Forbidden/i);
	});
});
