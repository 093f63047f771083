import { closingLine, countOf } from '../../../scripts/testCount.mts';
import type { JestReport } from '../../../scripts/testCount.mts';

const report = (more: Partial<JestReport> = {}): JestReport => ({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0, ...more });

it.each([
	['a good run', report(), true, { passed: 3, failed: 0 }],
	['failed tests', report({ numFailedTests: 2 }), false, { passed: 3, failed: 2 }],
	['a skipped test, which counts as failed', report({ numPendingTests: 1 }), true, { passed: 3, failed: 1 }],
	['a test that is only planned', report({ numTodoTests: 1 }), true, { passed: 3, failed: 1 }],
	['a file that does not load', report({ numRuntimeErrorTestSuites: 1 }), false, { passed: 3, failed: 1 }],
	['a run without a test', report({ numPassedTests: 0 }), true, { passed: 0, failed: 1 }],
	['a run that failed outside its tests', report(), false, { passed: 3, failed: 1 }],
	['no report', undefined, false, { passed: 0, failed: 1 }],
])('counts %s', (_case, given, ok, expected) => {
	expect(countOf(given, ok)).toEqual(expected);
});

it('closes with the two counts', () => {
	expect(closingLine({ passed: 12, failed: 3 })).toBe('12 passed, 3 failed');
});
