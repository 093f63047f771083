import { startAccessOwl, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { runAccessOwl } from '../../support/accessOwl.mts';

let simulator: AccessOwlSimulator;
beforeEach(async () => {
	simulator = await startAccessOwl();
});
afterEach(async () => {
	await simulator.close();
	simulator.expectNoViolations();
});

const people = [{ email: 'one@example.com' }, { email: 'two@example.com' }];
const create = { email: '={{ $json.email }}', firstName: 'New', lastName: 'Person', additionalFields: {} };

describe('One idempotency key for several items', () => {
	it('is refused before anything is sent: the vendor would take the second change for a repetition', async () => {
		const { error } = await runAccessOwl(simulator, 'user', 'create', { ...create, options: { idempotencyKey: 'HR-1204' } }, { items: people });

		expect(error?.message).toBe('Idempotency Key is the same as that of item 0 [Item 1]');
		expect(error?.description).toContain('a key of its own');
		expect(simulator.requests).toEqual([]);
	});

	it('is no matter when it differs by item', async () => {
		const { error } = await runAccessOwl(simulator, 'user', 'create', { ...create, options: { idempotencyKey: '=HR-1204-{{ $json.email }}' } }, { items: people });

		expect(error).toBeUndefined();
		for (const { email } of people) expect(simulator.state.users.filter((user) => user.email === email)).toHaveLength(1);
	});
});
