import { inspect } from 'node:util';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { API_KEY, API_TOKEN, CLIENT_SECRET, startRezolve, TENANT_ID, type ApiKey, type Credential, type OAuthClient, type RezolveOptions, type RezolveSimulator } from '../../simulators/rezolve/index.mts';
import type { LoggedRequest } from '../../simulators/frame/server.mts';
import type { NodeResult } from '../../support/engine.mts';
import { runRezolve } from '../../support/rezolve.mts';
import { expectNoSecret } from '../../support/secrets.mts';

export const byId = (value: string): INodeParameters => ({ __rl: true, mode: 'id', value }) as unknown as INodeParameters;
export const keyId = (value: string): IDataObject => ({ keyId: byId(value) });
export const clientId = (value: string): IDataObject => ({ clientId: byId(value) });
export const credentialAt = ({ id, integrationId }: { readonly id: string; readonly integrationId: string }): IDataObject => ({ integrationId, credentialId: byId(id) });

export const DAY_MS = 86_400_000;
/** A moment so many days ago. */
export const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

export interface Failed {
	readonly message: string;
	readonly description: string;
	/** What is stored with the error. */
	readonly data: IDataObject;
}

type More = NonNullable<Parameters<typeof runRezolve>[4]>;

/** Throws when anything that n8n stores of a run shows one of these. */
export function expectHidden({ outputs, error, run }: NodeResult, secrets: ReadonlyArray<string | null>): void {
	const text = inspect([outputs, error, run.data], { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null });
	for (const secret of secrets) {
		if (secret === null) continue;
		const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
		const at = Math.max(...forms.map((form) => text.indexOf(form)));
		if (at >= 0) throw new Error(`A secret is shown: …${text.slice(Math.max(0, at - 160), at + 60)}…`);
	}
}

const hintsOf = ({ run }: NodeResult): string[] => (run.data.resultData.runData.Node?.[0]?.hints ?? []).map(({ message }) => message);

/** A new simulator for each test, and the node against it. Every test fails on a call outside the contract and on a credential that shows. */
export function useRezolve(options: () => RezolveOptions = () => ({})) {
	let simulator: RezolveSimulator;
	beforeEach(async () => {
		simulator = await startRezolve(options());
	});
	afterEach(async () => {
		await simulator.close();
		simulator.expectNoViolations();
	});

	const run = async (resource: string, operation: string, parameters: IDataObject = {}, more: More = {}): Promise<NodeResult> => {
		const result = await runRezolve(simulator, resource, operation, parameters as INodeParameters, more);
		expectNoSecret([result.outputs, result.error, result.run.data.resultData]);
		expectHidden(result, [API_TOKEN, API_KEY, CLIENT_SECRET]);
		return result;
	};
	const succeeded = async (...given: Parameters<typeof run>): Promise<NodeResult> => {
		const result = await run(...given);
		if (result.error) throw new Error(`${result.error.message} ${result.error.description ?? ''}`);
		return result;
	};
	const found = <T,>(one: T | undefined, id: unknown): T => {
		if (one === undefined) throw new Error(`There is no ${String(id)}`);
		return one;
	};
	/** The status of a call with this header and nothing else. */
	const opened = async (header: IDataObject): Promise<number> => {
		const { status } = await fetch(`${simulator.origin}/api/v1/api-keys?limit=1`, { headers: { ...(header as Record<string, string>), 'x-tenantid': TENANT_ID, accept: 'application/json' } });
		return status;
	};

	return {
		get simulator(): RezolveSimulator {
			return simulator;
		},
		run,
		/** The records of a run that must succeed. */
		records: async (...given: Parameters<typeof run>): Promise<IDataObject[]> => (await succeeded(...given)).json,
		/** The one record of a run that must succeed. */
		async record(...given: Parameters<typeof run>): Promise<IDataObject> {
			const { json } = await succeeded(...given);
			if (json.length !== 1) throw new Error(`${json.length} records came`);
			return json[0] as IDataObject;
		},
		/** The records of a run that must succeed, and the hints beside them. */
		async told(...given: Parameters<typeof run>): Promise<{ records: IDataObject[]; hints: string[] }> {
			const result = await succeeded(...given);
			return { records: result.json, hints: hintsOf(result) };
		},
		/** What is told of a run that must fail. */
		async failed(...given: Parameters<typeof run>): Promise<Failed> {
			const { error, json } = await run(...given);
			if (!error) throw new Error(`Nothing failed: ${JSON.stringify(json).slice(0, 400)}`);
			const context = error.context as IDataObject | undefined;
			return { message: error.message, description: String(error.description ?? ''), data: (context?.data ?? {}) as IDataObject };
		},
		requestsTo: (operationId: string): LoggedRequest[] => simulator.requests.filter((request) => request.operationId === operationId),
		/** Everything that was meant to change something. */
		writes: (): LoggedRequest[] => simulator.requests.filter(({ method, operationId }) => method !== 'GET' && operationId !== 'getOAuthToken'),
		key: (id: unknown): ApiKey => found(simulator.state.apiKeys.find((one) => one.id === id), id),
		client: (id: unknown): OAuthClient => found(simulator.state.oauthClients.find((one) => one.id === id), id),
		/** What the vault holds for an integration, the newest first. */
		held: (integrationId: string): Credential[] => simulator.state.credentials.filter((one) => one.integrationId === integrationId && !one.gone).reverse(),
		credential: (id: unknown): Credential => found(simulator.state.credentials.find((one) => one.id === id), id),
		/** Whether a key's value opens the API now, whatever it may do there. */
		keyOpens: async (value: string): Promise<boolean> => (await opened({ 'x-api-key': value })) !== 401,
		tokenOpens: async (value: string): Promise<boolean> => (await opened({ authorization: `Bearer ${value}` })) !== 401,
		/** Actions in the audit trail since it had so many entries, oldest first. */
		actions: (since: number): string[] => simulator.state.audit.written.slice(since).map(({ action }) => action),
		/** A copy of all that a write could change, the audit trail included. */
		snapshot(): unknown {
			const { apiKeys, oauthClients, tokens, credentials, serviceAccounts, tenants, jobRuns, dekRotations, audit } = simulator.state;
			return structuredClone({ apiKeys, oauthClients, tokens, credentials, serviceAccounts, tenants, jobRuns, dekRotations, audit: audit.written });
		},
	};
}

/** A request that is under way when a run ends reaches the simulator after it: before requests are counted that nobody should have made. */
export const stragglers = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 150));

export type Rezolve = ReturnType<typeof useRezolve>;

export const idsIn = (records: readonly IDataObject[]): unknown[] => records.map(({ id }) => id);
