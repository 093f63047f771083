import { ARCHIVED_REQUIREMENT_ID, EDITOR_CLIENT, FOREIGN_REQUIREMENT_ID } from '../../simulators/catalio/index.mts';
import { byId, useCatalioWrites, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** A record of each type that nothing else needs. */
const spare = (type: string, required: Readonly<Record<string, unknown>>): string => String(catalio.simulator.admin.addRecords(type, 1, required)[0]);

describe('Delete', () => {
	it.each(WRITTEN_TYPES.flatMap((each) => ([200, 204] as const).map((deleteStatus) => ({ ...each, deleteStatus }))))(
		'$resource: is done with $deleteStatus, and a second run finds nothing to delete',
		async ({ resource, type, one, required, deleteStatus }) => {
			catalio.simulator.set({ deleteStatus });
			const id = spare(type, required(catalio.simulator));

			expect(await catalio.records(resource, 'delete', { recordId: byId(id), options: { verify: true } })).toEqual([{ id, type, deleted: true, outcome: 'deleted', verified: true }]);
			if (type === 'requirement') expect(catalio.stored(type, id).archived_at).toEqual(expect.any(String));
			else expect(catalio.ids(type)).not.toContain(id);
			expect(catalio.requestsTo(`delete${one}`)).toHaveLength(1);

			expect(await catalio.records(resource, 'delete', { recordId: byId(id) })).toEqual([{ id, type, deleted: false, outcome: 'notFound' }]);
			expect(catalio.requestsTo(`delete${one}`)).toHaveLength(1);
		},
	);

	it('of a requirement archives it, which a second run sees where archived ones are shown', async () => {
		catalio.simulator.set({ archived: 'shown' });

		expect(await catalio.records('requirement', 'delete', { recordId: byId(ARCHIVED_REQUIREMENT_ID) })).toEqual([expect.objectContaining({ id: ARCHIVED_REQUIREMENT_ID, title: 'Print invoices on paper', deleted: true, outcome: 'alreadyDeleted' })]);
		expect(catalio.writes()).toEqual([]);
	});

	it('verifies that an archived requirement is out of use where archived ones are shown', async () => {
		catalio.simulator.set({ archived: 'shown' });
		const id = spare('requirement', { title: 'x' });

		expect(await catalio.records('requirement', 'delete', { recordId: byId(id), options: { verify: true } })).toEqual([expect.objectContaining({ outcome: 'deleted', verified: true })]);
	});

	it('that was accepted and not yet done is not called done, and verifies to false', async () => {
		const id = spare('team', { name: 'Later' });
		catalio.simulator.faults.onOperation('deleteTeam', { kind: 'answer', status: 202 });

		expect(await catalio.records('team', 'delete', { recordId: byId(id), options: { verify: true } })).toEqual([{ id, type: 'team', deleted: false, outcome: 'accepted', verified: false }]);
		expect(catalio.ids('team')).toContain(id);
	});

	it.each([
		['not there', NOBODY],
		['another organization\'s', FOREIGN_REQUIREMENT_ID],
	])('of a record that is %s is an outcome, or a failure where that is wanted', async (_what, id) => {
		expect(await catalio.records('requirement', 'delete', { recordId: byId(id) })).toEqual([{ id, type: 'requirement', deleted: false, outcome: 'notFound' }]);

		const { message, data } = await catalio.refusal('requirement', 'delete', { recordId: byId(id), options: { whenMissing: 'fail' } });
		expect(message).toMatch(/^Catalio answered 404: /);
		expect(data).toMatchObject({ status: 404, mayHaveTakenEffect: false });
		expect(catalio.writes()).toEqual([]);
		expect(catalio.simulator.record('requirement', FOREIGN_REQUIREMENT_ID)).toBeDefined();
	});

	it('of a record that somebody else deletes in between is an outcome, too', async () => {
		const id = spare('team', { name: 'Twice' });
		const items = [{ id }, { id }, { id }];
		const records = await catalio.records('team', 'delete', { recordId: byId('={{ $json.id }}'), options: { concurrency: 3 } }, { items });

		expect(records.map(({ outcome }) => outcome).sort()).toEqual(['deleted', 'notFound', 'notFound']);
		expect(catalio.ids('team')).not.toContain(id);
	});

	it('that disappears in between fails where that is wanted', async () => {
		const id = spare('team', { name: 'Twice' });
		catalio.simulator.faults.onOperation('deleteTeam', { kind: 'answer', status: 404, body: { errors: [{ status: '404', title: 'NotFound' }] } });
		const { message } = await catalio.refusal('team', 'delete', { recordId: byId(id), options: { whenMissing: 'fail' } });

		expect(message).toBe('Catalio answered 404: NotFound [Item 0]');
	});

	it('is refused to an editor, in the vendor\'s words and with a way out', async () => {
		const credentials = catalio.credential({ clientId: EDITOR_CLIENT.id, clientSecret: EDITOR_CLIENT.secret });
		const [id = ''] = catalio.ids('policy').filter((each) => catalio.stored('policy', each).owner_id !== EDITOR_CLIENT.userId);
		const { message, description } = await catalio.refusal('policy', 'delete', { recordId: byId(id) }, { credentials });

		expect(message).toMatch(/^Catalio answered 403: Forbidden: forbidden|^Catalio answered 403: forbidden/);
		expect(description).toContain('Only the owner of a record or an organization admin may hand it over or delete it.');
		expect(catalio.ids('policy')).toContain(id);
	});

	it('is refused where other records could not be without it', async () => {
		const [id = ''] = catalio.ids('test_case');
		const { description } = await catalio.refusal('testCase', 'delete', { recordId: byId(id) });

		expect(description).toContain('test_results: InvalidAttribute: would leave records behind.');
		expect(catalio.ids('test_case')).toContain(id);
	});
});
