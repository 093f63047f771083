import { API_TOKEN, HUB_TOKEN, LEAVER_CLIENTS, LEAVER_KEYS, REALM, startRezolve, TENANT_ID } from '../../test/simulators/rezolve/index.mts';
import { commonFaults, type Demo, type DemoRun } from '../demo.mts';

/** What the check needs to know of the simulated Rezolve.ai. */
export type Simulated = {
	state: {
		apiKeys: ReadonlyArray<{ id: string; status: string; rotationCount: number; secret: string; previous: ReadonlyArray<{ secret: string; validUntilMs: number }> }>;
		oauthClients: ReadonlyArray<{ id: string; gone: boolean }>;
		credentials: ReadonlyArray<{ integrationId: string; accessToken: string | null }>;
	};
	clock: { now: () => number };
	violations: readonly unknown[];
};

/** What is to become of what the leaver made, by id. */
export type Expected = {
	/** Used lately: these get a new value. */
	rotated: readonly string[];
	revoked: readonly string[];
	deletedClients: readonly string[];
	/** Clients that a service signs in with. */
	stillOpen: readonly string[];
};

export const EXPECTED: Expected = {
	rotated: [LEAVER_KEYS.star, LEAVER_KEYS.expiring],
	revoked: [LEAVER_KEYS.dormant, LEAVER_KEYS.unused],
	deletedClients: [LEAVER_CLIENTS.mobile],
	stillOpen: [LEAVER_CLIENTS.machine],
};

/** A day, less the minutes that a run may take. */
const GRACE_MS = 86_400_000 - 600_000;

/** Where the example puts the new value of a key. */
const integrationOf = (keyId: string): string => `leaver-key-${keyId}`;

/** What is wrong with a run in earnest; none when report, audit log and simulator agree on what ended, and no new value left the vault. */
export function faultsOf({ execution, rows, files }: Omit<DemoRun, 'workflow'>, { state, clock, violations }: Simulated, { rotated, revoked, deletedClients, stillOpen }: Expected): string[] {
	const faults = commonFaults({ execution }, violations);
	const expectRow = (id: string, outcome: string, auditAction: string) => {
		const found = rows.filter((row) => row.recordId === id).map((row) => `${String(row.outcome)} with ${String(row.auditAction) || 'no entry'}`);
		const expected = `${outcome} with ${auditAction || 'no entry'}`;
		if (found.join() !== expected) faults.push(`${id} is in the report as ${found.join(', ') || 'nothing'}, expected is ${expected}.`);
	};
	for (const id of rotated) {
		expectRow(id, 'rotated', 'API_KEY_ROTATED');
		const key = state.apiKeys.find((each) => each.id === id);
		const stored = state.credentials.filter(({ integrationId }) => integrationId === integrationOf(id));
		if (key?.rotationCount !== 1) faults.push(`The key ${id} was rotated ${key?.rotationCount ?? 0} times, expected is 1.`);
		if (key && (stored.length !== 1 || stored[0]?.accessToken !== key.secret)) faults.push(`The vault does not hold the new value of ${id}.`);
		if (!key?.previous.some(({ validUntilMs }) => validUntilMs > clock.now() + GRACE_MS)) faults.push(`The old value of ${id} does not go on working for a day.`);
		for (const value of key ? [key.secret, ...key.previous.map(({ secret }) => secret)] : []) if (execution.rawData.includes(value)) faults.push(`A value of the key ${id} is in the execution.`);
	}
	for (const id of revoked) {
		expectRow(id, 'revoked', 'API_KEY_REVOKED');
		if (state.apiKeys.find((each) => each.id === id)?.status !== 'revoked') faults.push(`The key ${id} is not revoked.`);
	}
	for (const id of deletedClients) {
		expectRow(id, 'deleted', 'OAUTH_CLIENT_DELETED');
		if (!state.oauthClients.find((each) => each.id === id)?.gone) faults.push(`The client ${id} is not deleted.`);
	}
	for (const id of stillOpen) {
		expectRow(id, 'stillOpen', '');
		if (state.oauthClients.find((each) => each.id === id)?.gone) faults.push(`The client ${id} is in use and was deleted.`);
	}
	const shown = rotated.length + revoked.length + deletedClients.length + stillOpen.length;
	if (rows.length !== shown) faults.push(`There are ${rows.length} rows, expected are ${shown}.`);
	if (files.length !== 1) faults.push(`The run gave ${files.length} files, expected is 1.`);
	return faults;
}

export const rezolve: Demo = {
	vendor: 'Rezolve.ai',
	workflowFile: 'rezolve-leaver-keys.json',
	values: { dryRun: false },
	start: async () => {
		const simulator = await startRezolve({});
		return {
			shown: `${simulator.origin}, bearer token ${API_TOKEN}, and its Integration Hub at ${simulator.hubOrigin}, token ${HUB_TOKEN}`,
			credentials: [
				{ type: 'rezolveBearerApi', data: { baseUrl: simulator.origin, tenantId: TENANT_ID, realmName: REALM, apiToken: API_TOKEN } },
				{ type: 'rezolveHubApi', data: { baseUrl: simulator.hubOrigin, apiToken: HUB_TOKEN } },
			],
			faultsOf: (run) => faultsOf(run, simulator, EXPECTED),
			close: async () => await simulator.close(),
		};
	},
};
