import { isObject, type JsonObject } from '../frame/schemas.mts';
import type { Exchange, Reply } from '../frame/server.mts';
import type { Documents } from './documents.mts';
import { mediaType, noRoute, problem, refuse, unknownMember } from './errors.mts';
import type { Organization } from './organization.mts';
import { shapeOf } from './query.mts';
import type { Caller, Row } from './records.mts';
import type { Switches } from './switches.mts';
import { collectionOf } from './table.mts';
import type { Writes } from './writes.mts';

/** What an action's answer says, before a switch decides its form. */
type Answer = Switches['actionAnswer'];

/** The arguments that an action takes. */
interface Action {
	readonly status: string;
	readonly arguments: readonly string[];
}

/** Operation id of the contract, the status it leads to, its arguments (all guesses). */
const STATUS_ACTIONS: Readonly<Record<string, Action>> = {
	activateRequirement: { status: 'active', arguments: [] },
	deprecateRequirement: { status: 'deprecated', arguments: ['reason'] },
	supersedeRequirement: { status: 'superseded', arguments: ['superseded_by_id', 'reason'] },
	confirmRequirement: { status: 'confirmed', arguments: [] },
	rejectRequirement: { status: 'rejected', arguments: ['reason'] },
	investigateRequirement: { status: 'under_investigation', arguments: ['reason'] },
};

const wordsOf = (text: string): string[] => [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])];

/** What the language model says of a requirement: always the same of the same. */
const AI_ACTIONS: Readonly<Record<string, (row: Row) => { readonly attribute: string; readonly value: unknown }>> = {
	analyzeRequirementSentiment: ({ attributes }) => ({ attribute: 'sentiment', value: { label: String(attributes.title).includes('late') ? 'negative' : 'neutral', score: 0.5 } }),
	assessRequirementQuality: ({ attributes }) => ({ attribute: 'quality_score', value: attributes.description === null ? '0.40' : '0.85' }),
	suggestRequirementCategories: ({ attributes }) => ({ attribute: 'suggested_categories', value: wordsOf(String(attributes.title)).slice(-2) }),
	generateRequirementSummary: ({ attributes }) => ({ attribute: 'ai_summary', value: `In short: ${String(attributes.title)}.` }),
	generateRequirementTags: ({ attributes }) => ({ attribute: 'semantic_tags', value: wordsOf(String(attributes.title)).slice(0, 3) }),
};

const PLAIN = { includes: [], fields: new Map<string, Set<string>>() };
const REQUIREMENT = collectionOf('requirement');

/** Arguments of an action, by either of the two shapes; `at` is where a pointer to one begins. */
function argumentsOf(body: unknown, known: readonly string[], { actionBody }: Switches): { given: JsonObject; at: string } {
	if (body === undefined) return { given: {}, at: '/data/attributes' };
	const data = isObject(body) && isObject(body.data) ? body.data : refuse(problem(400, 'invalid_body', 'Expected all required properties, got none.', { pointer: '/data' }));
	const isFlat = !('attributes' in data || 'type' in data);
	const [given, at] = isFlat ? [data, '/data'] : [isObject(data.attributes) ? data.attributes : {}, '/data/attributes'];
	if (isFlat && actionBody === 'attributes' && Object.keys(given).length > 0) refuse(...Object.keys(given).map((name) => unknownMember(`/data/${name}`)));
	if (!isFlat && actionBody === 'flat') refuse(...Object.keys(data).map((name) => unknownMember(`/data/${name}`)));
	if (!isFlat && data.type !== undefined && data.type !== 'requirement') refuse(problem(400, 'invalid_body', 'Expected value to be "requirement".', { pointer: '/data/type' }));
	const unknown = Object.keys(given).filter((name) => !known.includes(name));
	if (unknown.length > 0) refuse(...unknown.map((name) => unknownMember(`${at}/${name}`)));
	return { given, at };
}

/** The sixteen requirement endpoints beside the standard ones, but for the two further lists. */
export class Actions {
	readonly #organization: Organization;
	readonly #documents: Documents;
	readonly #writes: Writes;

	constructor(organization: Organization, documents: Documents, writes: Writes) {
		this.#organization = organization;
		this.#documents = documents;
		this.#writes = writes;
	}

	/** Throws 404 where these endpoints are switched off. */
	checkThere(): void {
		if (this.#organization.switches.earlierEndpoints === 'missing') refuse(noRoute());
	}

	handlers(callerOf: (exchange: Exchange) => Caller): Record<string, (exchange: Exchange) => Reply> {
		const row = (exchange: Exchange): Row => this.#organization.get('requirement', String(exchange.pathParameters.id), callerOf(exchange));
		const own = (handler: (exchange: Exchange, caller: Caller) => Reply) => (exchange: Exchange) => {
			this.checkThere();
			return handler(exchange, callerOf(exchange));
		};
		return {
			getRequirementStats: own((_exchange, caller) => this.#stats(caller)),
			searchRequirementsSemantically: own((exchange, caller) => this.#search(exchange, caller)),
			getRequirementDetail: own((exchange, caller) => {
				const { fields } = shapeOf(exchange.query, REQUIREMENT);
				return this.#documents.one(200, row(exchange), { includes: REQUIREMENT.includes, fields }, exchange, caller);
			}),
			...Object.fromEntries(Object.entries(STATUS_ACTIONS).map(([operationId, action]) => [operationId, own((exchange, caller) => this.#changeStatus(row(exchange), action, exchange, caller))])),
			...Object.fromEntries(Object.entries(AI_ACTIONS).map(([operationId, think]) => [operationId, own((exchange, caller) => this.#think(row(exchange), think, exchange, caller))])),
		};
	}

	#answer(form: Answer, row: Row, value: unknown, exchange: Exchange, caller: Caller): Reply {
		const { actionStatus } = this.#organization.switches;
		if (form === 'resource') return this.#documents.one(actionStatus, row, PLAIN, exchange, caller);
		return this.#raw(actionStatus, form === 'value' ? value : form === 'result' ? { result: value } : { success: true });
	}

	/** A body that is no JSON:API document, under JSON:API's media type all the same, as the library has it. */
	#raw(status: number, value: unknown): Reply {
		return { status, headers: { 'content-type': mediaType(this.#organization.switches) }, body: Buffer.from(JSON.stringify(value)) };
	}

	#changeStatus(row: Row, { status, arguments: known }: Action, exchange: Exchange, caller: Caller): Reply {
		const { switches, store } = this.#organization;
		this.#organization.checkMayChange(row, caller);
		const { given, at } = argumentsOf(exchange.body, known, switches);
		const current = String(row.attributes.status);
		if (typeof row.attributes.archived_at === 'string' || current === 'superseded') refuse(problem(switches.validationStatus, 'invalid_attribute', `cannot change from ${current}`, { pointer: '/data/attributes/status' }));
		const changes: Record<string, unknown> = { status, ...(known.includes('reason') ? { status_reason: given.reason ?? null } : {}) };
		if (known.includes('superseded_by_id')) {
			const pointer = `${at}/superseded_by_id`;
			const id = given.superseded_by_id ?? refuse(problem(switches.validationStatus, 'required', 'is required', { pointer }));
			const other = store.find('requirement', String(id));
			if (!other || other === row || !this.#organization.sees(other, caller)) refuse(problem(switches.validationStatus, 'invalid_argument', 'does not exist', { pointer }));
			changes.superseded_by_id = id;
		}
		this.#writes.apply(row, changes, exchange.nowMs);
		return this.#answer(switches.actionAnswer, row, status, exchange, caller);
	}

	#think(row: Row, think: (typeof AI_ACTIONS)[string], exchange: Exchange, caller: Caller): Reply {
		const { switches } = this.#organization;
		this.#organization.checkMayChange(row, caller);
		argumentsOf(exchange.body, [], switches);
		if (!switches.languageModelKey) refuse(problem(switches.validationStatus, 'invalid_changes', 'No language model key is connected to this organization'));
		const { attribute, value } = think(row);
		this.#writes.apply(row, { [attribute]: value }, exchange.nowMs);
		return this.#answer(switches.aiAnswer, row, value, exchange, caller);
	}

	#stats(caller: Caller): Reply {
		const rows = this.#organization.visible('requirement', caller);
		const by = (name: string): Record<string, number> => {
			const counts: Record<string, number> = {};
			for (const { attributes } of rows) counts[String(attributes[name])] = (counts[String(attributes[name])] ?? 0) + 1;
			return counts;
		};
		return this.#raw(200, { total: rows.length, by_status: by('status'), by_priority: by('priority') });
	}

	/** The requirements that share most words with the query, best first. */
	#search(exchange: Exchange, caller: Caller): Reply {
		const { switches } = this.#organization;
		const { given, at } = argumentsOf(exchange.body, ['query', 'limit'], switches);
		const { query, limit = 10 } = given;
		if (typeof query !== 'string' || query === '') return refuse(problem(switches.validationStatus, 'required', 'is required', { pointer: `${at}/query` }));
		if (!Number.isInteger(limit) || Number(limit) < 1) refuse(problem(switches.validationStatus, 'invalid_argument', 'must be at least 1', { pointer: `${at}/limit` }));
		const wanted = wordsOf(query);
		const scored = this.#organization.visible('requirement', caller).map((row) => {
			const words = new Set(wordsOf(`${String(row.attributes.title)} ${String(row.attributes.description ?? '')}`));
			return { row, score: wanted.filter((word) => words.has(word)).length };
		});
		const best = scored.filter(({ score }) => score > 0).sort((one, other) => other.score - one.score).slice(0, Number(limit));
		return this.#documents.many(switches.actionStatus, best.map(({ row }) => row), shapeOf(exchange.query, REQUIREMENT), exchange, caller);
	}
}
