import type { IDataObject } from 'n8n-workflow';
import { CREDENTIALS, LEAVER_CLIENTS, LEAVER_EMAIL, LEAVER_KEYS, type Switches } from '../../simulators/rezolve/index.mts';
import { byId, clientId, credentialAt, keyId, useRezolve } from './support.mts';

const rezolve = useRezolve();

interface Removal {
	readonly what: string;
	readonly resource: string;
	readonly operation: string;
	readonly parameters: IDataObject;
	readonly id: string;
	/** Parameters for a record that is not there. */
	readonly missing: IDataObject;
	readonly done: string;
	readonly already: string;
	readonly remove: string;
	readonly look: string;
	readonly code: string;
	readonly action: string;
	readonly isGone: () => boolean;
	/** What the output tells of the record, whatever the vendor answers. */
	readonly known: IDataObject;
}

const VAULT = CREDENTIALS.api_key;

const REMOVALS: readonly Removal[] = [
	{
		what: 'API Key: Revoke', resource: 'apiKey', operation: 'revoke', id: LEAVER_KEYS.star, parameters: keyId(LEAVER_KEYS.star), missing: keyId('nobody'), done: 'revoked', already: 'alreadyRevoked',
		remove: 'revokeApiKey', look: 'getApiKey', code: 'API_KEY', action: 'API_KEY_REVOKED', isGone: () => rezolve.key(LEAVER_KEYS.star).status === 'revoked', known: { name: 'Close bot', createdBy: { email: LEAVER_EMAIL } },
	},
	{
		what: 'OAuth Client: Delete', resource: 'oauthClient', operation: 'delete', id: LEAVER_CLIENTS.machine, parameters: clientId(LEAVER_CLIENTS.machine), missing: clientId('nobody'), done: 'deleted', already: 'alreadyDeleted',
		remove: 'deleteOAuthClient', look: 'getOAuthClient', code: 'OAUTH_CLIENT', action: 'OAUTH_CLIENT_DELETED', isGone: () => rezolve.client(LEAVER_CLIENTS.machine).status === 'revoked', known: { name: 'Treasury connector', createdBy: { email: LEAVER_EMAIL } },
	},
	{
		what: 'Vault Credential: Delete', resource: 'vaultCredential', operation: 'delete', id: VAULT.id, parameters: credentialAt(VAULT), missing: credentialAt({ ...VAULT, id: 'cred-nobody' }), done: 'deleted', already: 'alreadyDeleted',
		remove: 'deleteCredential', look: 'getCredentialDetails', code: 'CREDENTIAL', action: 'CREDENTIAL_DELETED', isGone: () => rezolve.credential(VAULT.id).status === 'revoked', known: { integrationId: 'expensely', credentialName: 'Expensely approvals', createdBy: { email: LEAVER_EMAIL } },
	},
];
const FORMS = ['hard', 'soft', 'empty'] as const;
const REPEATS = [409, 404] as const;

describe.each(REMOVALS)('$what', ({ resource, operation, parameters, id, missing, done, already, remove, look, code, action, isGone, known }) => {
	const removal = async (more: IDataObject = {}, given: IDataObject = parameters) => await rezolve.record(resource, operation, { ...given, ...more });

	it.each(FORMS)('tells the end, and what it was (answer in the %s form)', async (deleteForm) => {
		rezolve.simulator.set({ deleteForm });
		const since = rezolve.simulator.state.audit.written.length;
		const record = await removal({ options: { verify: true } });

		expect(record).toMatchObject({ id, outcome: done, verified: true, ...known });
		expect(record.status).toBe(deleteForm === 'empty' ? undefined : resource === 'apiKey' ? 'revoked' : 'deleted');
		expect(isGone()).toBe(true);
		expect(rezolve.actions(since)).toEqual([action]);
	});

	it.each(FORMS.flatMap((deleteForm) => REPEATS.map((repeatDelete) => ({ deleteForm, repeatDelete }))))('a second time is an outcome ($deleteForm form, $repeatDelete)', async (switches) => {
		rezolve.simulator.set(switches);
		await removal();
		const before = rezolve.snapshot();

		expect(await removal()).toMatchObject({ id, outcome: switches.deleteForm === 'soft' ? already : 'notFound' });
		expect(rezolve.snapshot()).toEqual(before);
		expect(rezolve.requestsTo(remove)).toHaveLength(1);
	});

	it.each(FORMS)('a second time fails where When Not Found says so, unless the record still tells that it is gone (%s form)', async (deleteForm) => {
		rezolve.simulator.set({ deleteForm });
		const options = { options: { whenMissing: 'fail' } };
		expect(await removal(options)).toMatchObject({ outcome: done });
		const before = rezolve.snapshot();

		if (deleteForm === 'soft') expect(await removal(options)).toMatchObject({ id, outcome: already });
		else expect((await rezolve.failed(resource, operation, { ...parameters, ...options })).data).toMatchObject({ status: 404, code: `${code}_NOT_FOUND` });
		expect(rezolve.snapshot()).toEqual(before);
		expect(rezolve.requestsTo(remove)).toHaveLength(1);
	});

	it('tells an outcome for what never was, or fails by option', async () => {
		expect(await removal({}, missing)).toMatchObject({ outcome: 'notFound' });
		expect((await rezolve.failed(resource, operation, { ...missing, options: { whenMissing: 'fail' } })).message).toMatch(/^Rezolve\.ai answered 404: .* not found \[Item 0\]$/);
		expect(rezolve.writes()).toEqual([]);
	});

	it.each([
		['404 as a web page', { status: 404, body: '<!DOCTYPE html><html><body>Nothing here</body></html>' }],
		['404 of the address alone', { status: 404, body: { success: false, error: { code: 'NOT_FOUND', message: 'Not found' } } }],
		['404 without a word', { status: 404, body: '' }],
		['403', { status: 403, body: { success: false, error: { code: 'FORBIDDEN', message: 'Not allowed' } } }],
		['200 as a web page', { status: 200, body: '<!DOCTYPE html><html><body>Sign in</body></html>' }],
	])('does not take %s for a record that is gone', async (_what, answer) => {
		rezolve.simulator.faults.onOperation(look, { kind: 'answer', ...answer });
		await rezolve.failed(resource, operation, parameters);

		expect(rezolve.writes()).toEqual([]);
		expect(isGone()).toBe(false);
	});

	it.each<[string, Partial<Switches>]>([
		['an envelope', {}],
		['200 and success: false', { failuresAs200: true }],
		['a message alone', { errorBody: 'message' }],
		['a message alone and 200', { errorBody: 'message', failuresAs200: true }],
		['details as an object', { details: 'object' }],
		['details as text', { details: 'text' }],
		['no details', { details: 'absent' }],
	])('is told that there is nothing by %s', async (_how, switches) => {
		rezolve.simulator.set(switches);
		expect(await removal({}, missing)).toMatchObject({ outcome: 'notFound' });
		expect(await removal({ options: { verify: true } })).toMatchObject({ outcome: done, verified: true });
		expect(await removal()).toMatchObject({ id, outcome: 'notFound' });
		if (switches.failuresAs200) expect((await rezolve.failed(resource, operation, { ...missing, options: { whenMissing: 'fail' } })).message).toContain('Rezolve.ai refused: ');
	});

	describe('where somebody else is faster, between the look and the removal', () => {
		/** Removes the record as soon as it was looked at. */
		const overtaken = () => {
			let isOver = false;
			rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
				if (operationId === look && !isOver) {
					isOver = true;
					const record = [...rezolve.simulator.state.apiKeys, ...rezolve.simulator.state.oauthClients, ...rezolve.simulator.state.credentials].find((one) => one.id === id)!;
					Object.assign(record, { status: 'revoked', gone: true });
				}
				return reply;
			});
		};

		it.each([
			[409, already],
			[404, 'notFound'],
		] as const)('a %i tells the outcome %s', async (repeatDelete, outcome) => {
			rezolve.simulator.set({ repeatDelete });
			overtaken();

			expect(await removal({ options: { verify: true } })).toMatchObject({ id, outcome, verified: true });
			expect(rezolve.requestsTo(remove).map(({ status }) => status)).toEqual([repeatDelete]);
		});

		it.each([
			[409, already],
			[404, 'notFound'],
		] as const)('the same refusal as 200 and success: false (%i) tells the outcome %s', async (repeatDelete, outcome) => {
			rezolve.simulator.set({ repeatDelete, failuresAs200: true });
			overtaken();

			expect(await removal()).toMatchObject({ id, outcome });
		});

		it('a 404 fails by option', async () => {
			rezolve.simulator.set({ repeatDelete: 404 });
			overtaken();

			expect((await rezolve.failed(resource, operation, { ...parameters, options: { whenMissing: 'fail' } })).data.status).toBe(404);
		});
	});

	it.each(FORMS.flatMap((deleteForm) => REPEATS.map((repeatDelete) => ({ deleteForm, repeatDelete }))))('a lost answer is asked for again, and what it then meets is its own doing ($deleteForm form, $repeatDelete)', async (switches) => {
		rezolve.simulator.set(switches);
		rezolve.simulator.faults.onOperation(remove, { kind: 'reset', when: 'afterActing' });

		expect(await removal({ options: { verify: true } })).toMatchObject({ id, outcome: done, verified: true, ...known });
		expect(rezolve.requestsTo(remove).map(({ status }) => status)).toEqual([null, switches.repeatDelete]);
	});

	it('a refusal that stands is told: the record is as it was', async () => {
		rezolve.simulator.faults.onOperation(remove, { kind: 'answer', status: 409, body: { success: false, error: { code: 'RECORD_IN_USE', message: 'In use' } } });
		const { message } = await rezolve.failed(resource, operation, parameters);

		expect(message).toBe('Rezolve.ai answered 409: In use [Item 0]');
		expect(isGone()).toBe(false);
	});

	it('verifies false where the record is still in use, and null where nobody can look', async () => {
		rezolve.simulator.faults.onOperation(remove, { kind: 'answer', status: 200, body: { success: true, data: { id } } });
		expect(await removal({ options: { verify: true } })).toMatchObject({ verified: false });

		rezolve.simulator.faults.onOperation(look, { kind: 'answer', status: 403, body: { success: false, message: 'Not allowed' } }, { nth: 2 });
		expect(await removal({ options: { verify: true } })).toMatchObject({ outcome: done, verified: null, verifyProblem: 'Rezolve.ai answered 403: Not allowed' });
	});

	it('shows in a dry run what would go, and leaves no trace', async () => {
		const before = rezolve.snapshot();
		const record = await removal({ options: { dryRun: true } });

		expect(record).toMatchObject({ dryRun: true, wouldSend: { method: 'DELETE' }, current: { id } });
		expect(record).not.toHaveProperty('outcome');
		expect(rezolve.snapshot()).toEqual(before);
		expect(rezolve.writes()).toEqual([]);
		expect(await removal({ options: { dryRun: true } }, missing)).toMatchObject({ dryRun: true, outcome: 'notFound' });
	});
});

describe('A client that is deleted', () => {
	const tokens = () => rezolve.simulator.state.tokens.filter(({ holderId }) => holderId === LEAVER_CLIENTS.machine);

	it('shows its active tokens first, in a dry run, and lets them live', async () => {
		expect(await rezolve.record('oauthClient', 'delete', { ...clientId(LEAVER_CLIENTS.machine), options: { dryRun: true } })).toMatchObject({ activeTokenCount: 3, current: { usage: { activeTokenCount: 3 } } });
		for (const { accessToken } of tokens()) expect(await rezolve.tokenOpens(accessToken)).toBe(true);
	});

	it.each(FORMS)('shows them in the output, and they die (%s form)', async (deleteForm) => {
		rezolve.simulator.set({ deleteForm });
		expect(await rezolve.record('oauthClient', 'delete', clientId(LEAVER_CLIENTS.machine))).toMatchObject({ outcome: 'deleted', activeTokenCountBefore: 3, ...(deleteForm === 'empty' ? {} : { tokensRevoked: 3 }) });
		expect(tokens()).toHaveLength(3);
		for (const { accessToken } of tokens()) expect(await rezolve.tokenOpens(accessToken)).toBe(false);
	});

	it('has none where it had none', async () => {
		expect(await rezolve.record('oauthClient', 'delete', clientId(LEAVER_CLIENTS.mobile))).toMatchObject({ activeTokenCountBefore: 0 });
	});
});

describe('A key that is revoked', () => {
	it.each(FORMS)('opens nothing any more, with either of its values (%s form)', async (deleteForm) => {
		rezolve.simulator.set({ deleteForm });
		const old = rezolve.key(LEAVER_KEYS.star).secret;
		await rezolve.record('apiKey', 'rotate', keyId(LEAVER_KEYS.star));
		await rezolve.record('apiKey', 'revoke', keyId(LEAVER_KEYS.star));

		expect([await rezolve.keyOpens(old), await rezolve.keyOpens(rezolve.key(LEAVER_KEYS.star).secret)]).toEqual([false, false]);
	});
});

describe.each(FORMS.flatMap((deleteForm) => REPEATS.map((repeatDelete) => ({ deleteForm, repeatDelete }))))('A whole removal ($deleteForm form, $repeatDelete)', (switches) => {
	const each = (name: string) => ({ [name]: { __rl: true, mode: 'id', value: '={{ $json.id }}' } });

	/** Everything that the leaver made, found and ended. */
	const everything = async () => {
		const filters = { returnAll: true, filters: { creatorEmail: LEAVER_EMAIL } };
		const keys = await rezolve.records('apiKey', 'getAll', filters);
		const clients = await rezolve.records('oauthClient', 'getAll', filters);
		const stored = await rezolve.records('auditLog', 'getAll', { returnAll: true, simplify: false, filters: { actorEmail: LEAVER_EMAIL, action: 'CREDENTIAL_CREATED' } });
		const vault = stored.map(({ resource, details }) => ({ id: (resource as IDataObject).id, integrationId: (details as IDataObject).integrationId }));
		const ended = [
			...(keys.length > 0 ? await rezolve.records('apiKey', 'revoke', each('keyId'), { items: keys }) : []),
			...(clients.length > 0 ? await rezolve.records('oauthClient', 'delete', each('clientId'), { items: clients }) : []),
			...(await rezolve.records('vaultCredential', 'delete', { ...each('credentialId'), integrationId: '={{ $json.integrationId }}' }, { items: vault })),
		];
		return ended.map(({ outcome }) => outcome);
	};

	it('ends all that the leaver made, and nothing of others; a second run changes nothing', async () => {
		rezolve.simulator.set(switches);
		const others = () => [...rezolve.simulator.state.apiKeys, ...rezolve.simulator.state.oauthClients, ...rezolve.simulator.state.credentials].filter(({ createdBy }) => createdBy.email !== LEAVER_EMAIL);
		const othersBefore = structuredClone(others());
		const first = await everything();

		expect(first.filter((outcome) => outcome === 'revoked' || outcome === 'deleted')).toHaveLength(6 + 2 + 3);
		expect(rezolve.simulator.state.apiKeys.filter(({ createdBy, status }) => createdBy.email === LEAVER_EMAIL && status !== 'revoked')).toEqual([]);
		expect(others()).toEqual(othersBefore);

		const before = rezolve.snapshot();
		const second = await everything();
		expect(second.every((outcome) => ['alreadyDeleted', 'alreadyRevoked', 'notFound'].includes(String(outcome)))).toBe(true);
		expect(second.length).toBeGreaterThan(0);
		expect(rezolve.snapshot()).toEqual(before);
	});
});

describe('Items of a removal', () => {
	it('each tell their own outcome, in order, several at a time', async () => {
		const ids = [LEAVER_KEYS.star, 'nobody', LEAVER_KEYS.dormant, LEAVER_KEYS.revoked, LEAVER_KEYS.star];
		const records = await rezolve.records('apiKey', 'revoke', { keyId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, { items: ids.map((id) => ({ id })) });

		expect(records.map(({ id, outcome }) => [id, outcome])).toEqual([
			[LEAVER_KEYS.star, 'revoked'],
			['nobody', 'notFound'],
			[LEAVER_KEYS.dormant, 'revoked'],
			[LEAVER_KEYS.revoked, 'alreadyRevoked'],
			[LEAVER_KEYS.star, 'notFound'],
		]);
	});

	it('the same key twice at a time is revoked once', async () => {
		const records = await rezolve.records('apiKey', 'revoke', { keyId: byId(LEAVER_KEYS.star), options: { concurrency: 2 } }, { items: [{}, {}] });

		expect(records.filter(({ outcome }) => outcome === 'revoked')).toHaveLength(1);
		expect(rezolve.simulator.state.audit.written.filter(({ action }) => action === 'API_KEY_REVOKED')).toHaveLength(1);
	});
});
