import type { INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../simulators/frame/faults.mts';
import { asJson, byId, KIM, useCatalioWrites } from './writes.mts';

const catalio = useCatalioWrites();
jest.setTimeout(20_000);

const LOST: ReadonlyArray<readonly [what: string, fault: Fault]> = [
	['reset after the change was made', { kind: 'reset', when: 'afterActing' }],
	['reset in the middle of the answer', { kind: 'reset', when: 'midBody' }],
	['a connection closed without an answer', { kind: 'endWithoutAnswer', effect: 'taken' }],
	['JSON that ends in its middle', { kind: 'truncatedJson' }],
	['a 500 after the change was made', { kind: 'answer', status: 500, effect: 'taken' }],
	['a 504 after the change was made', { kind: 'answer', status: 504, effect: 'taken' }],
];
const MAY_HAVE = 'The change may have been made. Look in Catalio before you run this again.';

const named = (name: string) => catalio.simulator.state.records.team!.filter(({ attributes }) => attributes.name === name);
const first = (type: string): string => String(catalio.ids(type)[0]);
const spare = (): string => String(catalio.simulator.admin.addRecords('team', 1)[0]);

describe('A create whose answer is lost', () => {
	it.each(LOST)('%s: is not sent again, and says that it may have been made', async (_what, fault) => {
		catalio.simulator.faults.onOperation('createTeam', fault);
		const { description, data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(named('Leavers')).toHaveLength(1);
		expect(catalio.requestsTo('createTeam')).toHaveLength(1);
		expect(description).toContain(MAY_HAVE);
		expect(data).toMatchObject({ mayHaveTakenEffect: true, attempts: 1, reason: 'outcomeUnknown' });
	});

	it.each([
		['before it was read', { kind: 'reset', when: 'beforeReading' }],
		['before it was acted upon', { kind: 'reset', when: 'beforeActing' }],
	] as const)('with a connection that was reset %s is not sent again either: nobody can tell', async (_what, fault) => {
		catalio.simulator.faults.onOperation('createTeam', fault);
		const { data } = await catalio.refusal('team', 'create', asJson({ name: 'Leavers' }));

		expect(named('Leavers')).toEqual([]);
		expect(catalio.requestsTo('createTeam')).toHaveLength(1);
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
	});

	it('says in a failed item, too, that it may have been made', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'reset', when: 'afterActing' });
		const { json } = await catalio.run('team', 'create', asJson({ name: 'Leavers' }), { onError: 'continueRegularOutput' });

		expect(json).toEqual([{ error: expect.stringContaining('The connection to Catalio was lost'), details: expect.objectContaining({ mayHaveTakenEffect: true, itemIndex: 0 }) }]);
	});
});

describe('An update whose answer is lost', () => {
	it.each(LOST)('%s: is not sent again by itself; run again, it finds the change made', async (_what, fault) => {
		const parameters = { recordId: byId(first('requirement')), ...asJson({ benefit: 'x', owner_id: KIM }) };
		catalio.simulator.faults.onOperation('updateRequirement', fault);
		const { description, data } = await catalio.refusal('requirement', 'update', parameters);

		expect(catalio.requestsTo('updateRequirement')).toHaveLength(1);
		expect(description).toContain(MAY_HAVE);
		expect(data).toMatchObject({ mayHaveTakenEffect: true });

		expect(await catalio.records('requirement', 'update', parameters)).toEqual([expect.objectContaining({ unchanged: true })]);
		expect(catalio.requestsTo('updateRequirement')).toHaveLength(1);
	});

	it('is mended by Retry On Fail without a second change', async () => {
		catalio.simulator.faults.onOperation('updateRequirement', { kind: 'reset', when: 'afterActing' });
		const { json, error } = await catalio.run('requirement', 'update', { recordId: byId(first('requirement')), ...asJson({ benefit: 'x' }) }, { retry: { maxTries: 2, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ unchanged: true })]);
		expect(catalio.requestsTo('updateRequirement')).toHaveLength(1);
	});
});

describe('A delete whose answer is lost', () => {
	it.each(LOST)('%s: is sent again, and that there is no such record any more is its success', async (_what, fault) => {
		const id = spare();
		catalio.simulator.faults.onOperation('deleteTeam', fault);

		expect(await catalio.records('team', 'delete', { recordId: byId(id) })).toEqual([{ id, type: 'team', deleted: true, outcome: 'deleted' }]);
		expect(catalio.ids('team')).not.toContain(id);
		expect(catalio.requestsTo('deleteTeam').map(({ fault: struck }) => struck)).toEqual([fault.kind, null]);
	});

	it('is done also where a missing record is to fail', async () => {
		const id = spare();
		catalio.simulator.faults.onOperation('deleteTeam', { kind: 'reset', when: 'afterActing' });

		expect(await catalio.records('team', 'delete', { recordId: byId(id), options: { whenMissing: 'fail' } })).toEqual([expect.objectContaining({ outcome: 'deleted' })]);
	});

	it('of a requirement that was archived is done, too', async () => {
		const id = first('requirement');
		catalio.simulator.faults.onOperation('deleteRequirement', { kind: 'reset', when: 'afterActing' });

		expect(await catalio.records('requirement', 'delete', { recordId: byId(id) })).toEqual([expect.objectContaining({ outcome: 'deleted' })]);
		expect(catalio.stored('requirement', id).archived_at).toEqual(expect.any(String));
	});

	it('of a requirement that is still shown when archived finds it archived when run again', async () => {
		catalio.simulator.set({ archived: 'shown' });
		const id = first('requirement');
		catalio.simulator.faults.onOperation('deleteRequirement', { kind: 'reset', when: 'afterActing' });
		const { json, error } = await catalio.run('requirement', 'delete', { recordId: byId(id) }, { retry: { maxTries: 2, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(json).toEqual([expect.objectContaining({ id, deleted: true, outcome: 'alreadyDeleted' })]);
	});
});

describe('A change of a relation whose answer is lost', () => {
	const related = () => catalio.simulator.related('requirement', first('requirement'), 'components');
	const free = () => String(catalio.ids('component').find((each) => !related().includes(each)));

	it.each([
		['addToRelationship', 'addRequirementLinkage', () => ({ relatedIds: free() })],
		['removeFromRelationship', 'removeRequirementLinkage', () => ({ relatedIds: String(related()[0]) })],
		['replaceRelationship', 'replaceRequirementLinkage', () => ({ replaceWith: 'many', relatedIds: free() })],
	] as ReadonlyArray<readonly [string, string, () => INodeParameters]>)('%s: is sent again, which changes nothing more', async (operation, operationId, parameters) => {
		const given = parameters();
		catalio.simulator.faults.onOperation(operationId, { kind: 'reset', when: 'afterActing' });
		const [record] = await catalio.records('requirement', operation, { recordId: byId(first('requirement')), relationship: byId('components'), ...given, options: { verify: true } });

		expect(record).toMatchObject({ verified: true, related: related().map((id) => ({ type: 'component', id })) });
		expect(new Set(related()).size).toBe(related().length);
		expect(catalio.requestsTo(operationId)).toHaveLength(2);
	});
});

describe('A removal from a relation', () => {
	it('that is lost and then meets 404 is not called done: the record, or the route, is not there', async () => {
		const [id, related = ''] = [first('requirement'), catalio.simulator.related('requirement', first('requirement'), 'components')[0]];
		catalio.simulator.set({ relationshipRoutes: 'missing' });
		catalio.simulator.faults.onOperation('removeRequirementLinkage', { kind: 'html', status: 502 });
		const { message, data } = await catalio.refusal('requirement', 'removeFromRelationship', { recordId: byId(id), relationship: byId('components'), relatedIds: related });

		expect(message).toMatch(/^Catalio answered 404: no_route_found/);
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
		expect(catalio.simulator.related('requirement', id, 'components')).toContain(related);
	});
});

describe('An action whose answer is lost', () => {
	it('is not sent again, and says that it may have been made', async () => {
		catalio.simulator.faults.onOperation('confirmRequirement', { kind: 'reset', when: 'afterActing' });
		const { description } = await catalio.refusal('requirement', 'confirm', { recordId: byId(first('requirement')) });

		expect(catalio.stored('requirement', first('requirement')).status).toBe('confirmed');
		expect(catalio.requestsTo('confirmRequirement')).toHaveLength(1);
		expect(description).toContain(MAY_HAVE);
	});
});

const HINTS: ReadonlyArray<readonly [what: string, headers: () => Record<string, string>]> = [
	['seconds', () => ({ 'retry-after': '1' })],
	['a date', () => ({ 'retry-after': new Date(Date.now() + 1_000).toUTCString() })],
	['nothing', () => ({})],
];

describe('A write that meets the rate limit', () => {
	it.each(HINTS)('told with %s is sent once more, and takes effect once', async (_what, headers) => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 429, headers: headers(), body: { errors: [{ status: '429', title: 'Too Many Requests' }] } });
		await catalio.records('team', 'create', asJson({ name: 'Leavers' }));

		expect(named('Leavers')).toHaveLength(1);
		expect(catalio.requestsTo('createTeam').map(({ status }) => status)).toEqual([429, 201]);
	});

	it('says how long the vendor wants to be left alone where that is more than Max Wait', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 429, headers: { 'retry-after': '90' } });
		const { message, description, data } = await catalio.refusal('team', 'create', { ...asJson({ name: 'Leavers' }), options: { maxWait: 5 } });

		expect(message).toBe('Catalio wants 90 seconds before the next request, which is longer than this may wait [Item 0]');
		expect(description).toContain('Raise Max Wait under Options');
		expect(data).toMatchObject({ mayHaveTakenEffect: false });
		expect(named('Leavers')).toEqual([]);
	});

	it('is sent again by Retry On Fail, and takes effect once', async () => {
		catalio.simulator.faults.onOperation('createTeam', { kind: 'answer', status: 429, headers: { 'retry-after': '0' } }, { times: 2 });
		const { error } = await catalio.run('team', 'create', { ...asJson({ name: 'Leavers' }), options: { retries: 0 } }, { retry: { maxTries: 3, waitMs: 1 } });

		expect(error).toBeUndefined();
		expect(named('Leavers')).toHaveLength(1);
		expect(catalio.requestsTo('createTeam').map(({ status }) => status)).toEqual([429, 429, 201]);
	});
});
