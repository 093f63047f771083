import { asJson, byId, relationRows, TEAM_IDS, useCatalioWrites, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();
const verify = { options: { verify: true } };
const first = (type: string): string => String(catalio.ids(type)[0]);

/** Takes a change back as soon as it was answered, as another program might. */
function undoAfter(operationId: string, undo: () => void): void {
	catalio.simulator.faults.when((subject) => {
		const isNext = catalio.simulator.requests.some((each) => each.operationId === operationId && each.number < subject.number && each.status !== null);
		if (isNext) undo();
		return false;
	}, { kind: 'html' });
}

const rowOf = (type: string, id: string) => catalio.simulator.state.records[type]!.find((each) => each.id === id)!;

describe('Verify', () => {
	it.each(WRITTEN_TYPES)('$resource: is true where the record holds what was sent', async ({ resource, type, field, required }) => {
		const [created] = await catalio.records(resource, 'create', { ...asJson({ ...required(catalio.simulator), [field]: 'New' }), ...verify });
		const [updated] = await catalio.records(resource, 'update', { recordId: byId(first(type)), ...asJson({ [field]: 'Changed' }), ...verify });

		expect([created?.verified, updated?.verified]).toEqual([true, true]);
	});

	it.each(['attribute', 'linkage', 'route'] as const)('is true of a relation that was written as %s', async (writtenAs) => {
		const [created] = await catalio.records('requirement', 'create', { ...asJson({ title: 'x' }), ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs }), ...verify });

		expect(created).toMatchObject({ verified: true });
	});

	it('is false where the record does not hold it any more', async () => {
		const id = first('requirement');
		undoAfter('updateRequirement', () => Object.assign(rowOf('requirement', id).attributes, { benefit: 'Something else' }));

		expect(await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ benefit: 'x' }), ...verify })).toEqual([expect.objectContaining({ id, verified: false })]);
	});

	it('is false where a relation does not hold it any more', async () => {
		const id = first('requirement');
		const [wanted = ''] = catalio.ids('component').filter((each) => !catalio.simulator.related('requirement', id, 'components').includes(each));
		catalio.simulator.faults.onOperation('addRequirementLinkage', { kind: 'answer', status: 200, body: { data: [] } });

		expect(await catalio.records('requirement', 'addToRelationship', { recordId: byId(id), relationship: byId('components'), relatedIds: wanted, ...verify })).toEqual([expect.objectContaining({ verified: false })]);
	});

	it('is null where a field cannot be read back', async () => {
		const [created] = await catalio.records('component', 'create', { ...asJson({ name: 'x', file_provider: 'github' }), ...verify });

		expect(created).toMatchObject({ name: 'x', verified: null });
	});

	it('is null, with the reason, where the look is refused, and the change stays told', async () => {
		catalio.simulator.faults.onOperation('getTeam', { kind: 'answer', status: 403, body: { errors: [{ status: '403', title: 'Forbidden', detail: 'not now' }] } });
		const [created] = await catalio.records('team', 'create', { ...asJson({ name: 'Leavers' }), ...verify });

		expect(created).toMatchObject({ name: 'Leavers', verified: null, verifyProblem: 'Catalio answered 403: Forbidden: not now' });
		expect(catalio.stored('team', created?.id)).toMatchObject({ name: 'Leavers' });
	});

	it('is null where the record is hidden from this credential as soon as it is written', async () => {
		const id = first('requirement');
		undoAfter('updateRequirement', () => Object.assign(rowOf('requirement', id).attributes, { archived_at: '2026-01-01T00:00:00Z' }));

		expect(await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ benefit: 'x' }), ...verify })).toEqual([expect.objectContaining({ verified: null })]);
	});

	it('is not there, and asks nothing, where nobody asked for it', async () => {
		const [created] = await catalio.records('team', 'create', asJson({ name: 'Leavers' }));

		expect(created).not.toHaveProperty('verified');
		expect(catalio.requestsTo('getTeam')).toEqual([]);
	});
});
