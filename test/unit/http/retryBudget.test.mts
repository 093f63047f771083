import { createRetryBudget } from '../../../nodes/shared/http/retryBudget';
import { answer, resetAfterDelivery } from '../../support/scriptedEgress.mts';

const isThrottle = (result: { kind: string }) => result.kind === 'response';

function drained(nowMs: () => number) {
	const budget = createRetryBudget(nowMs, isThrottle);
	let retries = 0;
	for (; budget.allows(resetAfterDelivery); retries++) budget.spend(resetAfterDelivery);
	return { budget, retries };
}

describe('the retry budget', () => {
	it('pays for 35 retries, or for 100 after throttling', () => {
		expect(drained(() => 0).retries).toBe(35);
		const budget = createRetryBudget(() => 0, isThrottle);
		let retries = 0;
		for (; budget.allows(answer(429)); retries++) budget.spend(answer(429));
		expect(retries).toBe(100);
	});

	it('aws/aws-sdk-go-v2#3550: refills on every success, the ones of first attempts included', () => {
		const { budget } = drained(() => 0);
		expect(budget.allows(resetAfterDelivery)).toBe(false);
		for (let count = 0; count < 3; count++) budget.refill();
		expect(budget.allows(resetAfterDelivery)).toBe(true);
	});

	it('aws/aws-sdk-js-v3#4754: recovers with time, though nothing succeeds', () => {
		let now = 0;
		const { budget } = drained(() => now);
		now = 1_400;
		expect(budget.allows(resetAfterDelivery)).toBe(true);
	});

	it('never holds more than its capacity', () => {
		let now = 0;
		const budget = createRetryBudget(() => now, isThrottle);
		now = 1e9;
		budget.refill();
		let retries = 0;
		for (; budget.allows(resetAfterDelivery); retries++) budget.spend(resetAfterDelivery);
		expect(retries).toBe(35);
	});
});
