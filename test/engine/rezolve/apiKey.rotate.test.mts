import type { IDataObject } from 'n8n-workflow';
import { LEAVER_KEYS } from '../../simulators/rezolve/index.mts';
import { DAY_MS, keyId, useRezolve } from './support.mts';

const rezolve = useRezolve();
const MINUTE_MS = 60_000;
const NO_GRACE = 'Rezolve.ai confirmed no grace period: take it that the old value of the key has stopped working.';
const rotating = (more: IDataObject = {}): IDataObject => ({ ...keyId(LEAVER_KEYS.star), ...more });
const star = () => rezolve.key(LEAVER_KEYS.star);

describe('API Key: Rotate', () => {
	it('gives an hour of grace unless told otherwise: both values open the API until it is over', async () => {
		const old = star().secret;
		const { records, hints } = await rezolve.told('apiKey', 'rotate', rotating());
		const [record] = records;

		expect(rezolve.requestsTo('rotateApiKey').map(({ body }) => body)).toEqual([{ gracePeriodMinutes: 60 }]);
		expect(record).toMatchObject({ id: LEAVER_KEYS.star, newApiKey: star().secret, rotation: { rotationCount: 1, gracePeriod: { enabled: true, minutes: 60 } } });
		expect(hints).toEqual([]);
		expect([await rezolve.keyOpens(old), await rezolve.keyOpens(String(record!.newApiKey))]).toEqual([true, true]);
		rezolve.simulator.clock.advance(59 * MINUTE_MS);
		expect(await rezolve.keyOpens(old)).toBe(true);
		rezolve.simulator.clock.advance(2 * MINUTE_MS);
		expect([await rezolve.keyOpens(old), await rezolve.keyOpens(String(record!.newApiKey))]).toEqual([false, true]);
	});

	it('gives as much grace as was asked for, and a new expiry', async () => {
		const old = star().secret;
		const before = Date.now();
		await rezolve.record('apiKey', 'rotate', rotating({ gracePeriodMinutes: 1440, additionalFields: { expiresIn: 7 } }));

		expect(rezolve.requestsTo('rotateApiKey')[0]!.body).toEqual({ gracePeriodMinutes: 1440, expiresIn: 7 });
		expect(Date.parse(star().expiresAt!) - before).toBeGreaterThanOrEqual(7 * DAY_MS);
		rezolve.simulator.clock.advance(1439 * MINUTE_MS);
		expect(await rezolve.keyOpens(old)).toBe(true);
		rezolve.simulator.clock.advance(2 * MINUTE_MS);
		expect(await rezolve.keyOpens(old)).toBe(false);
	});

	it('without grace stops the old value at once, and needs no hint about it', async () => {
		const old = star().secret;
		const { records, hints } = await rezolve.told('apiKey', 'rotate', rotating({ graceOff: true }));

		expect(rezolve.requestsTo('rotateApiKey')[0]!.body).toEqual({});
		expect([await rezolve.keyOpens(old), await rezolve.keyOpens(star().secret)]).toEqual([false, true]);
		expect(records[0]!.rotation).toMatchObject({ gracePeriod: null, previousKeyInvalidatedAt: expect.any(String) as string });
		expect(hints).toEqual([]);
	});

	it.each(['null', 'absent'] as const)('says so where the vendor ignores the grace period (%s in the answer)', async (unusedFields) => {
		rezolve.simulator.set({ gracePeriods: 'ignored', unusedFields });
		const old = star().secret;
		const { hints } = await rezolve.told('apiKey', 'rotate', rotating());

		expect(hints).toEqual([NO_GRACE]);
		expect(await rezolve.keyOpens(old)).toBe(false);
	});

	it('fails where the vendor refuses the grace period: the key is as it was', async () => {
		rezolve.simulator.set({ gracePeriods: 'refused' });
		const before = rezolve.snapshot();
		const { message, data } = await rezolve.failed('apiKey', 'rotate', rotating());

		expect(message).toBe('Rezolve.ai answered 400: Invalid request body [Item 0]');
		expect(data.fields).toEqual([{ field: 'gracePeriodMinutes', message: 'is not supported' }]);
		expect(rezolve.snapshot()).toEqual(before);
		await rezolve.record('apiKey', 'rotate', rotating({ graceOff: true }));
		expect(star().rotationCount).toBe(1);
	});

	it('stops at ten rotations an hour with what the vendor says', async () => {
		const items = Array.from({ length: 11 }, () => ({}));
		const { outputs } = await rezolve.run('apiKey', 'rotate', rotating({ options: { retries: 0 } }), { items, onError: 'continueErrorOutput' });

		expect(outputs[0]).toHaveLength(10);
		expect(outputs[1]).toMatchObject([{ json: { error: 'Rezolve.ai answered 429: Too many rotations [Item 10]', details: { status: 429, code: 'RATE_LIMITED' } } }]);
		expect(star().rotationCount).toBe(10);
	});

	it.each(['expired', 'inactive', 'revoked'] as const)('is refused for a key that is %s, and a dry run foretells it', async (status) => {
		const id = LEAVER_KEYS[status];
		const before = rezolve.snapshot();
		const { message, description } = await rezolve.failed('apiKey', 'rotate', keyId(id));

		expect(message).toBe('Rezolve.ai answered 409: API key is not active [Item 0]');
		expect(description).toContain('Only an active key can be rotated.');
		expect(await rezolve.record('apiKey', 'rotate', { ...keyId(id), options: { dryRun: true } })).toMatchObject({ dryRun: true, current: { id, status }, wouldBeRefused: `The key is ${status}: only an active one can be rotated` });
		expect(rezolve.snapshot()).toEqual(before);
	});

	it('fails for a key that is not there, before anything is changed', async () => {
		expect((await rezolve.failed('apiKey', 'rotate', keyId('nobody'))).message).toBe('Rezolve.ai answered 404: API key not found [Item 0]');
		expect(rezolve.writes()).toEqual([]);
	});

	it('takes the ID of a key from a pasted address', async () => {
		await rezolve.record('apiKey', 'rotate', keyId(`https://app.example.com/keys/${LEAVER_KEYS.star}/?tab=usage`));

		expect(star().rotationCount).toBe(1);
	});

	it('verifies by the count of rotations: true, false or null', async () => {
		const options = { options: { verify: true } };
		expect(await rezolve.record('apiKey', 'rotate', rotating(options))).toMatchObject({ verified: true });

		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => {
			if (operationId === 'rotateApiKey') star().rotationCount = 1;
			return reply;
		});
		expect(await rezolve.record('apiKey', 'rotate', rotating(options))).toMatchObject({ verified: false });

		rezolve.simulator.admin.corruptAnswer((reply, { operationId }) => (operationId === 'getApiKey' ? { status: 200, body: { success: true, data: { id: LEAVER_KEYS.star, status: 'active' } }, offContract: true } : reply));
		expect(await rezolve.record('apiKey', 'rotate', rotating(options))).toMatchObject({ verified: null });
	});

	it('shows in a dry run what it would send and how the key stands, and leaves no trace', async () => {
		const before = rezolve.snapshot();
		const record = await rezolve.record('apiKey', 'rotate', rotating({ options: { dryRun: true } }));

		expect(record).toEqual({
			dryRun: true,
			wouldSend: { method: 'POST', url: `${rezolve.simulator.origin}/api/v1/api-keys/${LEAVER_KEYS.star}/rotate`, body: { gracePeriodMinutes: 60 } },
			current: { id: LEAVER_KEYS.star, name: 'Close bot', prefix: star().secret.slice(0, 12), status: 'active', createdBy: expect.objectContaining({ email: 'robin.vale@example.com' }) as IDataObject, rotationCount: 0 },
		});
		expect(rezolve.snapshot()).toEqual(before);
	});
});
