import { AUDIENCE, CLIENT_ID, CLIENT_SECRET, LEAVER_EMAIL, SCOPE, startOleria } from '../../test/simulators/oleria/index.mts';
import { workspace } from '../../test/simulators/oleria/seed.mts';
import { commonFaults, type Demo, type DemoRun } from '../demo.mts';

/** What the check needs to know of the simulated Oleria. */
export type Simulated = {
	state: {
		tokens: readonly unknown[];
		fileFetches: ReadonlyArray<{ bytes: number }>;
	};
	violations: readonly unknown[];
};

export type Account = { application: string; role: string };

/** The accounts that the simulated company's leaver has. */
export const leaverAccounts = (): Account[] =>
	workspace(Date.now())
		.accounts.filter(({ email }) => email === LEAVER_EMAIL)
		.map(({ application, applicationRole }) => ({ application: String(application), role: String(applicationRole) }));

const listed = (accounts: readonly Account[]): string[] => accounts.map(({ application, role }) => `${application}: ${role}`).sort();

/** What is wrong with a run; none when it has a row for each account, a file of the size that was sent, and needed one token. */
export function faultsOf({ execution, rows, files }: Omit<DemoRun, 'workflow'>, { state, violations }: Simulated, accounts: readonly Account[]): string[] {
	const faults = commonFaults({ execution }, violations);
	if (accounts.length === 0) faults.push('The leaver has nothing, so the run proves nothing.');
	const [found, expected] = [listed(rows as Account[]).join(', '), listed(accounts).join(', ')];
	if (found !== expected) faults.push(`The rows are ${found || 'none'}, expected are ${expected}.`);
	const [file, ...others] = files;
	if (!file || others.length > 0) faults.push(`The run gave ${files.length} files, expected is 1.`);
	// The same rows went out twice: to be read as items and to be stored.
	const sent = state.fileFetches.map(({ bytes }) => bytes);
	if (file && (sent.length !== 2 || sent.some((bytes) => bytes !== file.bytes.length))) faults.push(`The file has ${file.bytes.length} bytes, sent were ${sent.join(' and ')}.`);
	if (state.tokens.length !== 1) faults.push(`The run needed ${state.tokens.length} tokens, expected is 1.`);
	return faults;
}

export const oleria: Demo = {
	vendor: 'Oleria',
	workflowFile: 'oleria-leaver-access.json',
	start: async () => {
		const simulator = await startOleria({});
		return {
			shown: `${simulator.origin}, client ID ${CLIENT_ID}, client secret ${CLIENT_SECRET}`,
			credentials: [
				{
					type: 'oleriaOAuth2Api',
					data: {
						baseUrl: simulator.origin,
						accessTokenUrl: simulator.authenticationUrl,
						clientId: CLIENT_ID,
						clientSecret: CLIENT_SECRET,
						audience: AUDIENCE,
						scope: SCOPE,
						authentication: 'body',
					},
				},
			],
			faultsOf: (run) => faultsOf(run, simulator, leaverAccounts()),
			close: async () => await simulator.close(),
		};
	},
};
