import { EDITOR_CLIENT, FOREIGN_REQUIREMENT_ID, FOREIGN_TEAM_ID, LEAVER_ID, LEAVER_REQUIREMENTS, OTHER_TENANT_CLIENT, PEOPLE, READ_ONLY_CLIENT, requirementId, startCatalio, TEAM_IDS, type CatalioSimulator } from '../../simulators/catalio/index.mts';
import { apiOf, idsOf, MEDIA_TYPE, signIn, type Api } from './support.mts';

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

const FIRST = requirementId(1);
const BODY = { data: { type: 'requirement', attributes: { title: 'x' } } };

describe('media types', () => {
	const WRONG = [
		['a charset', { 'content-type': `${MEDIA_TYPE}; charset=utf-8` }, 415],
		['plain JSON', { 'content-type': 'application/json' }, 415],
		['an Accept with a charset', { accept: `${MEDIA_TYPE}; charset=utf-8` }, 406],
		['an Accept of something else', { accept: 'text/html' }, 406],
	] as const;

	it.each(WRONG)('strictMediaType refuses %s, and records it', async (_case, headers, status) => {
		const answer = await api.send('POST', '/requirements', BODY, headers);

		expect(answer).toMatchObject({ status, json: { errors: [{ status: String(status), code: status === 415 ? 'unsupported_media_type' : 'unacceptable_media_type' }] } });
		expect(simulator.takeViolations()).toMatchObject([{ where: status === 415 ? 'contentType' : 'header.accept' }]);
	});

	it.each(WRONG)('without strictMediaType %s is only recorded', async (_case, headers) => {
		simulator.set({ strictMediaType: false });

		expect((await api.send('POST', '/requirements', BODY, headers)).status).toBe(201);
		expect(simulator.takeViolations()).toHaveLength(1);
	});

	it.each(WRONG)('mediaTypeStatus swapped gives the other status for %s', async (_case, headers, status) => {
		simulator.set({ mediaTypeStatus: 'swapped' });

		expect((await api.send('POST', '/requirements', BODY, headers)).status).toBe(status === 415 ? 406 : 415);
		simulator.takeViolations();
	});

	it('takes the parameters that JSON:API 1.1 knows, and any of several ranges', async () => {
		const profile = `${MEDIA_TYPE}; profile="https://example.com/p"`;

		expect((await api.send('POST', '/requirements', BODY, { 'content-type': profile, accept: `text/html, ${profile};q=0.9` })).status).toBe(201);
		expect((await api.get('/teams', { accept: `${MEDIA_TYPE}; charset=utf-8, ${MEDIA_TYPE}` })).status).toBe(200);
		expect((await api.get('/teams', { accept: '*/*' })).status).toBe(200);
	});

	it.each([
		[true, `${MEDIA_TYPE}; charset=utf-8`],
		[false, MEDIA_TYPE],
	])('answerCharset %s', async (answerCharset, expected) => {
		simulator.set({ answerCharset });

		expect((await api.get('/teams')).headers.get('content-type')).toBe(expected);
		expect((await api.get('/teams?sort=x')).headers.get('content-type')).toBe(expected);
	});
});

describe('errors', () => {
	it.each([
		['full', ['code', 'detail', 'id', 'meta', 'source', 'status', 'title']],
		['minimal', ['detail', 'status', 'title']],
	] as const)('are %s', async (errorStyle, members) => {
		simulator.set({ errorStyle });

		expect(Object.keys((await api.get('/requirements?sort=x')).json.errors[0]!).sort()).toEqual(members);
	});

	it.each(['1.0', '1.1', 'absent'] as const)('and documents tell jsonapi.version %s', async (jsonapiVersion) => {
		simulator.set({ jsonapiVersion });
		const expected = jsonapiVersion === 'absent' ? undefined : { version: jsonapiVersion };

		expect((await api.get('/teams')).json.jsonapi).toEqual(expected);
		expect((await api.get('/teams?sort=x')).json.jsonapi).toEqual(expected);
	});

	it.each([400, 422] as const)('validationStatus %i', async (validationStatus) => {
		simulator.set({ validationStatus });

		expect(await api.create('requirement', '/requirements', { title: null })).toMatchObject({ status: validationStatus, json: { errors: [{ status: String(validationStatus), code: 'required' }] } });
		simulator.takeViolations();
	});

	it('have the highest status of all', async () => {
		const answer = await api.create('requirement', '/requirements', { colour: 'red', title: 'x' }, { colour: { data: null } });

		expect(answer.status).toBe(422);
		expect(answer.json.errors.map(({ status }) => status)).toEqual(['400', '422']);
	});

	it.each([
		['an unknown path', 'GET', '/colours'],
		['an unknown method', 'PUT', '/requirements'],
		['related resources, which are not declared', 'GET', `/requirements/${FIRST}/team`],
	])('are 404 no_route_found for %s', async (_case, method, path) => {
		expect(await api.send(method, path)).toMatchObject({ status: 404, json: { errors: [{ code: 'no_route_found' }] } });
		expect(simulator.takeViolations()).toHaveLength(1);
	});
});

describe('attributes and relations', () => {
	it.each([
		['refused', 400],
		['ignored', 201],
	] as const)('unknownAttribute %s', async (unknownAttribute, status) => {
		simulator.set({ unknownAttribute });

		expect((await api.create('requirement', '/requirements', { title: 'x', colour: 'red' })).status).toBe(status);
	});

	it.each([
		['shown', true],
		['absent', false],
	] as const)('nullAttributes %s', async (nullAttributes, isThere) => {
		simulator.set({ nullAttributes });
		const { attributes } = (await api.get(`/requirements/${requirementId(3)}`)).json.data;

		expect('description' in attributes).toBe(isThere);
		expect(attributes).toHaveProperty('title');
	});

	it('foreignKeys refused takes no relation as an attribute', async () => {
		simulator.set({ foreignKeys: 'refused' });

		expect(await api.update('requirement', '/requirements', FIRST, { team_id: TEAM_IDS.close })).toMatchObject({ status: 400, json: { errors: [{ code: 'invalid_body', source: { pointer: '/data/attributes/team_id' } }] } });
		expect((await api.update('requirement', '/requirements', FIRST, {}, { team: { data: { type: 'team', id: TEAM_IDS.close } } })).status).toBe(200);
	});

	it('linkageInBody refused takes no relation under relationships', async () => {
		simulator.set({ linkageInBody: 'refused' });

		expect(await api.update('requirement', '/requirements', FIRST, {}, { team: { data: null } })).toMatchObject({ status: 422, json: { errors: [{ code: 'no_such_input', source: { pointer: '/data/relationships/team' } }] } });
		expect((await api.update('requirement', '/requirements', FIRST, { team_id: null })).status).toBe(200);
	});
});

describe('tenancy', () => {
	it('hides the records of one tenant from the other', async () => {
		const stranger = await signIn(simulator, OTHER_TENANT_CLIENT);

		expect((await api.get(`/requirements/${FOREIGN_REQUIREMENT_ID}`)).status).toBe(404);
		expect((await api.update('requirement', '/requirements', FOREIGN_REQUIREMENT_ID, { title: 'x' })).status).toBe(404);
		expect((await api.send('DELETE', `/requirements/${FOREIGN_REQUIREMENT_ID}`)).status).toBe(404);
		expect((await api.update('requirement', '/requirements', FIRST, { team_id: FOREIGN_TEAM_ID })).status).toBe(400);
		expect((await stranger.get('/requirements')).json.data).toHaveLength(3);
		expect((await stranger.get(`/requirements/${FIRST}`)).status).toBe(404);
		expect((await stranger.create('team', '/teams', { name: 'Close' })).status).toBe(201);
	});
});

describe('an editor', () => {
	const at = '/requirements';

	it('sees neither private records of others nor those shared elsewhere', async () => {
		const editor = await signIn(simulator, EDITOR_CLIENT);
		const { private: hidden, elsewhere, viewOnly, plain } = LEAVER_REQUIREMENTS;

		const seen = idsOf(await editor.get(`${at}?filter[owner_id]=${LEAVER_ID}&page[limit]=100`));
		expect(seen.sort()).toEqual([...plain, ...viewOnly].sort());
		expect((await editor.get(`${at}?page[limit]=100&page[count]=true`)).json.meta.page.total).toBe(55);
		for (const id of [...hidden, ...elsewhere]) {
			expect((await editor.get(`${at}/${id}`)).status).toBe(404);
			expect((await editor.update('requirement', at, id, { title: 'x' })).status).toBe(404);
			expect((await api.get(`${at}/${id}`)).status).toBe(200);
		}
	});

	it('hands work on, but no ownership of others', async () => {
		const editor = await signIn(simulator, EDITOR_CLIENT);
		const { plain, viewOnly } = LEAVER_REQUIREMENTS;

		expect((await editor.update('requirement', at, plain[0]!, { team_id: TEAM_IDS.payroll, assignee_id: PEOPLE['Ana Duarte'] })).status).toBe(200);
		expect(await editor.update('requirement', at, plain[0]!, { owner_id: PEOPLE['Ana Duarte'] })).toMatchObject({ status: 403, json: { errors: [{ code: 'forbidden', detail: 'forbidden' }] } });
		expect((await editor.update('requirement', at, viewOnly[0]!, { team_id: TEAM_IDS.payroll })).status).toBe(403);
		expect((await editor.send('POST', `${at}/${viewOnly[0]!}/confirm`)).status).toBe(403);
		expect((await editor.send('PATCH', `${at}/${viewOnly[0]!}/relationships/team`, { data: null })).status).toBe(403);
		expect((await editor.update('requirement', at, requirementId(3), { owner_id: PEOPLE['Kim Osei'] })).status).toBe(200);
		expect(simulator.record('requirement', plain[0]!)).toMatchObject({ owner_id: LEAVER_ID, team_id: TEAM_IDS.payroll });
	});

	it('gives away what its team administers, unless transfers are forbidden, and sees what was shared elsewhere then', async () => {
		const editor = await signIn(simulator, EDITOR_CLIENT);
		const [own, viewed, hidden, secret] = [LEAVER_REQUIREMENTS.plain[0]!, LEAVER_REQUIREMENTS.viewOnly[0]!, LEAVER_REQUIREMENTS.elsewhere[0]!, LEAVER_REQUIREMENTS.private[0]!];
		for (const id of [own, viewed, hidden, secret]) simulator.admin.grant('requirement', id, { teamId: TEAM_IDS.close, level: 'admin' });
		const give = async (id: string) => (await editor.update('requirement', at, id, { owner_id: PEOPLE['Priya Nair'] })).status;

		simulator.set({ forbid: 'transfers' });
		expect(await give(own)).toBe(403);
		simulator.set({ forbid: 'none' });

		expect([await give(own), await give(viewed), await give(hidden), await give(secret)]).toEqual([200, 200, 200, 404]);
		expect(await give(LEAVER_REQUIREMENTS.plain[1]!)).toBe(403);
		expect(() => simulator.admin.grant('requirement', 'unknown', { teamId: TEAM_IDS.close, level: 'admin' })).toThrow('There is no requirement unknown');
	});

	it('archives, but deletes nothing for good that it does not own', async () => {
		const editor = await signIn(simulator, EDITOR_CLIENT);

		expect((await editor.send('DELETE', `${at}/${FIRST}`)).status).toBe(200);
		expect((await editor.send('DELETE', `/teams/${TEAM_IDS.close}`)).status).toBe(403);
	});

	it('finds no hidden record through relations', async () => {
		const editor = await signIn(simulator, EDITOR_CLIENT);
		const [hidden] = LEAVER_REQUIREMENTS.private;
		const { team_id } = simulator.record('requirement', hidden!)!;
		const linked = async (who: Api) => JSON.stringify((await who.get(`/teams/${String(team_id)}/relationships/requirements`)).json.data);

		expect(await linked(api)).toContain(hidden);
		expect(await linked(editor)).not.toContain(hidden);
	});
});

describe('who may write', () => {
	it('is not the read-only client', async () => {
		const viewer = await signIn(simulator, READ_ONLY_CLIENT);

		expect((await viewer.get(`/requirements/${FIRST}`)).status).toBe(200);
		expect((await viewer.create('team', '/teams', { name: 'x' })).status).toBe(403);
		expect((await viewer.update('requirement', '/requirements', FIRST, { title: 'x' })).status).toBe(403);
		expect((await viewer.send('DELETE', `/requirements/${FIRST}`)).status).toBe(403);
		expect((await viewer.send('POST', '/requirements/semantic-search', { data: { query: 'invoices' } })).status).toBe(201);
	});

	it.each([
		['none', 200, 200],
		['transfers', 200, 403],
		['writes', 403, 403],
	] as const)('forbid %s', async (forbid, change, transfer) => {
		simulator.set({ forbid });

		expect((await api.update('requirement', '/requirements', requirementId(2), { title: 'x' })).status).toBe(change);
		expect((await api.update('requirement', '/requirements', requirementId(2), { owner_id: PEOPLE['Ana Duarte'] })).status).toBe(transfer);
	});
});
