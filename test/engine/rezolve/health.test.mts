import { EXPIRED_TOKEN } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const CHECKS = [
	['getPlatform', '/health'],
	['getApi', '/api/v1/health'],
	['getAdmin', '/api/v1/admin/health'],
] as const;
const FORMS = ['full', 'short'] as const;

describe('Health', () => {
	for (const [operation, path] of CHECKS) {
		for (const healthForm of FORMS) {
			it.each(['healthy', 'degraded', 'unhealthy'] as const)(`of ${path} (${healthForm}) is %s after one request, whatever the status`, async (health) => {
				rezolve.simulator.set({ health, healthForm });
				const record = await rezolve.record('health', operation);

				expect(record.status).toBe(health === 'healthy' && operation === 'getPlatform' && healthForm === 'short' ? 'ok' : health);
				expect(record).not.toHaveProperty('success');
				expect(record).not.toHaveProperty('data');
				expect(rezolve.simulator.requests).toMatchObject([{ method: 'GET', path, status: health === 'unhealthy' ? 503 : 200 }]);
			});
		}
	}

	it('tells which service is not well', async () => {
		rezolve.simulator.set({ health: 'unhealthy' });

		expect(await rezolve.record('health', 'getAdmin')).toMatchObject({ services: { database: 'down' }, issues: [{ service: 'database' }] });
		expect(await rezolve.record('health', 'getApi')).toMatchObject({ services: { database: 'down' }, version: expect.any(String) });
	});

	it('does not hold back what is asked after it', async () => {
		rezolve.simulator.set({ health: 'unhealthy' });
		const began = performance.now();
		await rezolve.records('health', 'getApi', {}, { items: Array.from({ length: 5 }, () => ({})) });
		await rezolve.records('apiKey', 'getAll');

		expect(rezolve.statuses('getApiHealth')).toEqual([503, 503, 503, 503, 503]);
		expect(performance.now() - began).toBeLessThan(2_000);
	});

	it('needs no credential that is good', async () => {
		expect(await rezolve.record('health', 'getApi', {}, rezolve.credential('bearer', { apiToken: EXPIRED_TOKEN }))).toMatchObject({ status: 'healthy' });
	});

	it.each([
		['a web page', { kind: 'answer', status: 503, headers: { 'content-type': 'text/html' }, body: '<html><body>Down</body></html>' }],
		['nothing', { kind: 'answer', status: 503, body: '' }],
	] as const)('is not known where %s says 503: then it is an error', async (_what, fault) => {
		rezolve.simulator.faults.onNext(fault);
		const { message } = await rezolve.failed('health', 'getPlatform');

		expect(message).toMatch(/^Rezolve\.ai answered 503/);
		expect(rezolve.simulator.requests).toHaveLength(1);
	});

	it('is an error where nobody answers', async () => {
		rezolve.simulator.faults.onNext({ kind: 'reset', when: 'beforeReading' }, Infinity);
		const { message } = await rezolve.failed('health', 'getPlatform');

		expect(message).toMatch(/^The connection to Rezolve\.ai was lost|could not be reached/);
		expect(rezolve.simulator.requests.length).toBeLessThanOrEqual(1);
	});
});
