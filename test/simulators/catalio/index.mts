import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { loadContract, type ContractOperation, type Finding, type ReadRequest, type WholeAnswer } from '../frame/contract.mts';
import type { RateLimitOptions } from '../frame/rateLimit.mts';
import { isObject, type Json } from '../frame/schemas.mts';
import { startSimulator, type CorruptAnswer, type Refusal, type Reply, type Simulator, type SimulatorOptions, type Vendor } from '../frame/server.mts';
import { clients, LEAVER_ID, TENANT } from './clients.mts';
import { errorReply, MEDIA_TYPE, noRoute, problem, unauthorized, type Problem } from './errors.mts';
import { handlersOf } from './handlers.mts';
import { creationFindings, documentFindings } from './jsonApiSchema.mts';
import { Organization } from './organization.mts';
import type { CatalioState, Grant } from './records.mts';
import { completed, seed } from './seed.mts';
import type { Switches } from './switches.mts';
import { attributeOf, collectionOf, relationOf } from './table.mts';
import { TokenDesk } from './tokenDesk.mts';

export { API_TOKEN, AUDIENCE, CLIENT_ID, CLIENT_SECRET, EDITOR_CLIENT, LEAVER_ID, OTHER_TENANT_CLIENT, PEOPLE, READ_ONLY_CLIENT, TEAM_IDS } from './clients.mts';
export { openApiDocument } from './openApi.mts';
export { ARCHIVED_REQUIREMENT_ID, FOREIGN_REQUIREMENT_ID, FOREIGN_TEAM_ID, LEAVER_REQUIREMENTS, requirementId } from './seed.mts';
export { DEFAULT_SWITCHES, type Switches } from './switches.mts';
export { COLLECTIONS, type Attribute, type Collection, type Relation } from './table.mts';
export type * from './records.mts';

export const CONTRACT_FILE = join(import.meta.dirname, '../../contracts/catalio.openapi.yaml');

/** The vendor tells no numbers; these are ours. */
const RATE_LIMIT: RateLimitOptions = { limit: 1_000, windowMs: 60_000 };

export interface CatalioOptions extends Pick<SimulatorOptions, 'port' | 'clock' | 'checkAnswers'> {
	readonly switches?: Partial<Switches>;
	/** All clients of a tenant share it; token requests have one of their own. */
	readonly rateLimit?: RateLimitOptions;
	/** Nothing but what tests add. */
	readonly empty?: boolean;
}

/** What happens in the web app, and what only a test wants. */
export interface Admin {
	/** The old secret stops at once. Returns the new one. */
	rotateSecret(clientId: string): string;
	/** For good. */
	revokeCredential(clientId: string): void;
	/** Ends all tokens before their time. */
	revokeTokens(): void;
	/** Lets all tokens run out now. */
	expireTokens(): void;
	/** Stores so many records of the first tenant, the leaver's where they have an owner, and returns their ids. Throws for an unknown type. */
	addRecords(type: string, count: number, attributes?: Readonly<Record<string, unknown>>): string[];
	/** Grants a team something on a record. Throws for an unknown record. */
	grant(type: string, id: string, grant: Grant): void;
	corruptAnswer(hook: CorruptAnswer | undefined): void;
}

export interface CatalioSimulator extends Omit<Simulator, 'idempotency' | 'corruptAnswer'> {
	readonly tokenUrl: string;
	readonly state: CatalioState;
	readonly switches: Switches;
	set(switches: Partial<Switches>): void;
	/** A record as stored: its id and attributes. Undefined where there is none. */
	record(type: string, id: string): Readonly<Record<string, unknown>> | undefined;
	/** Ids at the other end of a relation as stored. Throws for an unknown record or relation. */
	related(type: string, id: string, relation: string): readonly string[];
	readonly admin: Admin;
}

/** JSON:API's media type with no parameters but the two that 1.1 knows. */
const isPlain = (mediaType: string): boolean => new RegExp(`^${MEDIA_TYPE.replaceAll(/[.+]/g, '\\$&')}(\\s*;\\s*(ext|profile)="[^"]*")*$`, 'i').test(mediaType.trim());

/** Whether an Accept header names JSON:API's media type only with parameters that are not allowed (JSON:API 1.1, "Server Responsibilities"). */
function isSpoilt(accept: string): boolean {
	const own = accept.split(',').filter((range) => range.trim().toLowerCase().startsWith(MEDIA_TYPE));
	return own.length > 0 && !own.some((range) => isPlain(range.replace(/;\s*q=[\d.]+\s*$/, '')));
}

const isApi = ({ operationId }: ContractOperation): boolean => operationId !== 'createToken' && operationId !== 'getOpenApi';
const isAction = (operation: ContractOperation): boolean => operation.requestBody?.required === false;

/** What a request leaves of JSON:API, beyond the contract: exact media types, and a document by the official schema. */
function requestFindings(operation: ContractOperation, { body }: ReadRequest, headers: Readonly<Record<string, string>>): Finding[] {
	if (!isApi(operation)) return [];
	const { 'content-type': contentType, accept = '' } = headers;
	const findings: Finding[] = [];
	if (body !== undefined && contentType?.toLowerCase().startsWith(MEDIA_TYPE) && !isPlain(contentType)) findings.push({ where: 'contentType', message: `must be ${MEDIA_TYPE} without parameters, not ${contentType}` });
	if (isSpoilt(accept)) findings.push({ where: 'header.accept', message: `must name ${MEDIA_TYPE} without parameters, not ${accept}` });
	if (!isObject(body as Json)) return findings;
	const { data } = body as Record<string, Json>;
	// Arguments right under `data` are the library's own way: no JSON:API document.
	if (isAction(operation) && isObject(data) && !('type' in data)) return findings;
	const isNew = operation.operationId.startsWith('create') || isAction(operation);
	return [...findings, ...(isNew ? creationFindings(body) : documentFindings(body))];
}

/** What an answer leaves of JSON:API. Raw values of actions and statistics are no documents. */
function answerFindings(operation: ContractOperation, { status, body }: WholeAnswer, { query }: ReadRequest): Finding[] {
	if (!isApi(operation) || status === 204) return [];
	const document = JSON.parse(body.toString('utf8')) as Json;
	const isRaw = isAction(operation) || operation.operationId === 'getRequirementStats';
	if (isRaw && !(isObject(document) && ('data' in document || 'errors' in document))) return [];
	return documentFindings(document, isObject(query.fields as Json));
}

/** The problem that a finding of the contract, or of JSON:API's schema, is told as. */
function problemOf({ where, message }: Finding, { mediaTypeStatus }: Switches): Problem {
	const [unsupported, unacceptable] = [
		{ code: 'unsupported_media_type', title: 'UnsupportedMediaType', detail: 'unsupported media type' },
		{ code: 'unacceptable_media_type', title: 'UnacceptableMediaType', detail: 'unacceptable media type' },
	];
	const isSwapped = mediaTypeStatus === 'swapped';
	if (where === 'contentType') return { ...unsupported!, status: isSwapped ? 406 : 415 };
	if (where === 'header.accept') return { ...unacceptable!, status: isSwapped ? 415 : 406 };
	if (where.startsWith('query.page')) return problem(400, 'invalid_pagination', `Invalid page parameters: ${message}`, { parameter: 'page' });
	if (where.startsWith('query.')) return problem(400, 'invalid_query', `Invalid query parameter: ${message}`, { parameter: where.slice('query.'.length) });
	const pointer = where.replace(/^(body|jsonapi)/, '');
	return problem(400, 'invalid_body', message, pointer === '' ? {} : { pointer });
}

/** Starts a stateful Catalio on 127.0.0.1: API and token endpoint at one port. Rejects when the port is taken. */
export async function startCatalio(options: CatalioOptions = {}): Promise<CatalioSimulator> {
	const { rateLimit = RATE_LIMIT, empty = false } = options;
	const organization = new Organization(clients(), options.switches);
	const { store } = organization;
	if (!empty) seed(store);
	const tokenDesk = new TokenDesk(organization);
	const { handlers } = handlersOf(organization, tokenDesk);
	const nowMs = (): number => simulator.clock.now();
	const wordedRefusal = (reason: Refusal): Reply => {
		const { switches } = organization;
		switch (reason.kind) {
			case 'noPath':
			case 'noMethod':
				return errorReply([noRoute()], switches);
			case 'rateLimited':
				return errorReply([{ status: 429, code: 'too_many_requests', title: 'Too Many Requests', detail: 'Rate limit exceeded' }], switches);
			case 'invalid': {
				if (reason.operation.operationId === 'createToken') return tokenDesk.refuse(reason.findings);
				const problems = reason.findings.map((finding) => problemOf(finding, switches));
				// A wrong media type is all that is told.
				const wrongType = problems.filter(({ status }) => status === 406 || status === 415);
				return errorReply(wrongType.length > 0 ? wrongType.slice(0, 1) : problems, switches);
			}
			default:
				return errorReply([problem(500, 'something_went_wrong', 'Something went wrong. Error id: 0b9d1c52-7a63-4f7e-8a5a-2d1c9f4e6b30')], switches);
		}
	};

	const vendor: Vendor = {
		contract: loadContract(CONTRACT_FILE),
		handlers,
		secretHeaders: ['authorization'],
		isSecretRight: (_header, value) => typeof tokenDesk.open(value, nowMs()) !== 'string',
		authenticate: ({ authorization = '' }, { operationId }) => {
			if (operationId === 'createToken') return { caller: 'token endpoint' };
			const client = tokenDesk.open(authorization, nowMs());
			const isOpen = operationId === 'getOpenApi' && organization.switches.openApi !== 'token';
			if (typeof client === 'string') return isOpen ? { caller: 'anyone' } : { refusal: errorReply([unauthorized(client)], organization.switches, { 'www-authenticate': 'Bearer' }) };
			tokenDesk.used(authorization);
			return { caller: client.tenant };
		},
		shownBody: (body) => tokenDesk.shown(body),
		extraFindings: requestFindings,
		answerFindings,
		tolerates: ({ where }, { operationId }) => {
			const { strictMediaType, formToken } = organization.switches;
			if (operationId === 'createToken') return where === 'contentType' && formToken === 'accepted';
			// What the library does not check: answers have one type whatever is accepted, and bodies meet its own rules.
			if (where.startsWith('jsonapi')) return true;
			return where === 'header.accept' || where === 'contentType' ? !strictMediaType : where.startsWith('body/');
		},
		refuse: wordedRefusal,
		headersFor: (requestId) => ({ 'x-request-id': requestId }),
	};

	const simulator = await startSimulator(vendor, { ...options, rateLimit });
	organization.origin = simulator.origin;

	const own = {
		tokenUrl: `${simulator.origin}/oauth/token`,
		state: { clients: organization.clients, tokens: organization.tokens, records: store.records } satisfies CatalioState,
		get switches() {
			return organization.switches;
		},
		set(switches: Partial<Switches>) {
			organization.switches = { ...organization.switches, ...switches };
		},
		record(type: string, id: string) {
			const row = store.find(type, id);
			return row && { id: row.id, ...row.attributes };
		},
		related(type: string, id: string, name: string) {
			const [row, relation] = [store.find(type, id), relationOf(collectionOf(type), name)];
			if (!row || !relation) throw new Error(`There is no ${name} of ${type} ${id}`);
			return store.related(row, relation);
		},
		admin: {
			rotateSecret(clientId) {
				const client = tokenDesk.clientOf(clientId);
				client.secret = `rotated-${randomBytes(12).toString('hex')}`;
				client.secretVersion += 1;
				return client.secret;
			},
			revokeCredential: (clientId) => void (tokenDesk.clientOf(clientId).revoked = true),
			revokeTokens: () => organization.tokens.forEach((token) => (token.revoked = true)),
			expireTokens: () => organization.tokens.forEach((token) => (token.expiresAtMs = Math.min(token.expiresAtMs, nowMs()))),
			addRecords(type, count, attributes = {}) {
				const collection = collectionOf(type);
				const naming = attributeOf(collection, 'title') ? 'title' : attributeOf(collection, 'name') ? 'name' : 'notes';
				const owner = attributeOf(collection, 'owner_id') ? { owner_id: LEAVER_ID } : {};
				const now = new Date(nowMs()).toISOString().replace('Z', '000Z');
				const before = store.records[type]!.length;
				return Array.from({ length: count }, (_, index) => {
					const given = { inserted_at: now, updated_at: now, [naming]: `Added ${type} ${before + index + 1}`, ...owner, ...attributes };
					return store.add(type, TENANT, completed(type, given)).id;
				});
			},
			grant(type, id, grant) {
				const row = store.find(type, id);
				if (!row) throw new Error(`There is no ${type} ${id}`);
				row.grants.push(grant);
			},
			corruptAnswer: (hook) => simulator.corruptAnswer(hook),
		} satisfies Admin,
	};
	// Getters must stay getters, so neither object is spread.
	return Object.defineProperties({}, {
		...Object.getOwnPropertyDescriptors(simulator),
		...Object.getOwnPropertyDescriptors(own),
	}) as CatalioSimulator;
}
