import { ARCHIVED_REQUIREMENT_ID, EDITOR_CLIENT, LEAVER_ID, LEAVER_REQUIREMENTS } from '../../simulators/catalio/index.mts';
import { byId, conditionsOf, idsIn, useCatalio } from './support.mts';

const catalio = useCatalio();
const ofLeaver = { returnAll: true, ...conditionsOf({ field: 'owner_id', value: LEAVER_ID }) };

describe('private records', () => {
	it('of a leaver are listed for an organization admin', async () => {
		const records = await catalio.records('requirement', 'getAll', ofLeaver);

		expect(idsIn(records)).toEqual(catalio.idsOf('requirement', ({ owner_id }) => owner_id === LEAVER_ID));
		expect(idsIn(records)).toEqual(expect.arrayContaining([...LEAVER_REQUIREMENTS.private]));
	});

	it('are invisible to a credential that is no admin: neither listed, nor counted, nor found', async () => {
		const editor = catalio.as(EDITOR_CLIENT);
		const { records, hints } = await catalio.told('requirement', 'getAll', ofLeaver, editor);

		expect(idsIn(records).sort()).toEqual([...LEAVER_REQUIREMENTS.plain, ...LEAVER_REQUIREMENTS.viewOnly].sort());
		expect(hints).toEqual([]);
		for (const id of LEAVER_REQUIREMENTS.private) {
			const { data, description } = await catalio.failed('requirement', 'get', { recordId: byId(id) }, editor);
			expect(data.status).toBe(404);
			expect(description).toContain('private and hidden');
		}
	});

	it('are left out of relations, too', async () => {
		const [hidden = ''] = LEAVER_REQUIREMENTS.private;
		const teamId = String(catalio.simulator.record('requirement', hidden)?.team_id);
		const members = async (more = {}) => {
			const [team] = await catalio.records('team', 'get', { recordId: byId(teamId), output: 'flattened', options: { include: ['requirements'] } }, more);
			return idsIn(team?.requirements as Array<{ id: string }>);
		};

		expect(await members()).toContain(hidden);
		expect(await members(catalio.as(EDITOR_CLIENT))).not.toContain(hidden);
	});
});

describe('archived requirements', () => {
	it('are not listed and not found where the server hides them', async () => {
		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true }))).not.toContain(ARCHIVED_REQUIREMENT_ID);
		expect((await catalio.failed('requirement', 'get', { recordId: byId(ARCHIVED_REQUIREMENT_ID) })).data.status).toBe(404);
	});

	it('are given as they are where the server shows them', async () => {
		catalio.simulator.set({ archived: 'shown' });
		expect(idsIn(await catalio.records('requirement', 'getAll', { returnAll: true }))).toContain(ARCHIVED_REQUIREMENT_ID);

		const [record] = await catalio.records('requirement', 'get', { recordId: byId(ARCHIVED_REQUIREMENT_ID), output: 'flattened' });
		expect(record?.archived_at).toBe(catalio.simulator.record('requirement', ARCHIVED_REQUIREMENT_ID)?.archived_at);
	});
});
