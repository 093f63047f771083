import { LEAVER_EMAIL, startOleria, type OleriaSimulator } from '../../simulators/oleria/index.mts';
import { runOleria } from '../../support/oleria.mts';

let simulator: OleriaSimulator;
beforeEach(async () => {
	simulator = await startOleria();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const ofLeaver = {
	filters: { filter: [{ field: 'email', dataType: 'string', stringOperator: 'eq', values: LEAVER_EMAIL }] },
};

describe('Export: Get Rows', () => {
	it('gives one item for each account of the leaver, with one token and one export', async () => {
		const { json, error } = await runOleria(simulator, 'getRows', { context: 'accessInventoryApplicationAccountsV2', ...ofLeaver, returnAll: true });

		expect(error).toBeUndefined();
		expect(json.length).toBeGreaterThan(2);
		expect(new Set(json.map((row) => row.Email))).toEqual(new Set([LEAVER_EMAIL]));
		expect(simulator.state.tokens).toHaveLength(1);
	});
});
