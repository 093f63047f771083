import { createLimiters } from '../../../nodes/shared/http/limiters';
import { answer } from '../../support/scriptedEgress.mts';
import { virtualClock } from '../../support/virtualClock.mts';

const key = { credentialId: '1', secret: 'token', origin: 'https://vendor.example' };

describe('the registry of limiters', () => {
	it('gives the same limiter to all who share credential, origin and bucket', () => {
		const limiterFor = createLimiters({ clock: virtualClock(), random: () => 0 });
		expect(limiterFor(key)).toBe(limiterFor({ ...key }));
	});

	it.each([{ credentialId: '2' }, { secret: 'another' }, { origin: 'https://other.example' }, { bucket: 'writes' }])('gives another one for %j', (change) => {
		const limiterFor = createLimiters({ clock: virtualClock(), random: () => 0 });
		expect(limiterFor({ ...key, ...change })).not.toBe(limiterFor(key));
	});

	it('drops an entry that nobody has used for an hour, and keeps one that is paused', async () => {
		const clock = virtualClock();
		const limiterFor = createLimiters({ clock, random: () => 0 });
		const idle = limiterFor(key);
		const other = { ...key, bucket: 'busy' };
		const busy = limiterFor(other);
		await clock.advance(3_599_000);
		busy.observe(answer(429, { 'retry-after': '60' }));
		await clock.advance(2_000);
		expect(limiterFor(key)).not.toBe(idle);
		expect(limiterFor(other)).toBe(busy);
	});
});
