import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { LEAVER_ID, LEDGER_ID, startAccessOwl, type AccessOwlSimulator } from '../../simulators/accessowl/index.mts';
import { runAccessOwl } from '../../support/accessOwl.mts';
import type { NodeResult, NodeRun } from '../../support/engine.mts';
import { expectNoSecret, PLANTED_TOKEN } from '../../support/secrets.mts';

export type Options = Parameters<typeof startAccessOwl>[0];

/** A simulator whose right token is the planted one. */
export const startPlanted = async (options: Options = {}): Promise<AccessOwlSimulator> => await startAccessOwl({ token: PLANTED_TOKEN, ...options });

/** Runs an operation with the planted token and looks for it in everything that the run leaves behind. */
export async function run(
	simulator: AccessOwlSimulator,
	[resource, operation]: readonly [resource: string, operation: string],
	parameters: INodeParameters = {},
	more: Partial<NodeRun> & { readonly mayQuote?: boolean } = {},
): Promise<NodeResult> {
	const { mayQuote, ...rest } = more;
	const credentials = { accessOwlApi: { baseUrl: simulator.origin, apiToken: PLANTED_TOKEN } };
	const result = await runAccessOwl(simulator, resource, operation, parameters, { credentials, ...rest });
	expectNoSecret(result, { mayQuote });
	expectNoSecret(result.error, { mayQuote });
	return result;
}

export const REVOKE = ['accessRevocation', 'create'] as const;
export const REASON = 'Last day reached, HR-1204';

/** Revocations without a look before them, so that the only requests are those that a test is about. */
export const unchecked = (options: IDataObject = {}): INodeParameters => ({ reason: '={{ $json.reason }}', options: { checkFirst: false, ...options } }) as INodeParameters;

/** An input item as Access State: Get Many gives it. A revocation does not name its access state: the reason tells them apart. */
export const stateItem = (id: string): IDataObject => ({ id, grantee_user_id: LEAVER_ID, reason: `${REASON}, ${id.slice(-4)}` });

/** Current access of the leaver to one application, as many as wanted, each an input item. */
export const addStates = (simulator: AccessOwlSimulator, count: number): IDataObject[] =>
	Array.from({ length: count }, () => stateItem(simulator.admin.addAccessState({ grantee_user_id: LEAVER_ID, application_id: LEDGER_ID }).id));

/** How often each access state has a revocation. */
export function revocationsOf(simulator: AccessOwlSimulator): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { access_state_id: id } of simulator.state.accessRevocations) counts.set(id!, (counts.get(id!) ?? 0) + 1);
	return counts;
}

export const writesOf = (simulator: AccessOwlSimulator) => simulator.requests.filter(({ method }) => method !== 'GET');
export const keysOf = (simulator: AccessOwlSimulator) => [...new Set(writesOf(simulator).map(({ headers }) => headers['idempotency-key']))];

/** `details` of a failed item. */
export const detailsOf = (json: IDataObject | undefined): IDataObject => (json?.details ?? {}) as IDataObject;
