import type { IDataObject } from 'n8n-workflow';
import { LEAVER_EMAIL, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { runOleria } from '../../support/oleria.mts';

// The first look at an export is after a second.
jest.setTimeout(20_000);

let simulator: OleriaSimulator;
beforeEach(async () => {
	simulator = await startOleria({ switches: { acceptedReads: 0 } });
});
afterEach(async () => {
	try {
		simulator.expectNoViolations();
	} finally {
		await simulator.close();
	}
});

const all = { returnAll: true };
const yesOrNo = (field: string, values: string) => ({ field, dataType: 'boolean', booleanOperator: 'eq', values });

/** As n8n's Filter node keeps them: 90 or more, or "at least" is true. */
const isUnused = (row: IDataObject): boolean => Number(row['Dormant Days']) >= 90 || row['Dormant Days At Least'] === true;

describe('The recipes on the page of Oleria', () => {
	it('find accounts unused for 90 days, those of which only a least number is known among them', async () => {
		const text = await runOleria(simulator, 'getRows', { context: 'accountUtilization', ...all });
		const { json } = await runOleria(simulator, 'getRows', { context: 'accountUtilization', ...all, options: { typed: true } });

		const expected = text.json.filter((row) => String(row['Dormant Days']).endsWith('+') || Number(row['Dormant Days']) >= 90);
		expect(expected.length).toBeGreaterThan(2);
		expect(json.filter(isUnused).map((row) => row['User ID'])).toEqual(expected.map((row) => row['User ID']));
	});

	it.each([
		['native', {}],
		['text', { options: { valuesAsText: true } }],
	] as const)('find administrators without a second factor where values have to be %s', async (valueTypes, options) => {
		simulator.set({ valueTypes });
		const filters = { filter: [yesOrNo('isAdmin', 'true'), yesOrNo('mfaEnabled', 'false')] };
		const { json, error } = await runOleria(simulator, 'getRows', { context: 'accountUtilization', filters, ...all, ...options });

		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(0);
		for (const row of json) expect(row).toMatchObject({ 'Is Admin': 'true', 'MFA Enabled': 'false' });
	});

	it('carry a long export over: started, looked at until it is finished, downloaded', async () => {
		simulator.set({ acceptedReads: 2 });
		const [started] = (await runOleria(simulator, 'start', { context: 'employees' })).json;
		const exportId = String(started?.id);
		const looks: unknown[] = [];
		while (looks.at(-1) !== true && looks.length < 5) {
			const [status] = (await runOleria(simulator, 'getStatus', { exportId })).json;
			looks.push(status?.finished);
		}

		expect(looks).toEqual([false, false, true]);
		const { json, error } = await runOleria(simulator, 'download', { exportId, as: 'rows', ...all });
		expect(error).toBeUndefined();
		expect(json.map((row) => row.Email)).toContain(LEAVER_EMAIL);
	});

	it('ask for several leavers with one filter, from the addresses of all items', async () => {
		const people = [LEAVER_EMAIL, 'viktor.halas@example.com'];
		const values = '={{ $input.all().map(item => item.json.email) }}';
		const filters = { filter: [{ field: 'email', dataType: 'string', stringOperator: 'in', values }] };
		const { json, error } = await runOleria(simulator, 'getRows', { context: 'accessInventoryApplicationAccountsV2', filters, ...all }, { items: people.map((email) => ({ email })) });

		expect(error).toBeUndefined();
		expect(simulator.state.downloads.at(-1)?.params).toMatchObject({ filterBy: [{ filterType: 'in', values: people }] });
		expect([...new Set(json.map((row) => row.Email))].sort()).toEqual([...people].sort());
	});

	it('watch for lifecycle events of the last days', async () => {
		const filters = { filter: [{ field: 'createdAt', dataType: 'timestamp', timestampOperator: 'last', values: '4d' }] };
		const { json, error } = await runOleria(simulator, 'getRows', { context: 'ilmEmployeeEvents', filters, ...all });

		expect(error).toBeUndefined();
		expect(simulator.state.downloads.at(-1)?.params).toMatchObject({ filterBy: [{ filterType: 'last', values: ['4d'] }] });
		expect(json.map((row) => row['Event Type']).sort()).toEqual(['joiner', 'leaver']);
	});
});
