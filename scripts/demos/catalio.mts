import { AUDIENCE, EDITOR_CLIENT, LEAVER_REQUIREMENTS, PEOPLE, startCatalio, TEAM_IDS } from '../../test/simulators/catalio/index.mts';
import { commonFaults, type Demo, type DemoRun } from '../demo.mts';

/** What the check needs to know of the simulated Catalio. */
export type Simulated = {
	state: { tokens: readonly unknown[] };
	requests: ReadonlyArray<{ method: string; operationId: string | null }>;
	record: (type: string, id: string) => Readonly<Record<string, unknown>> | undefined;
	related: (type: string, id: string, relation: string) => readonly string[];
	violations: readonly unknown[];
};

/** What is to become of the leaver's requirements, by id. */
export type Expected = {
	leaverId: string;
	newOwnerId: string;
	teamId: string;
	/** The credential administers them. */
	moved: readonly string[];
	/** It sees them and may not give them away. */
	refused: readonly string[];
	/** It does not see them. */
	unseen: readonly string[];
};

/** A credential of an editor: some of the leaver's requirements are shared with its team for administration, most are not. */
const MAY_BE_MOVED = 5;

export const EXPECTED: Expected = {
	leaverId: PEOPLE['Robin Vale'],
	newOwnerId: PEOPLE['Priya Nair'],
	teamId: TEAM_IDS.platform,
	moved: LEAVER_REQUIREMENTS.plain.slice(0, MAY_BE_MOVED),
	refused: [...LEAVER_REQUIREMENTS.plain.slice(MAY_BE_MOVED), ...LEAVER_REQUIREMENTS.viewOnly],
	unseen: [...LEAVER_REQUIREMENTS.private, ...LEAVER_REQUIREMENTS.elsewhere],
};

/** What is wrong with a run in earnest; none when the report and the simulator agree on what was moved and what was not, with one token. */
export function faultsOf({ execution, rows, files }: Omit<DemoRun, 'workflow'>, simulated: Simulated, expected: Expected): string[] {
	const { state, requests, record, related, violations } = simulated;
	const { leaverId, newOwnerId, teamId, moved, refused, unseen } = expected;
	const faults = commonFaults({ execution }, violations);
	const expectRow = (id: string, outcome: string, ...words: string[]) => {
		const found = rows.filter((row) => row.id === id);
		const [row] = found;
		if (found.length !== 1 || row?.outcome !== outcome) faults.push(`The requirement ${id} is in the report as ${found.map((each) => String(each.outcome)).join(', ') || 'nothing'}, expected is ${outcome}.`);
		for (const word of words) if (row && !String(row.reason).includes(word)) faults.push(`The reason of ${id} does not say "${word}": ${String(row.reason)}`);
	};
	const ownerOf = (id: string) => record('requirement', id)?.owner_id;
	for (const id of moved) {
		expectRow(id, 'moved');
		if (ownerOf(id) !== newOwnerId) faults.push(`The requirement ${id} is not the new owner's.`);
		if (related('requirement', id, 'team').join() !== teamId) faults.push(`The requirement ${id} is not the team's.`);
	}
	for (const id of refused) expectRow(id, 'refused', '403', 'forbidden');
	for (const id of [...refused, ...unseen]) if (ownerOf(id) !== leaverId) faults.push(`The requirement ${id} is not the leaver's any more.`);
	const shown = moved.length + refused.length;
	if (rows.length !== shown) faults.push(`There are ${rows.length} rows, expected are ${shown}.`);
	if (files.length !== 1) faults.push(`The run gave ${files.length} files, expected is 1.`);
	const asked = requests.filter(({ operationId }) => operationId === 'createToken').length;
	if (asked !== 1 || state.tokens.length !== 1) faults.push(`The run asked ${asked} times for a token and got ${state.tokens.length}, expected is 1.`);
	const sent = requests.filter(({ method }) => method === 'PATCH').length;
	if (sent !== shown) faults.push(`The run sent ${sent} changes, expected are ${shown}.`);
	return faults;
}

export const catalio: Demo = {
	vendor: 'Catalio',
	workflowFile: 'catalio-hand-over-requirements.json',
	values: { dryRun: false },
	start: async () => {
		const simulator = await startCatalio({});
		for (const id of EXPECTED.moved) simulator.admin.grant('requirement', id, { teamId: TEAM_IDS.close, level: 'admin' });
		return {
			shown: `${simulator.origin}, client ID ${EDITOR_CLIENT.id}, client secret ${EDITOR_CLIENT.secret}`,
			credentials: [
				{
					type: 'catalioOAuth2Api',
					data: {
						authentication: 'clientCredentials',
						baseUrl: simulator.origin,
						apiPath: '/api/v1',
						accessTokenUrl: simulator.tokenUrl,
						audience: AUDIENCE,
						clientId: EDITOR_CLIENT.id,
						clientSecret: EDITOR_CLIENT.secret,
					},
				},
			],
			faultsOf: (run) => faultsOf(run, simulator, EXPECTED),
			close: async () => await simulator.close(),
		};
	},
};
