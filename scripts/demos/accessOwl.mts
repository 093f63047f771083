import { LEAVER_ID, startAccessOwl, TOKEN } from '../../test/simulators/accessowl/index.mts';
import { commonFaults, type Demo, type DemoRun } from '../demo.mts';

/** What the check needs to know of the simulated AccessOwl. */
export type Simulated = {
	state: { accessStates: Array<{ id: string; grantee_user_id?: string | null; effective_end?: string | null }> };
	requests: ReadonlyArray<{ method: string; path: string }>;
	violations: readonly unknown[];
};

/** What is wrong with a dry run; none when it has one row for each access the leaver holds now and no other, and took nothing away. */
export function faultsOf({ execution, rows }: Pick<DemoRun, 'execution' | 'rows'>, simulated: Simulated, leaverId: string): string[] {
	const faults = commonFaults({ execution }, simulated.violations);
	const held = simulated.state.accessStates.filter((state) => state.grantee_user_id === leaverId && (state.effective_end ?? null) === null);
	if (held.length === 0) faults.push('The leaver holds nothing, so the run proves nothing.');
	const texts = rows.map((row) => JSON.stringify(row));
	for (const { id } of held) {
		const found = texts.filter((text) => text.includes(id)).length;
		if (found !== 1) faults.push(`The access ${id} is in ${found} rows, expected is 1.`);
	}
	if (rows.length !== held.length) faults.push(`There are ${rows.length} rows, the leaver holds ${held.length}.`);
	for (const { method, path } of simulated.requests) {
		if (method !== 'GET') faults.push(`The dry run sent ${method} ${path}.`);
	}
	return faults;
}

export const accessOwl: Demo = {
	vendor: 'AccessOwl',
	workflowFile: 'accessowl-leaver-access.json',
	start: async () => {
		const simulator = await startAccessOwl({});
		return {
			shown: `${simulator.origin}, token ${TOKEN}`,
			credentials: [{ type: 'accessOwlApi', data: { baseUrl: simulator.origin, apiToken: TOKEN } }],
			faultsOf: (run) => faultsOf(run, simulator, LEAVER_ID),
			close: async () => await simulator.close(),
		};
	},
};
