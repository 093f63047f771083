import { LEAVER_EMAIL, LEAVER_ID, LEDGER_ADMIN_ID, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID, MANAGER_ID } from '../../simulators/accessowl/index.mts';
import type { Application } from '../../simulators/accessowl/index.mts';
import { byEmail, byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const titles = (records: ReadonlyArray<{ title?: unknown }>) => records.map(({ title }) => title);
const stored = (isWanted: (application: Application) => boolean) => titles(owl.simulator.state.applications.filter(isWanted));

describe('Application: Get Many', () => {
	it('lists all without a filter', async () => {
		expect(titles(await owl.records('application', 'getAll', { returnAll: true }))).toEqual(stored(() => true));
	});

	it('filters by a part of the title', async () => {
		expect(titles(await owl.records('application', 'getAll', { returnAll: true, filters: { titleLike: 'ledger' } }))).toEqual(['Ledger Console']);
	});

	it('filters by a word of the category', async () => {
		expect(titles(await owl.records('application', 'getAll', { returnAll: true, filters: { category: 'finance' } }))).toEqual(stored(({ category }) => category === 'Finance'));
	});

	it.each(['discovered', 'ignored', 'approved', 'requestable'])('filters by the status %s', async (status) => {
		expect(titles(await owl.records('application', 'getAll', { returnAll: true, filters: { status } }))).toEqual(stored((each) => each.status === status));
	});

	it('filters by owner, found by email', async () => {
		expect(titles(await owl.records('application', 'getAll', { returnAll: true, filters: { ownerUserId: byEmail(LEAVER_EMAIL) } }))).toEqual(
			stored((each) => each.owner_user_id === LEAVER_ID),
		);
	});

	it('filters by administrator', async () => {
		owl.application('Slack').admin_user_ids = [LEAVER_ID, MANAGER_ID];

		expect(titles(await owl.records('application', 'getAll', { returnAll: true, filters: { adminUserId: byId(LEAVER_ID) } }))).toEqual(['Slack']);
	});

	it('sends all filters together', async () => {
		const filters = { titleLike: 'e', category: 'finance', status: 'requestable', ownerUserId: byId(MANAGER_ID), adminUserId: byId(MANAGER_ID) };
		await owl.records('application', 'getAll', { limit: 7, filters });

		expect(owl.simulator.requests.map(({ query }) => query)).toEqual([
			{ title_like: 'e', category_contains_word: 'finance', status: 'requestable', owner_user_id: MANAGER_ID, admin_user_id: MANAGER_ID, limit: '7' },
		]);
	});
});

describe('Application: Get', () => {
	it('gives one application by its ID or an address that holds it', async () => {
		for (const value of [LEDGER_ID, `https://app.accessowl.com/applications/${LEDGER_ID}`]) {
			expect(await owl.records('application', 'get', { applicationId: byId(value) })).toEqual([expect.objectContaining({ id: LEDGER_ID, title: 'Ledger Console' })]);
		}
	});

	it('passes members through that nobody has described, with Simplify off', async () => {
		const [application] = await owl.records('application', 'get', { applicationId: byId(LEDGER_ID), simplify: false });

		expect(application).toMatchObject({ category: 'Finance', user_count: expect.any(Number) });
	});
});

describe('Application: Get Resources', () => {
	it('gives each resource with its permissions, in one request', async () => {
		const resources = await owl.records('application', 'getResources', { returnAll: true, applicationId: byId(LEDGER_ID) });

		expect(resources).toEqual([
			expect.objectContaining({
				id: LEDGER_ROLE_ID,
				title: 'Role',
				permissions: [expect.objectContaining({ id: LEDGER_VIEWER_ID }), expect.objectContaining({ id: LEDGER_ADMIN_ID, elevated: true })],
			}),
		]);
		expect(owl.simulator.requests.map(({ url }) => url)).toEqual([`/api/v1/applications/${LEDGER_ID}/resources`]);
	});

	it('stops at the limit, which the vendor does not know', async () => {
		expect(titles(await owl.records('application', 'getResources', { limit: 1, applicationId: byId(owl.application('GitHub').id) }))).toEqual(['Team']);
	});
});
