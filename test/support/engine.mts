import { tmpdir } from 'node:os';
import { join } from 'node:path';

// n8n-core reads these when it is loaded; without them it writes a key file into the home folder.
process.env.N8N_USER_FOLDER ??= join(tmpdir(), 'offboarding-engine');
process.env.N8N_ENCRYPTION_KEY ??= 'engine-tests-encryption-key';
process.env.N8N_LOG_LEVEL ??= 'silent';

import { ExecutionLifecycleHooks, LoadOptionsContext, PackageDirectoryLoader, WorkflowExecute } from 'n8n-core';
import {
	ICredentialsHelper,
	NodeConnectionTypes,
	NodeHelpers,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IDataObject,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeListSearchResult,
	type INodeParameters,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

export const PACKAGE = 'n8n-nodes-offboarding';

type Credentials = Readonly<Record<string, ICredentialDataDecryptedObject>>;

export interface NodeRun {
	/** Without the package prefix: `accessOwl`. */
	readonly node: string;
	readonly parameters: INodeParameters;
	readonly credentials: Credentials;
	/** One run of the node for all of them; one empty item by default. */
	readonly items?: readonly IDataObject[];
	readonly onError?: INode['onError'];
	readonly retry?: { readonly maxTries: number; readonly waitMs: number };
	/** The same id means the same execution: idempotency keys repeat. */
	readonly executionId?: string;
	/** Called with a function that stops the execution, as the stop button does. */
	readonly onStart?: (stop: () => void) => void;
}

export interface NodeResult {
	/** Output items, by output: regular, then error where the node has one. */
	readonly outputs: INodeExecutionData[][];
	/** The records of the first output. */
	readonly json: IDataObject[];
	/** What stopped the node, as it is stored with the execution. */
	readonly error: (IDataObject & { message: string; description?: string | null }) | undefined;
	readonly run: IRun;
}

const startNode = (items: readonly IDataObject[]): INodeType => ({
	description: {
		displayName: 'Start',
		name: 'start',
		group: ['trigger'],
		version: 1,
		description: 'Hands the given items on',
		defaults: { name: 'Start' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	execute: async () => [items.map((json, item) => ({ json, pairedItem: { item } }))],
});

let loading: Promise<PackageDirectoryLoader> | undefined;

/** The compiled package as n8n loads it, node and credential descriptions included. */
export async function loadedPackage(): Promise<PackageDirectoryLoader> {
	loading ??= (async () => {
		const loader = new PackageDirectoryLoader(join(import.meta.dirname, '..', '..'));
		await loader.loadAll();
		return loader;
	})();
	return await loading;
}

/** The OAuth tokens n8n got, kept like in its database: with the credential, over several runs. */
const tokens = new WeakMap<ICredentialDataDecryptedObject, unknown>();

/** What `preAuthentication` gave, kept in the same way. */
const renewed = new WeakMap<ICredentialDataDecryptedObject, IDataObject>();

/** The field that n8n looks at to know whether a token is there (n8n/dist/credentials-helper.js). */
const expirableOf = (type: ICredentialType | undefined) => type?.properties.find((property) => property.type === 'hidden' && property.typeOptions?.expirable === true);

/** n8n's own helper lives in the n8n package: this one does the same for credentials without expressions. */
class TestCredentialsHelper extends ICredentialsHelper {
	readonly stored: Credentials;
	readonly loader: Pick<PackageDirectoryLoader, 'credentialTypes'>;

	constructor(stored: Credentials, loader: Pick<PackageDirectoryLoader, 'credentialTypes'>) {
		super();
		this.stored = stored;
		this.loader = loader;
	}

	private typeOf(name: string) {
		return this.loader.credentialTypes[name]?.type;
	}

	getParentTypes(name: string): string[] {
		return this.typeOf(name)?.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(credentials: ICredentialDataDecryptedObject, type: string, request: IHttpRequestOptions): Promise<IHttpRequestOptions> {
		const authenticate = this.typeOf(type)?.authenticate;
		if (typeof authenticate !== 'function') throw new Error(`${type} has no authenticate function`);
		return await authenticate(credentials, request);
	}

	/** As n8n does it, without any lock: for an empty token or a refused one the hook is called, and what it gives is stored and used. */
	async preAuthentication(
		{ helpers: { httpRequest } }: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		_node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.typeOf(typeName);
		const expirable = expirableOf(type);
		if (!expirable || typeof type?.preAuthentication !== 'function') return undefined;
		if (credentials[expirable.name] !== '' && !credentialsExpired) return undefined;
		const output = await type.preAuthentication.call({ helpers: { httpRequest } }, credentials);
		if (output[expirable.name] === undefined) return undefined;
		const found = this.stored[typeName];
		if (found) renewed.set(found, { ...renewed.get(found), ...output });
		return Object.assign(credentials, output);
	}

	async runPreAuthentication(): Promise<undefined> {}

	getCredentials(): never {
		throw new Error('Only decrypted credentials exist here');
	}

	async getDecrypted(_data: unknown, _node: unknown, type: string): Promise<ICredentialDataDecryptedObject> {
		const found = this.stored[type];
		if (!found) throw new Error(`No credential of type ${type}`);
		const oauthTokenData = tokens.get(found);
		const expirable = expirableOf(this.typeOf(type));
		return {
			...(expirable ? { [expirable.name]: expirable.default } : {}),
			...found,
			...renewed.get(found),
			...(oauthTokenData ? { oauthTokenData } : {}),
		} as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(_node: unknown, type: string, { oauthTokenData }: ICredentialDataDecryptedObject): Promise<void> {
		const found = this.stored[type];
		if (found) tokens.set(found, oauthTokenData);
	}

	getCredentialsProperties(name: string) {
		return this.typeOf(name)?.properties ?? [];
	}
}

const web = 'http://127.0.0.1/';

function additionalDataFor(helper: ICredentialsHelper, executionId: string, hooks: unknown): IWorkflowExecuteAdditionalData {
	return {
		credentialsHelper: helper,
		executionId,
		currentNodeExecutionIndex: 0,
		restApiUrl: web,
		instanceBaseUrl: web,
		formBaseUrl: web,
		formWaitingBaseUrl: web,
		formTestBaseUrl: web,
		webhookBaseUrl: web,
		webhookWaitingBaseUrl: web,
		webhookTestBaseUrl: web,
		variables: {},
		hooks,
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** The twin that n8n makes of a node with `usableAsTool`, as far as the node itself can tell. n8n's own maker lives in the n8n package. */
export const asTool = (type: INodeType): INodeType =>
	Object.create(type, { description: { value: { ...type.description, name: `${type.description.name}Tool` }, enumerable: true } }) as INodeType;

async function nodeTypesFor(items: readonly IDataObject[]): Promise<{ nodeTypes: INodeTypes; loader: PackageDirectoryLoader }> {
	const loader = await loadedPackage();
	const start = startNode(items);
	const known = (name: string) => loader.nodeTypes[name]?.type as INodeType | undefined;
	const find = (type: string): INodeType => {
		if (type === 'start') return start;
		const name = type.replace(`${PACKAGE}.`, '');
		return known(name) ?? asTool(known(name.replace(/Tool$/, '')) as INodeType);
	};
	return {
		loader,
		nodeTypes: {
			getByName: find,
			getByNameAndVersion: (type: string, version?: number) => NodeHelpers.getVersionedNodeType(find(type), version),
			getKnownTypes: () => ({}),
		} as unknown as INodeTypes,
	};
}

const nodeOf = ({ node, parameters, credentials, onError, retry }: NodeRun): INode => ({
	id: `node-${node}`,
	name: 'Node',
	type: `${PACKAGE}.${node}`,
	typeVersion: 1,
	position: [200, 0],
	parameters,
	credentials: Object.fromEntries(Object.keys(credentials).map((type) => [type, { id: `id-of-${type}`, name: type }])),
	...(onError ? { onError } : {}),
	...(retry ? { retryOnFail: true, maxTries: retry.maxTries, waitBetweenTries: retry.waitMs } : {}),
});

let executions = 0;

/** Runs the compiled node once on n8n's real engine, with its real request helpers, pairing and error routing. */
export async function runNode(options: NodeRun): Promise<NodeResult> {
	const { items = [{}], credentials, executionId = `execution-${++executions}`, onStart } = options;
	const { nodeTypes, loader } = await nodeTypesFor(items);
	const start: INode = { id: 'node-start', name: 'Start', type: 'start', typeVersion: 1, position: [0, 0], parameters: {} };
	const workflow = new Workflow({
		id: 'workflow',
		name: 'Engine test',
		nodes: [start, nodeOf(options)],
		connections: { Start: { main: [[{ node: 'Node', type: NodeConnectionTypes.Main, index: 0 }]] } },
		active: false,
		nodeTypes,
	});
	const hooks = new ExecutionLifecycleHooks('manual', executionId, {
		id: 'workflow', name: 'Engine test', nodes: [], connections: {}, active: false, isArchived: false, createdAt: new Date(), updatedAt: new Date(),
	} as never);
	const execute = new WorkflowExecute(additionalDataFor(new TestCredentialsHelper(credentials, loader), executionId, hooks), 'manual');
	const running = execute.run({ workflow, startNode: start });
	onStart?.(() => running.cancel());
	const run = await running;
	const task = run.data.resultData.runData.Node?.[0];
	const outputs = (task?.data?.main ?? []).map((output) => output ?? []);
	const error = (task?.error ?? run.data.resultData.error) as NodeResult['error'];
	return { outputs, json: (outputs[0] ?? []).map((item) => item.json), error, run };
}

/** n8n's context of an open list, with its real request helpers, for a credential type that needs no build. */
export function contextWith(type: ICredentialType, stored: ICredentialDataDecryptedObject): LoadOptionsContext {
	const node: INode = { id: 'node', name: 'Node', type: 'start', typeVersion: 1, position: [0, 0], parameters: {}, credentials: { [type.name]: { id: 'id', name: type.name } } };
	const start = startNode([]);
	const known = { ...start, description: { ...start.description, credentials: [{ name: type.name, required: true }] } };
	const nodeTypes = { getByName: () => known, getByNameAndVersion: () => known, getKnownTypes: () => ({}) } as unknown as INodeTypes;
	const workflow = new Workflow({ id: 'workflow', nodes: [node], connections: {}, active: false, nodeTypes });
	const loader = { credentialTypes: { [type.name]: { type, sourcePath: '' } } };
	return new LoadOptionsContext(workflow, node, additionalDataFor(new TestCredentialsHelper({ [type.name]: stored }, loader), 'context', undefined), '');
}

/** Calls a list search or an options loader of the compiled node, as an open list in the panel does. */
export async function callMethod<Result = INodeListSearchResult | INodePropertyOptions[]>(
	kind: 'listSearch' | 'loadOptions' | 'resourceMapping',
	name: string,
	options: NodeRun,
	...args: unknown[]
): Promise<Result> {
	const { nodeTypes, loader } = await nodeTypesFor([]);
	const node = nodeOf(options);
	const workflow = new Workflow({ id: 'workflow', nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = additionalDataFor(new TestCredentialsHelper(options.credentials, loader), 'search', undefined);
	Object.assign(additionalData, { currentNodeParameters: options.parameters });
	const context = new LoadOptionsContext(workflow, node, additionalData, '');
	const type = nodeTypes.getByNameAndVersion(node.type, 1);
	const method = type.methods?.[kind]?.[name] as unknown as (this: unknown, ...given: unknown[]) => Promise<Result>;
	return await method.call(context, ...args);
}
