import { SANDBOX_TENANT_ID, TENANT_ADMIN_TOKEN, TENANT_ID } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const tenant = (id = TENANT_ID) => rezolve.simulator.state.tenants.find((one) => one.id === id)!;
const trail = () => rezolve.simulator.state.audit.written.map(({ action }) => action).filter((action) => action.startsWith('TENANT_'));
const admin = () => rezolve.credential('bearer', { apiToken: TENANT_ADMIN_TOKEN });
const changes = (more = {}) => ({ confirm: true, ...more });
const writes = () => rezolve.simulator.requests.filter(({ method }) => method !== 'GET');

describe('Getting a tenant', () => {
	it.each([
		['that of the credential, where none is named', ''],
		['the one that is named', TENANT_ID],
		['the one in an address', `https://console.example.com/tenants/${TENANT_ID}/`],
	])('gives %s', async (_which, tenantId) => {
		expect(await rezolve.record('tenant', 'get', { tenantId }, admin())).toEqual(JSON.parse(JSON.stringify(tenant())));
	});

	it('gives that of each item', async () => {
		const records = await rezolve.records('tenant', 'get', { tenantId: '={{ $json.id }}' }, { items: [{ id: TENANT_ID }, { id: SANDBOX_TENANT_ID }] });

		expect(records.map(({ name }) => name)).toEqual(['example', 'sandbox']);
	});

	it('of others takes more than a tenant administrator', async () => {
		const { message, description } = await rezolve.failed('tenant', 'get', { tenantId: SANDBOX_TENANT_ID }, admin());

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
		expect(description).toContain('The tenant is another');
	});

	it('that there is not is told', async () => {
		const { message, description } = await rezolve.failed('tenant', 'get', { tenantId: 'nobody' });

		expect(message).toBe('Rezolve.ai answered 404: Tenant not found [Item 0]');
		expect(description).toMatch(/Check the ID/);
	});

	it.each([
		['hidden', 404],
		['refused', 403],
	] as const)('is told to be closed where the admin surface is %s', async (adminSurface, status) => {
		rezolve.simulator.set({ adminSurface });
		const { message, description } = await rezolve.failed('tenant', 'get');

		expect(message).toContain(`answered ${status}`);
		expect(description).toMatch(status === 404 ? /closed to your organization/ : /not open to this tenant/);
		expect(rezolve.simulator.requests).toHaveLength(1);
	});
});

describe('The figures of a tenant', () => {
	it('come as they are', async () => {
		const { apiKeys } = rezolve.simulator.state;

		expect(await rezolve.record('tenant', 'getStats', {}, admin())).toMatchObject({ tenantId: TENANT_ID, tenantName: 'example', apiKeys: { total: apiKeys.length } });
	});
});

describe('Changing a tenant', () => {
	it('writes back all settings that are not given, also those that nobody documents', async () => {
		const before = structuredClone(tenant());
		Object.assign(tenant().settings, { undocumented: { deep: [1, 2] } });
		const record = await rezolve.record('tenant', 'update', changes({ updateFields: { settingsJson: '{ "mfaRequired": true }' } }), admin());

		expect(tenant().settings).toEqual({ ...before.settings, undocumented: { deep: [1, 2] }, mfaRequired: true });
		expect(tenant()).toMatchObject({ serverUrl: before.serverUrl, realmName: before.realmName, subscription: before.subscription });
		expect(record).toMatchObject({ id: TENANT_ID, settings: { mfaRequired: true, ssoEnabled: true } });
		expect(trail()).toEqual(['TENANT_UPDATED']);
	});

	it('keeps the rest of a group of settings, and replaces lists', async () => {
		Object.assign(tenant().settings, { brand: { colour: '#0a7', logo: { light: 'a.svg', dark: 'b.svg' } }, domains: ['a.example.com', 'b.example.com'] });
		await rezolve.records('tenant', 'update', changes({ updateFields: { settingsJson: { brand: { logo: { light: 'c.svg' } }, domains: ['c.example.com'], banner: null } } }));

		expect(tenant().settings).toMatchObject({ brand: { colour: '#0a7', logo: { light: 'c.svg', dark: 'b.svg' } }, domains: ['c.example.com'], banner: null, sessionTimeout: 3_600 });
	});

	it('sends the server and the realm alone where no settings are given', async () => {
		const settings = structuredClone(tenant().settings);
		await rezolve.records('tenant', 'update', changes({ updateFields: { serverUrl: 'https://new.example.com', realmName: 'example' } }));

		expect(writes()).toMatchObject([{ method: 'PATCH', body: { serverUrl: 'https://new.example.com', realmName: 'example' } }]);
		expect(writes()[0]?.body).not.toHaveProperty('settings');
		expect(tenant()).toMatchObject({ serverUrl: 'https://new.example.com', settings });
	});

	it.each([
		['the switch is off', { confirm: false, updateFields: { realmName: 'x' } }, /^I Understand is off/, /lock everybody out/],
		['the switch is not there', { updateFields: { realmName: 'x' } }, /^I Understand is off/, /lock everybody out/],
		['nothing is to change', changes(), /^Nothing to change was given/, /Update Fields/],
		['the settings are a list', changes({ updateFields: { settingsJson: '[1]' } }), /^Settings \(JSON\) is not an object/, /mfaRequired/],
		['the settings are no JSON', changes({ updateFields: { settingsJson: '{' } }), /^Settings \(JSON\) is not valid JSON/, /comma/],
	])('sends nothing where %s', async (_why, parameters, message, description) => {
		const failure = await rezolve.failed('tenant', 'update', parameters);

		expect(failure.message).toMatch(message);
		expect(failure.description).toMatch(description);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('refuses to replace settings that it cannot see', async () => {
		Object.assign(tenant(), { settings: undefined });
		const { message, description } = await rezolve.failed('tenant', 'update', changes({ updateFields: { settingsJson: { mfaRequired: true } } }));

		expect(message).toMatch(/^Rezolve\.ai does not show the settings of this tenant/);
		expect(description).toMatch(/would be lost/);
		expect(writes()).toHaveLength(0);
	});

	it('is shown by a dry run without the switch, with what there is now', async () => {
		const before = structuredClone(tenant());
		const record = await rezolve.record('tenant', 'update', { updateFields: { settingsJson: { mfaRequired: true } }, options: { dryRun: true } });

		expect(record).toMatchObject({
			dryRun: true,
			wouldSend: { method: 'PATCH', url: `${rezolve.simulator.origin}/api/v1/admin/tenants/${TENANT_ID}`, body: { settings: { ...before.settings, mfaRequired: true } } },
			current: { id: TENANT_ID, settings: { mfaRequired: false } },
		});
		expect(tenant()).toEqual(before);
		expect(trail()).toEqual([]);
		expect(writes()).toHaveLength(0);
	});

	it('is verified by a second look', async () => {
		const record = await rezolve.record('tenant', 'update', changes({ updateFields: { settingsJson: { brand: { colour: '#123' } }, realmName: 'example' }, options: { verify: true } }));

		expect(record.verified).toBe(true);
		expect(rezolve.simulator.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET']);
	});

	it('is told not to hold where somebody changes it at the same time', async () => {
		let reads = 0;
		rezolve.simulator.faults.when(({ operationId }) => {
			if (operationId === 'getTenant' && ++reads === 2) tenant().settings = { ...tenant().settings, mfaRequired: false };
			return false;
		}, { kind: 'html' });
		const record = await rezolve.record('tenant', 'update', changes({ updateFields: { settingsJson: { mfaRequired: true } }, options: { verify: true } }));

		expect(record.verified).toBe(false);
	});

	it('is not told to be done or not where the second look fails', async () => {
		rezolve.simulator.faults.onOperation('getTenant', { kind: 'answer', status: 403, body: { success: false, error: { code: 'FORBIDDEN', message: 'Not now' } } }, { nth: 2 });
		const record = await rezolve.record('tenant', 'update', changes({ updateFields: { realmName: 'example' }, options: { verify: true } }));

		expect(record).toMatchObject({ verified: null, verifyProblem: expect.stringContaining('Not now') });
	});

	it('is never sent twice: a lost answer says that it may have been made', async () => {
		rezolve.simulator.faults.onOperation('updateTenant', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const { description, data } = await rezolve.failed('tenant', 'update', changes({ updateFields: { realmName: 'example' } }));

		expect(description).toMatch(/The change may have been made/);
		expect(data).toMatchObject({ mayHaveTakenEffect: true, attempts: 1 });
		expect(rezolve.statuses('updateTenant')).toHaveLength(1);
		expect(trail()).toEqual(['TENANT_UPDATED']);
	});

	it.each([422, 400] as const)('names the field that is refused (%s)', async (validationStatus) => {
		rezolve.simulator.set({ validationStatus });
		const { message, description } = await rezolve.failed('tenant', 'update', changes({ updateFields: { serverUrl: 'not an address' } }));

		expect(message).toContain(`answered ${validationStatus}`);
		expect(description).toContain('serverUrl: must be a URL');
	});
});

describe('Deleting a tenant', () => {
	const deletion = (confirmTenantId: string, more = {}) => ({ tenantId: SANDBOX_TENANT_ID, confirmTenantId, ...more });

	it.each([
		['in capitals', SANDBOX_TENANT_ID.toUpperCase()],
		['with a blank behind it', `${SANDBOX_TENANT_ID} `],
		['with a blank before it', ` ${SANDBOX_TENANT_ID}`],
		['with a line break', `${SANDBOX_TENANT_ID}\n`],
		['that is another tenant’s', TENANT_ID],
		['that is cut off', SANDBOX_TENANT_ID.slice(0, -1)],
		['that is the word', 'true'],
	])('sends nothing for an ID %s', async (_how, typed) => {
		for (const options of [{}, { dryRun: true }]) {
			const { message, description } = await rezolve.failed('tenant', 'delete', deletion(typed, { options }));
			expect(message).toBe('Type the Tenant ID to Confirm holds another ID than that of the tenant [Item 0]');
			expect(description).toMatch(/Nothing was sent\.$/);
		}

		expect(rezolve.simulator.requests).toHaveLength(0);
		expect(tenant(SANDBOX_TENANT_ID).status).toBe('active');
	});

	it.each(['', '   '])('sends nothing where nothing is typed in ("%s")', async (typed) => {
		const { message } = await rezolve.failed('tenant', 'delete', deletion('={{ $json.typed }}'), { items: [{ typed }] });

		expect(message).toBe('Type the Tenant ID to Confirm is empty [Item 0]');
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('takes the typed ID for that of the credential’s tenant where none is named', async () => {
		const { message } = await rezolve.failed('tenant', 'delete', { tenantId: '', confirmTenantId: SANDBOX_TENANT_ID });

		expect(message).toMatch(/^Type the Tenant ID to Confirm holds another ID/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('refuses the item whose ID differs, and carries out the others', async () => {
		rezolve.simulator.admin.endSubscription(SANDBOX_TENANT_ID);
		const { outputs } = await rezolve.run('tenant', 'delete', { tenantId: '={{ $json.id }}', confirmTenantId: SANDBOX_TENANT_ID }, { items: [{ id: TENANT_ID }, { id: SANDBOX_TENANT_ID }], onError: 'continueErrorOutput' });

		expect(outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(tenant().status).toBe('active');
		expect(tenant(SANDBOX_TENANT_ID).status).toBe('deleted');
	});

	it('is done with the right one, and can be verified', async () => {
		rezolve.simulator.admin.endSubscription(SANDBOX_TENANT_ID);
		const record = await rezolve.record('tenant', 'delete', deletion(SANDBOX_TENANT_ID, { options: { verify: true } }));

		expect(record).toMatchObject({ id: SANDBOX_TENANT_ID, outcome: 'deleted', verified: true, resourcesDeleted: expect.anything() });
		expect(tenant(SANDBOX_TENANT_ID).status).toBe('deleted');
		expect(tenant().status).toBe('active');
		expect(writes()).toMatchObject([{ method: 'DELETE', path: `/api/v1/admin/tenants/${SANDBOX_TENANT_ID}` }]);
		expect(writes()[0]?.body).toBeUndefined();
	});

	it('is refused while a subscription runs', async () => {
		tenant(SANDBOX_TENANT_ID).subscription.expiresAt = new Date(Date.now() + 86_400_000).toISOString();
		const { message } = await rezolve.failed('tenant', 'delete', deletion(SANDBOX_TENANT_ID));

		expect(message).toBe('Rezolve.ai answered 409: Tenant has an active subscription [Item 0]');
		expect(tenant(SANDBOX_TENANT_ID).status).toBe('active');
	});

	it('is shown by a dry run with all that would go', async () => {
		const record = await rezolve.record('tenant', 'delete', { tenantId: TENANT_ID, confirmTenantId: TENANT_ID, options: { dryRun: true } });

		expect(record).toMatchObject({
			dryRun: true,
			wouldSend: { method: 'DELETE', url: `${rezolve.simulator.origin}/api/v1/admin/tenants/${TENANT_ID}` },
			current: { id: TENANT_ID, name: 'example' },
			wouldDelete: { tenantId: TENANT_ID, apiKeys: { total: rezolve.simulator.state.apiKeys.length } },
		});
		expect(writes()).toHaveLength(0);
		expect(tenant().status).toBe('active');
		expect(trail()).toEqual([]);
	});

	it('is an outcome the second time, or an error where the user wants that', async () => {
		rezolve.simulator.admin.endSubscription(SANDBOX_TENANT_ID);
		await rezolve.records('tenant', 'delete', deletion(SANDBOX_TENANT_ID));
		const again = await rezolve.record('tenant', 'delete', deletion(SANDBOX_TENANT_ID));
		const { message } = await rezolve.failed('tenant', 'delete', deletion(SANDBOX_TENANT_ID, { options: { whenMissing: 'fail' } }));

		expect(again).toEqual({ id: SANDBOX_TENANT_ID, outcome: 'notFound' });
		expect(message).toBe('Rezolve.ai answered 404: Tenant not found [Item 0]');
		expect(trail()).toEqual(['TENANT_DELETED']);
	});

	it('whose answer is lost is looked at again, and is done once', async () => {
		rezolve.simulator.admin.endSubscription(SANDBOX_TENANT_ID);
		rezolve.simulator.faults.onOperation('deleteTenant', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const record = await rezolve.record('tenant', 'delete', deletion(SANDBOX_TENANT_ID));

		expect(record).toMatchObject({ id: SANDBOX_TENANT_ID, outcome: 'deleted' });
		expect(trail()).toEqual(['TENANT_DELETED']);
	});

	it('needs a super administrator', async () => {
		const { message } = await rezolve.failed('tenant', 'delete', { tenantId: TENANT_ID, confirmTenantId: TENANT_ID }, admin());

		expect(message).toMatch(/^Rezolve\.ai answered 403/);
		expect(tenant().status).toBe('active');
	});
});
