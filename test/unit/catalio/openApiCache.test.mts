import { descriptionOf, tenantModel } from '../../../nodes/Catalio/openApi';
import { dialect } from '../../../nodes/Catalio/dialect';
import type { AttemptResult } from '../../../nodes/shared/http/attemptResult';
import { createSession } from '../../../nodes/shared/operation/session';
import { answer, connectionRefused, openLimiter, scriptedEgress } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';
import { ashDocument } from './openApiDocument.mts';

let tenants = 0;

/** Sessions of one tenant that nobody has asked before: the memory of the module outlives a test. */
function tenant(...results: AttemptResult[]) {
	const [clock, egress, origin] = [virtualClock(), scriptedEgress(...results), `https://tenant${++tenants}.example`];
	const open = (secret = 'secret', path = '/api/v1', at = origin) =>
		createSession({
			dialect,
			origin: at,
			pathOf: (each) => each.replace('/api/v1', path),
			secrets: () => [secret, 'token'],
			ports: { egress, limiter: openLimiter, clock, random: () => 0 },
			maxAttempts: 1,
			maxWaitMs: 0,
			lookUps: new Map(),
		});
	return { clock, egress, origin, open };
}

const document = () => answer(200, { 'content-type': 'application/json' }, ashDocument());
const MINUTE_MS = 60_000;

describe('the description of a tenant', () => {
	it('is asked for as JSON at the API path of the credential', async () => {
		const { egress, origin, open } = tenant(document());
		const model = await tenantModel(open('secret', '/other'));

		expect([...(model?.types.keys() ?? [])]).toEqual(['requirement', 'team']);
		expect(egress.requests).toEqual([{ method: 'GET', url: `${origin}/other/open_api`, headers: { Accept: 'application/json' } }]);
	});

	it('is read once for lists that open together, and for ten minutes', async () => {
		const { clock, egress, open } = tenant(document(), document());
		const models = await Promise.all([tenantModel(open()), tenantModel(open()), tenantModel(open())]);
		await clock.advance(10 * MINUTE_MS - 1);

		expect(await tenantModel(open())).toBe(models[0]);
		expect(models[2]).toBe(models[0]);
		expect(egress.requests).toHaveLength(1);

		await clock.advance(1);
		expect(await tenantModel(open())).not.toBe(models[0]);
		expect(egress.requests).toHaveLength(2);
	});

	it('is read for each credential and each path by itself', async () => {
		const { egress, open } = tenant(document(), document(), document());
		await tenantModel(open('one'));
		await tenantModel(open('two'));
		await tenantModel(open('one', '/v2'));
		await tenantModel(open('one'));

		expect(egress.requests).toHaveLength(3);
	});

	it.each([
		['an answer that is none', answer(200, {}, { data: [] }), 'something else than an API description'],
		['a web page', answer(200, { 'content-type': 'text/html' }, '<!doctype html>'), 'something else than an API description'],
		['no such path', answer(404, {}, { errors: [{ title: 'Not Found' }] }), 'Catalio answered 404'],
		['a refusal', answer(403, {}, {}), 'Catalio answered 403'],
		['a server out of order', answer(503, {}, ''), 'Catalio answered 503'],
		['a redirect', answer(302, { location: 'https://elsewhere.example' }, ''), 'Catalio answered 302'],
		['a network that is down', connectionRefused, 'could not be reached'],
	])('is unknown after %s, for 30 s', async (_what, result, reason) => {
		const { clock, egress, open } = tenant(result, document());

		expect(await descriptionOf(open())).toEqual({ kind: 'unknown', reason: expect.stringContaining(reason) as string });
		await clock.advance(29_999);
		expect(await tenantModel(open())).toBeUndefined();
		expect(egress.requests).toHaveLength(1);

		await clock.advance(1);
		expect((await tenantModel(open()))?.types.size).toBe(2);
	});

	it('is refused with a credential that is not accepted, in words without the secret', async () => {
		const { open } = tenant(answer(401, {}, { errors: [{ title: 'Unauthorized', detail: 'No client with hush-secret' }] }));
		const description = await descriptionOf(open('hush-secret'));

		expect(description).toMatchObject({ kind: 'refused', error: { name: 'VendorError', failure: { status: 401 } } });
		expect(JSON.stringify(description) + String(description.kind === 'refused' && description.error.message)).not.toContain('hush');
	});

	it('is forgotten when many others have come', async () => {
		const { egress, origin, open } = tenant(...Array.from({ length: 52 }, document));
		for (let number = 0; number < 51; number++) await tenantModel(open(`secret ${number}`, '/api/v1', `${origin}:${8_000 + number}`));
		await tenantModel(open('secret 50', '/api/v1', `${origin}:8050`));
		expect(egress.requests).toHaveLength(51);

		await tenantModel(open('secret 0', '/api/v1', `${origin}:8000`));
		expect(egress.requests).toHaveLength(52);
	});
});
