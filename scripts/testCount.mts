export type Count = { passed: number; failed: number };

/** The fields we read of what `jest --json` writes. */
export type JestReport = {
	numPassedTests: number;
	numFailedTests: number;
	numPendingTests: number;
	numTodoTests: number;
	numRuntimeErrorTestSuites: number;
};

/**
 * What a jest run adds to the closing line. A skipped test, a file that does not load, a run without any test or without a report, and
 * a run that jest itself calls failed without saying where (a broken set-up): each counts as failed, so nothing can go missing quietly.
 */
export function countOf(report: JestReport | undefined, ok: boolean): Count {
	if (report === undefined) return { passed: 0, failed: 1 };
	const passed = report.numPassedTests;
	const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + report.numRuntimeErrorTestSuites;
	const saysNothing = failed === 0 && (passed === 0 || !ok);
	return { passed, failed: saysNothing ? 1 : failed };
}

/** `N passed, N failed`, as the last line of `npm test` says it. */
export function closingLine({ passed, failed }: Count): string {
	return `${passed} passed, ${failed} failed`;
}
