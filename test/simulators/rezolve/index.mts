import { join } from 'node:path';
import { createClock } from '../frame/clock.mts';
import { loadContract, type Finding } from '../frame/contract.mts';
import type { RateLimit } from '../frame/rateLimit.mts';
import { createJournal, startSimulator, type CorruptAnswer, type Exchange, type Refusal, type Reply, type Simulator, type SimulatorOptions, type Vendor } from '../frame/server.mts';
import { Access } from './access.mts';
import { AGENT_TOKEN, API_TOKEN, EXPIRED_TOKEN, SANDBOX_TOKEN, TENANT_ADMIN_TOKEN, VIEWER_TOKEN } from './credentials.mts';
import { HubDesk } from './hub/hubDesk.mts';
import { admin as adminOperations } from './operations/admin.mts';
import { apiKeys } from './operations/apiKeys.mts';
import { credentials } from './operations/credentials.mts';
import { health } from './operations/health.mts';
import { keyValidation } from './operations/keyValidation.mts';
import { knowledge } from './operations/knowledge.mts';
import { oauthClients } from './operations/oauthClients.mts';
import { ticketing } from './operations/ticketing.mts';
import { wordRateLimit } from './rateHeaders.mts';
import type { ApiKey, HubConnection, OAuthClient, RezolveState, Ticket } from './records.mts';
import { clientFrom, demoRezolve, keyFrom, LEAVER_EMAIL } from './seed.mts';
import { DEFAULT_SWITCHES, type Switches } from './switches.mts';
import { TokenDesk } from './tokenDesk.mts';
import { Workspace, type Details, type PageSeen } from './workspace.mts';

export * from './credentials.mts';
export { JOB_NAMES } from './operations/admin.mts';
export { TOOLS as HUB_TOOLS, type RiskLevel, type Tool } from './hub/tools.mts';
export { CLIENT_SCOPES, KEY_SCOPES, OPERATION_SCOPES } from './scopes.mts';
export { CREDENTIALS, IT_QUEUE, LEAVER_CLIENTS, LEAVER_EMAIL, LEAVER_ID, LEAVER_KEYS } from './seed.mts';
export { DEFAULT_SWITCHES, type Switches } from './switches.mts';
export type * from './records.mts';
export type { PageSeen } from './workspace.mts';

export const CONTRACT_FILE = join(import.meta.dirname, '../../contracts/rezolve.openapi.yaml');

/** What one caller may send. The vendor tells no numbers but for a key's own quota; these are ours. */
export interface Quota {
	readonly limit: number;
	readonly windowMs: number;
}
const QUOTA: Quota = { limit: 1_000, windowMs: 60_000 };
const UNLIMITED: Quota = { limit: Infinity, windowMs: 60_000 };

export interface RezolveOptions extends Pick<SimulatorOptions, 'port' | 'clock' | 'checkAnswers'> {
	/** Ports of the other servers; 0, the default, takes a free one. */
	readonly tokenPort?: number;
	readonly hubPort?: number;
	readonly switches?: Partial<Switches>;
	/** Of the platform, for each person, key and client. How the headers look is a switch. */
	readonly rateLimit?: Quota;
	/** Of the Hub, for the workspace. */
	readonly hubRateLimit?: Quota;
	/** Older entries before those of the seed. */
	readonly auditEntries?: number;
}

/** What happens inside the product, and what only a test wants. */
export interface Admin {
	/** Puts so many older entries before the audit trail. They cost nothing until they are read. */
	addAuditEntries(count: number): void;
	/** Adds a key, the leaver's unless told. */
	addApiKey(key?: Partial<ApiKey>): ApiKey;
	/** Adds so many keys of the leaver's, and returns them. */
	addApiKeys(count: number, key?: Partial<ApiKey>): ApiKey[];
	addOAuthClient(client?: Partial<OAuthClient>): OAuthClient;
	addTicket(ticket: Partial<Ticket>): Ticket;
	/** Takes a key out of the list as if it had never been, as a clean-up at the vendor does. Throws for an unknown id. */
	removeApiKey(keyId: string): void;
	/** Called after each page of a list was served: the moment to add or remove what the next page shifts by. */
	onPage(hook: ((page: PageSeen) => void) | undefined): void;
	/** Ends all tokens of OAuth clients before their time. */
	revokeTokens(): void;
	/** Lets a tenant's subscription end now, so that it may be deleted. Throws for an unknown id. */
	endSubscription(tenantId: string): void;
	/** Agrees to a gated call of the Hub, by approval id or idempotency key. Throws where none is open. */
	approve(idOrKey: string): void;
	decline(idOrKey: string): void;
	/** Holds a tool back until a person agrees, or no longer. */
	gate(toolKey: string, isGated: boolean): void;
	/** Throws for an unknown id. */
	setConnection(connectionId: string, status: HubConnection['status']): void;
	corruptAnswer(hook: CorruptAnswer | undefined): void;
}

export interface RezolveSimulator extends Omit<Simulator, 'idempotency' | 'corruptAnswer'> {
	/** The token endpoint, on a server of its own. The platform serves `/api/v1/oauth/token` too. */
	readonly tokenUrl: string;
	readonly hubOrigin: string;
	readonly hubRateLimit: RateLimit;
	readonly state: RezolveState;
	readonly switches: Switches;
	set(switches: Partial<Switches>): void;
	readonly admin: Admin;
}

const USER_TOKENS: ReadonlyMap<string, string> = new Map([
	[API_TOKEN, 'sam.whitfield@example.com'],
	[EXPIRED_TOKEN, 'sam.whitfield@example.com'],
	[TENANT_ADMIN_TOKEN, 'kim.osei@example.com'],
	[VIEWER_TOKEN, 'nora.lindqvist@example.com'],
	[AGENT_TOKEN, 'diego.ramos@example.com'],
	[SANDBOX_TOKEN, 'sandbox.admin@example.com'],
]);

/** Fields of request bodies that the log hides, at any depth. */
const SECRET_FIELDS = new Set(['apiKey', 'accessToken', 'refreshToken', 'client_secret', 'refresh_token', 'password', 'api_token', 'key']);

function shown(body: unknown, isSecretRight: (secret: unknown) => boolean): unknown {
	if (Array.isArray(body)) return body.map((one) => shown(one, isSecretRight));
	if (typeof body !== 'object' || body === null) return body;
	return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, SECRET_FIELDS.has(name) && typeof value === 'string' ? (name !== 'client_secret' ? '(secret)' : isSecretRight(value) ? '(right)' : '(wrong)') : shown(value, isSecretRight)]));
}

const KNOWLEDGE_PATH = '/v2/';

/** How the platform words findings: the family of the operation and the place decide. */
function invalid(findings: readonly Finding[], workspace: Workspace, access: Access): Reply {
	const { path = '', statuses = [] } = access.operation ?? {};
	const steps = ({ where }: Finding) => where.split(/[./]/).filter((step) => step !== '');
	if (path.startsWith(KNOWLEDGE_PATH) && statuses.includes('422')) {
		return { status: 422, body: { detail: findings.map((finding) => ({ loc: steps(finding), msg: finding.message, type: 'value_error' })) } };
	}
	const fields: Details = Object.fromEntries(findings.map((finding) => [steps(finding).slice(1).join('.') || steps(finding)[0]!, finding.message]));
	const isValue = findings.every(({ where, message }) => where.startsWith('body') && message !== 'is not JSON' && message !== 'is required');
	if (isValue && !statuses.includes('422')) return workspace.invalid(fields, 400);
	if (isValue) return workspace.invalid(fields);
	const isQuery = findings.some(({ where }) => where.startsWith('query.'));
	return workspace.refuse(400, isQuery ? 'INVALID_PARAMETER' : 'INVALID_REQUEST', isQuery ? 'Invalid query parameter' : 'Invalid request', fields);
}

/** How the platform words the frame's refusals. */
function refusal(reason: Refusal, workspace: Workspace, access: Access): Reply {
	switch (reason.kind) {
		case 'noPath':
			return workspace.refuse(404, 'NOT_FOUND', 'Not found');
		case 'noMethod':
			return { ...workspace.refuse(405, 'METHOD_NOT_ALLOWED', 'Method not allowed'), headers: { allow: reason.allowed.join(', ') } };
		case 'rateLimited':
			return workspace.refuse(429, 'RATE_LIMITED', 'Too many requests');
		case 'invalid':
			return invalid(reason.findings, workspace, access);
		default:
			return workspace.refuse(500, 'INTERNAL_ERROR', 'Internal server error');
	}
}

/** Starts a stateful Rezolve on 127.0.0.1: the platform, a token endpoint and the Integration Hub, each on a port of its own. Rejects when a port is taken. */
export async function startRezolve(options: RezolveOptions = {}): Promise<RezolveSimulator> {
	const { checkAnswers = 'all', rateLimit = QUOTA, hubRateLimit = QUOTA, auditEntries = 0 } = options;
	const clock = createClock(options.clock ? () => options.clock!.now() : undefined);
	const journal = createJournal();
	const contract = loadContract(CONTRACT_FILE);
	const state = demoRezolve(clock.now());
	state.audit.addMade(auditEntries);
	const workspace = new Workspace(state, { ...DEFAULT_SWITCHES, ...options.switches }, clock);
	const access = new Access(workspace, contract.schemas, USER_TOKENS);
	const tokenDesk = new TokenDesk(workspace);
	const hub = new HubDesk(workspace);
	const switches = () => workspace.switches;
	const now = () => clock.now();

	const operations = {
		...apiKeys(workspace),
		...keyValidation(workspace),
		...oauthClients(workspace),
		...credentials(workspace),
		...adminOperations(workspace),
		...health(workspace),
		...ticketing(workspace),
		...knowledge(workspace),
	};
	const issueToken = (exchange: Exchange) => tokenDesk.issue(exchange);
	/** Uses count where a request was let in. */
	const counted = (handler: (exchange: Exchange) => Reply) => (exchange: Exchange): Reply => {
		access.used(exchange.headers);
		return handler(exchange);
	};
	const shownBody = (body: unknown) => shown(body, (secret) => tokenDesk.isSecret(secret));

	const platform: Vendor = {
		contract: contract.part(...Object.keys(operations), 'getOAuthToken'),
		handlers: { ...Object.fromEntries(Object.entries(operations).map(([operationId, handler]) => [operationId, counted(handler)])), getOAuthToken: issueToken },
		secretHeaders: ['authorization', 'x-api-key'],
		isSecretRight: (header, value) => access.isSecretRight(header, value) || (header === 'authorization' && tokenDesk.isClientRight(value)),
		authenticate: (headers, operation) => access.authenticate(headers, operation),
		refuse: (reason) => (reason.kind === 'invalid' && access.operation?.operationId === 'getOAuthToken' ? tokenDesk.refuse(reason) : refusal(reason, workspace, access)),
		shownBody,
		headersFor: (requestId) => ({ 'x-request-id': requestId }),
	};
	const token: Vendor = {
		contract: contract.part('getOAuthToken'),
		handlers: { getOAuthToken: issueToken },
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => tokenDesk.isClientRight(value),
		authenticate: () => ({ caller: 'anyone' }),
		refuse: (reason) => tokenDesk.refuse(reason),
		shownBody,
	};
	const hubVendor: Vendor = {
		contract: contract.part(...Object.keys(hub.handlers())),
		handlers: hub.handlers(),
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => hub.isSecretRight(value),
		authenticate: (headers, operation) => hub.authenticate(headers, operation),
		refuse: (reason) => hub.refuse(reason),
		headersFor: (requestId) => ({ 'x-request-id': requestId }),
	};

	const started: Simulator[] = [];
	const start = async (server: string, vendor: Vendor, port: number | undefined, quota: Quota): Promise<Simulator> => {
		const isLimited = quota !== UNLIMITED;
		const simulator = await startSimulator(vendor, { server, journal, clock, checkAnswers, rateLimit: isLimited ? { ...quota, headers: { retryAfter: true, x: 'epochMs' } } : { ...quota, headers: {} }, ...(port === undefined ? {} : { port }) });
		started.push(simulator);
		if (isLimited) wordRateLimit(simulator.rateLimit, switches, now);
		return simulator;
	};
	const close = async (): Promise<void> => {
		await Promise.all(started.map((simulator) => simulator.close()));
	};
	const found = <T,>(one: T | undefined, what: string): T => {
		if (one === undefined) throw new Error(`There is no ${what}`);
		return one;
	};
	const leaver = () => {
		const { id, name, email } = found(state.people.find((person) => person.email === LEAVER_EMAIL), 'leaver');
		return { id, name, email };
	};

	try {
		const front = await start('platform', platform, options.port, rateLimit);
		const { origin: tokenOrigin } = await start('token', token, options.tokenPort, UNLIMITED);
		const hubFront = await start('hub', hubVendor, options.hubPort, hubRateLimit);
		const own = {
			tokenUrl: `${tokenOrigin}/api/v1/oauth/token`,
			hubOrigin: hubFront.origin,
			hubRateLimit: hubFront.rateLimit,
			state,
			clock,
			get switches() {
				return workspace.switches;
			},
			set(changed: Partial<Switches>) {
				workspace.switches = { ...workspace.switches, ...changed };
			},
			admin: {
				addAuditEntries: (count) => state.audit.addMade(count),
				addApiKey(given = {}) {
					const number = state.apiKeys.length + 1;
					const key = keyFrom(number, `Key ${number}`, leaver(), workspace.iso(), given);
					state.apiKeys.push(key);
					return key;
				},
				addApiKeys(count, given) {
					return Array.from({ length: count }, () => this.addApiKey(given));
				},
				addOAuthClient(given = {}) {
					const number = state.oauthClients.length + 1;
					const client = clientFrom(number, `Client ${number}`, leaver(), workspace.iso(), given);
					state.oauthClients.push(client);
					return client;
				},
				addTicket(given) {
					const last = found(state.tickets.at(-1), 'ticket');
					const number = state.tickets.length + 1;
					const ticket: Ticket = { ...last, id: `ticket-${number}`, ticketNumber: `TKT-2026-${String(number).padStart(6, '0')}`, createdAt: workspace.iso(), updatedAt: workspace.iso(), ...given };
					state.tickets.push(ticket);
					return ticket;
				},
				removeApiKey(keyId) {
					state.apiKeys.splice(state.apiKeys.indexOf(found(state.apiKeys.find(({ id }) => id === keyId), `API key ${keyId}`)), 1);
				},
				onPage: (hook) => (workspace.afterPage = hook),
				revokeTokens: () => state.tokens.forEach((one) => (one.revoked = true)),
				endSubscription(tenantId) {
					found(state.tenants.find(({ id }) => id === tenantId), `tenant ${tenantId}`).subscription.expiresAt = workspace.iso();
				},
				approve: (idOrKey) => hub.decide(idOrKey, 'approved'),
				decline: (idOrKey) => hub.decide(idOrKey, 'declined'),
				gate: (toolKey, isGated) => void (isGated ? state.hub.gatedTools.add(toolKey) : state.hub.gatedTools.delete(toolKey)),
				setConnection(connectionId, status) {
					found(state.hub.connections.find(({ id }) => id === connectionId), `connection ${connectionId}`).status = status;
				},
				corruptAnswer: (hook) => started.forEach((one) => one.corruptAnswer(hook)),
			} satisfies Admin,
			close,
		};
		// Getters must stay getters, so neither object is spread.
		return Object.defineProperties({}, {
			...Object.getOwnPropertyDescriptors(front),
			...Object.getOwnPropertyDescriptors(own),
		}) as RezolveSimulator;
	} catch (error) {
		await close();
		throw error;
	}
}
