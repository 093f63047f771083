import type { INodeListSearchResult, INodeParameters, INodePropertyOptions } from 'n8n-workflow';
import { LEAVER_EMAIL, LEAVER_ID, LEDGER_ADMIN_ID, LEDGER_ID, LEDGER_ROLE_ID, LEDGER_VIEWER_ID, SHARED_EMAIL } from '../../simulators/accessowl/index.mts';
import { credentialsFor } from '../../support/accessOwl.mts';
import { callMethod } from '../../support/engine.mts';
import { byId, fromList, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const nodeWith = (parameters: INodeParameters, token?: string) => ({ node: 'accessOwl', parameters: { resource: 'accessRequest', operation: 'create', ...parameters }, credentials: credentialsFor(owl.simulator, token) });
const search = async (name: string, filter?: string, paginationToken?: string, parameters: INodeParameters = {}) =>
	await callMethod<INodeListSearchResult>('listSearch', name, nodeWith(parameters), filter, paginationToken);
const load = async (name: string, parameters: INodeParameters = {}) => await callMethod<INodePropertyOptions[]>('loadOptions', name, nodeWith(parameters));
const names = (found: INodeListSearchResult) => found.results.map(({ name }) => name);

/** Adds so many people called Extra, in front of nobody: the simulator lists in this order. */
const addPeople = (count: number) => {
	for (let number = 1; number <= count; number++) owl.simulator.admin.addUser({ email: `extra${number}@example.com`, first_name: 'Extra', last_name: `Number ${number}` });
};

describe('the list of people', () => {
	it('shows everybody with their status, leavers included', async () => {
		const found = await search('searchUsers');

		expect(found.results).toHaveLength(owl.simulator.state.users.length);
		expect(found.results[1]).toEqual({ name: 'Robin Vale (offboarding_planned)', value: LEAVER_ID, description: LEAVER_EMAIL });
		expect(owl.simulator.requests.map(({ query }) => query)).toEqual([{ limit: '100', status: 'all' }]);
	});

	it.each([
		['a part of the name', 'robin v'],
		['a part of the address', 'vale@'],
		['the whole address', LEAVER_EMAIL],
		['an address that is not typed to its end', 'robin.vale@example.c'],
	])('finds a person by %s', async (_what, filter) => {
		expect((await search('searchUsers', filter)).results).toEqual([{ name: 'Robin Vale (offboarding_planned)', value: LEAVER_ID, description: LEAVER_EMAIL }]);
	});

	it('shows both who share an address', async () => {
		expect(names(await search('searchUsers', SHARED_EMAIL)).sort()).toEqual(['Jordan Reyes (active)', 'Jordan Reyes (offboarded)']);
	});

	it('goes on from where it stopped', async () => {
		addPeople(150);
		const first = await search('searchUsers');
		const second = await search('searchUsers', undefined, String(first.paginationToken));

		expect([...first.results, ...second.results].map(({ value }) => value)).toEqual(owl.simulator.state.users.map(({ id }) => id));
		expect(second.paginationToken).toBeUndefined();
	});

	it('reads on until something fits', async () => {
		addPeople(250);

		expect(names(await search('searchUsers', 'number 250'))).toEqual(['Extra Number 250 (active)']);
		expect(owl.simulator.requests).toHaveLength(3);
	});

	it('goes on after an address that was not typed to its end', async () => {
		for (const name of ['a', 'b']) {
			owl.simulator.admin.addUser({ email: `${name}.zoe.long@example.com` });
			addPeople(120);
		}
		const filter = 'zoe.long@example.co';
		const first = await search('searchUsers', filter);
		const second = await search('searchUsers', filter, String(first.paginationToken));

		expect(names(first)).toEqual(['a.zoe.long@example.com (active)']);
		expect(names(second)).toEqual(['b.zoe.long@example.com (active)']);
	});

	it('does not ask for an address that is none', async () => {
		expect(names(await search('searchUsers', '@example.c'))).toHaveLength(owl.simulator.state.users.length);
		expect(owl.simulator.requests.map(({ query }) => query)).toEqual([{ limit: '100', status: 'all' }]);
	});

	it('calls people without names by their address', async () => {
		Object.assign(owl.person(LEAVER_EMAIL), { first_name: null, last_name: null });

		expect(names(await search('searchUsers', 'vale'))).toEqual([`${LEAVER_EMAIL} (offboarding_planned)`]);
	});
});

describe('the lists of applications and policies', () => {
	it('lets the vendor search applications by title', async () => {
		expect((await search('searchApplications', 'LEDGER')).results).toEqual([{ name: 'Ledger Console', value: LEDGER_ID, description: 'requestable' }]);
		expect(owl.simulator.requests.at(-1)?.query).toEqual({ limit: '100', title_like: 'LEDGER' });
		expect((await search('searchApplications')).results).toHaveLength(owl.simulator.state.applications.length);
	});

	it('finds policies by a part of their title', async () => {
		expect(names(await search('searchPolicies', 'finance'))).toEqual(['Finance systems', 'Finance administration']);
	});

	it('offers all applications by name', async () => {
		const options = await load('getApplications');

		expect(options.map(({ name }) => name)).toEqual(owl.simulator.state.applications.map(({ title }) => title).sort((a, b) => a.localeCompare(b)));
	});
});

describe('the lists that depend on what was chosen', () => {
	it('shows the resources of the chosen application', async () => {
		const parameters = { applicationId: fromList(owl.application('GitHub').id) };

		expect(names(await search('searchResources', undefined, undefined, parameters))).toEqual(['Team', 'Organization role']);
		expect(names(await search('searchResources', 'team', undefined, parameters))).toEqual(['Team']);
	});

	it('names a lone resource without a title', async () => {
		expect(names(await search('searchResources', undefined, undefined, { applicationId: byId(owl.application('Harbour Badge').id) }))).toEqual(['The application itself']);
	});

	it('shows nothing and asks nobody while no application is chosen', async () => {
		expect(await search('searchResources', undefined, undefined, { applicationId: fromList('') })).toEqual({ results: [] });
		expect(await load('getPermissions', { applicationId: fromList(LEDGER_ID), resourceId: fromList('') })).toEqual([]);
		expect(owl.simulator.requests).toEqual([]);
	});

	it('shows the permissions of the chosen resource, and which are elevated', async () => {
		expect(await load('getPermissions', { applicationId: fromList(LEDGER_ID), resourceId: fromList(LEDGER_ROLE_ID) })).toEqual([
			{ name: 'Admin (elevated)', value: LEDGER_ADMIN_ID },
			{ name: 'Viewer', value: LEDGER_VIEWER_ID },
		]);
	});
});

describe('a list that cannot be read', () => {
	it.each([
		['listSearch', 'searchUsers'],
		['listSearch', 'searchApplications'],
		['listSearch', 'searchPolicies'],
		['loadOptions', 'getApplications'],
	] as const)('says in %s %s that the token is wrong, without showing it', async (kind, name) => {
		const failing = callMethod(kind, name, nodeWith({}, 'wrong-token-value'));

		await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('AccessOwl answered 401'), description: expect.stringContaining('The API token is missing, wrong or was deleted') });
		await expect(failing).rejects.not.toMatchObject({ message: expect.stringContaining('[Item') });
		await failing.catch((error: Error) => expect(JSON.stringify(error)).not.toContain('wrong-token-value'));
	});

	it('says that API access is not enabled', async () => {
		owl.simulator.set({ redirect: true });

		await expect(search('searchUsers')).rejects.toMatchObject({ message: 'API access is not enabled for this organization' });
	});

	it('refuses a resource that is no ID', async () => {
		await expect(load('getPermissions', { applicationId: fromList(LEDGER_ID), resourceId: byId('role') })).rejects.toMatchObject({ message: 'Resource is not an ID: "role"' });
	});
});
