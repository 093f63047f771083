import { join } from 'node:path';
import { createClock } from '../frame/clock.mts';
import { loadContract, type Finding } from '../frame/contract.mts';
import type { RateLimitOptions } from '../frame/rateLimit.mts';
import { createJournal, startSimulator, type CorruptAnswer, type Refusal, type Reply, type Simulator, type SimulatorOptions, type Vendor } from '../frame/server.mts';
import { failure } from './answers.mts';
import { OTHER_TENANT_CLIENT } from './clients.mts';
import { Catalogue } from './dataSets.mts';
import { ExportDesk, type FileBody } from './exportDesk.mts';
import { FileHost } from './fileHost.mts';
import { findingsOf } from './filters.mts';
import type { Download, ExportError, OleriaState, Params } from './records.mts';
import { DEFAULT_SWITCHES, type Switches } from './switches.mts';
import { isClientRight, shownForm, TokenDesk } from './tokenDesk.mts';

export { bigExport } from './bigExport.mts';
export { AUDIENCE, CLIENT_ID, CLIENT_SECRET, OTHER_TENANT_CLIENT, SCOPE, SECOND_CLIENT } from './clients.mts';
export { csvOf, type CsvSwitches } from './csv.mts';
export { columnsOf, labelOf } from './columns.mts';
export { CONTEXTS } from './dataSets.mts';
export { OPERATORS } from './filters.mts';
export { LEAVER_EMAIL } from './seed.mts';
export { DEFAULT_SWITCHES, type Switches } from './switches.mts';
export type { StreamedBody } from '../frame/streamedBody.mts';
export type * from './records.mts';

export const CONTRACT_FILE = join(import.meta.dirname, '../../contracts/oleria.openapi.yaml');

/** An export of the other tenant: 404 for everyone else. */
export const FOREIGN_DOWNLOAD_ID = '0d6f3b52-7a41-4c0e-9e55-6b1f2a3c4d5e';

/** The vendor tells no numbers; these are ours. */
const RATE_LIMIT: RateLimitOptions = { limit: 1_000, windowMs: 60_000 };
const UNLIMITED: RateLimitOptions = { limit: Infinity, windowMs: 60_000 };

export interface OleriaOptions extends Pick<SimulatorOptions, 'port' | 'clock' | 'checkAnswers'> {
	/** Ports of the other servers; 0, the default, takes a free one. */
	readonly authenticationPort?: number;
	readonly filePort?: number;
	readonly mirrorPort?: number;
	readonly switches?: Partial<Switches>;
	/** Of the API; all clients of a tenant share it. */
	readonly rateLimit?: RateLimitOptions;
	/** Files for contexts instead of the seeded rows: filters do not change them. */
	readonly files?: Readonly<Record<string, FileBody>>;
}

/** What happens inside the product, and what only a test wants. */
export interface Admin {
	/** Completes an export now, whatever the switches say. Throws for an unknown id. */
	finish(downloadId: string): void;
	/** Lets an export fail now. Throws for an unknown id. */
	fail(downloadId: string, error?: ExportError): void;
	/** Ends all tokens before their time. */
	revokeTokens(): void;
	/** Gives a context a file of its own, or its seeded rows back. */
	setFile(context: string, file: FileBody | undefined): void;
	corruptAnswer(hook: CorruptAnswer | undefined): void;
}

export interface OleriaSimulator extends Omit<Simulator, 'idempotency' | 'corruptAnswer'> {
	/** The tenant's token endpoint. */
	readonly authenticationUrl: string;
	readonly fileOrigin: string;
	readonly mirrorOrigin: string;
	readonly state: OleriaState;
	readonly switches: Switches;
	set(switches: Partial<Switches>): void;
	readonly admin: Admin;
}

const foreignDownload = (nowMs: number): Download => ({
	id: FOREIGN_DOWNLOAD_ID,
	tenant: OTHER_TENANT_CLIENT.tenant,
	context: 'employees',
	params: undefined,
	createdAtMs: nowMs,
	status: 'accepted',
	error: null,
	reads: 0,
	completedReads: 0,
	links: [],
	decided: null,
	ownError: null,
	flaw: null,
});

/** How the API words the frame's refusals. */
function refusal(reason: Refusal, switches: Switches): Reply {
	switch (reason.kind) {
		case 'noPath':
			return failure(404, 'NOT_FOUND', 'There is nothing here.', switches);
		case 'noMethod':
			return { ...failure(405, 'METHOD_NOT_ALLOWED', 'The method is not allowed.', switches), headers: { allow: reason.allowed.join(', ') } };
		case 'rateLimited':
			return failure(429, 'RATE_LIMITED', 'Too many requests.', switches);
		case 'invalid': {
			// A path that holds no UUID names no export.
			if (reason.findings.some(({ where }) => where.startsWith('path.'))) return failure(404, 'NOT_FOUND', 'There is no download request with this id.', switches);
			return failure(400, ...worded(reason.findings), switches);
		}
		default:
			return failure(500, 'INTERNAL', 'Something went wrong.', switches);
	}
}

/** Code and message for findings. What the filters' own rules found comes last and says it best. */
function worded(findings: readonly Finding[]): [code: string, message: string] {
	const { where, message } = findings.at(-1)!;
	return where.startsWith('body/params/filterBy/') ? ['INVALID_FILTER', message] : ['INVALID_REQUEST', `${where} ${message}`];
}

const FORBIDDEN: Readonly<Record<Switches['forbid'], readonly string[]>> = { none: [], create: ['createDownload'], read: ['getDownload'], all: ['createDownload', 'getDownload'] };

/** Starts a stateful Oleria on 127.0.0.1: an API, a token endpoint, a file host and its mirror, each on a port of its own. Rejects when a port is taken. */
export async function startOleria(options: OleriaOptions = {}): Promise<OleriaSimulator> {
	const { checkAnswers = 'all', rateLimit = RATE_LIMIT, files = {} } = options;
	const clock = createClock(options.clock ? () => options.clock!.now() : undefined);
	const journal = createJournal();
	const contract = loadContract(CONTRACT_FILE);
	const state: OleriaState = { tokens: [], downloads: [foreignDownload(clock.now())], fileFetches: [] };
	const exportDesk = new ExportDesk(state.downloads, new Catalogue(clock.now()), files, { ...DEFAULT_SWITCHES, ...options.switches });
	const tokenDesk = new TokenDesk(state.tokens, () => exportDesk.switches);
	const requestIds = (name: string) => (requestId: string) => ({ [name]: requestId });

	const api: Vendor = {
		contract: contract.part('createDownload', 'getDownload'),
		handlers: { createDownload: (exchange) => exportDesk.create(exchange), getDownload: (exchange) => exportDesk.read(exchange) },
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => typeof tokenDesk.open(value, clock.now()) !== 'string',
		authenticate: ({ authorization = '' }, { operationId }) => {
			const token = tokenDesk.open(authorization, clock.now());
			if (typeof token === 'string') return { refusal: { ...failure(401, 'UNAUTHORIZED', token, exportDesk.switches), headers: { 'www-authenticate': 'Bearer' } } };
			token.uses += 1;
			if (FORBIDDEN[exportDesk.switches.forbid].includes(operationId)) return { refusal: failure(403, 'FORBIDDEN', 'The application may not use this resource.', exportDesk.switches) };
			return { caller: token.tenant };
		},
		extraFindings: ({ operationId }, { body }) => (operationId === 'createDownload' ? findingsOf(((body ?? {}) as { params?: Params }).params ?? {}, exportDesk.switches) : []),
		refuse: (reason) => refusal(reason, exportDesk.switches),
		headersFor: requestIds('x-request-id'),
	};
	const authentication: Vendor = {
		contract: contract.part('createToken'),
		handlers: { createToken: (exchange) => tokenDesk.issue(exchange) },
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => isClientRight(value),
		authenticate: () => ({ caller: 'anyone' }),
		shownBody: shownForm,
		refuse: (reason) => tokenDesk.refuse(reason),
	};
	const fileVendor = (host: FileHost): Vendor => ({
		contract: contract.part('fetchExportFile'),
		handlers: { fetchExportFile: (exchange) => host.fetch(exchange) },
		secretHeaders: ['authorization'],
		// No secret is right here.
		isSecretRight: () => false,
		authenticate: () => ({ caller: 'anyone' }),
		refuse: (reason) => host.refuse(reason),
		headersFor: requestIds('x-amz-request-id'),
	});
	const host = new FileHost('file', exportDesk, state.fileFetches);
	const mirror = new FileHost('mirror', exportDesk, state.fileFetches);

	const started: Simulator[] = [];
	const start = async (server: string, vendor: Vendor, port: number | undefined, limit: RateLimitOptions): Promise<Simulator> => {
		const simulator = await startSimulator(vendor, { server, journal, clock, checkAnswers, rateLimit: limit, ...(port === undefined ? {} : { port }) });
		started.push(simulator);
		return simulator;
	};
	const close = async (): Promise<void> => {
		await Promise.all(started.map((simulator) => simulator.close()));
	};
	try {
		const front = await start('api', api, options.port, rateLimit);
		const { origin: authenticationOrigin } = await start('authentication', authentication, options.authenticationPort, UNLIMITED);
		const { origin: fileOrigin } = await start('file', fileVendor(host), options.filePort, UNLIMITED);
		const { origin: mirrorOrigin } = await start('mirror', fileVendor(mirror), options.mirrorPort, UNLIMITED);
		exportDesk.fileOrigin = fileOrigin;
		host.mirrorOrigin = mirrorOrigin;
		const own = {
			authenticationUrl: `${authenticationOrigin}/oauth2/token`,
			fileOrigin,
			mirrorOrigin,
			state,
			clock,
			get switches() {
				return exportDesk.switches;
			},
			set(switches: Partial<Switches>) {
				exportDesk.switches = { ...exportDesk.switches, ...switches };
			},
			admin: {
				finish: (downloadId) => exportDesk.decide(downloadId, 'completed'),
				fail: (downloadId, error) => exportDesk.decide(downloadId, 'failed', error),
				revokeTokens: () => state.tokens.forEach((token) => (token.revoked = true)),
				setFile: (context, file) => void (file ? exportDesk.files.set(context, file) : exportDesk.files.delete(context)),
				corruptAnswer: (hook) => started.forEach((one) => one.corruptAnswer(hook)),
			} satisfies Admin,
			close,
		};
		// Getters must stay getters, so neither object is spread.
		return Object.defineProperties({}, {
			...Object.getOwnPropertyDescriptors(front),
			...Object.getOwnPropertyDescriptors(own),
		}) as OleriaSimulator;
	} catch (error) {
		await close();
		throw error;
	}
}
