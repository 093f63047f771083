import { isObject } from '../frame/schemas.mts';
import type { Exchange, Reply } from '../frame/server.mts';
import { Actions } from './actions.mts';
import { Documents } from './documents.mts';
import { errorReply, mediaType, noRoute, problem, Refused, refuse } from './errors.mts';
import { filtered } from './filters.mts';
import { openApiDocument } from './openApi.mts';
import type { Organization } from './organization.mts';
import { pageOf } from './pages.mts';
import { shapeOf, sorted, sortKeys } from './query.mts';
import type { Caller, Row } from './records.mts';
import { attributeOf, COLLECTIONS, collectionOf, relationOf, type Collection, type Relation } from './table.mts';
import type { TokenDesk } from './tokenDesk.mts';
import { Writes } from './writes.mts';

type Handler = (exchange: Exchange) => Reply;

/** A body as JSON, whatever its media type was. */
const bodyOf = ({ body }: Exchange): unknown => {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
};

/** The handler of each operation of the contract: five standard and four relationship operations for each collection of the table, and the rest. */
export function handlersOf(organization: Organization, tokenDesk: TokenDesk): { readonly handlers: Readonly<Record<string, Handler>>; readonly writes: Writes } {
	const documents = new Documents(organization);
	const writes = new Writes(organization, COLLECTIONS);
	const callerOf = ({ headers }: Exchange): Caller => tokenDesk.clientOfHeader(headers.authorization ?? '');

	const list = (exchange: Exchange, collection: Collection, rows: readonly Row[]): Reply => {
		const caller = callerOf(exchange);
		const { query } = exchange;
		const keys = sortKeys(query.sort, collection);
		const shape = shapeOf(query, collection);
		const passed = sorted(filtered(rows, query.filter, collection, organization, caller), keys);
		return documents.page(pageOf(passed, query.page, keys, organization.switches), keys, shape, exchange, caller);
	};

	const ofCollection = (collection: Collection): Record<string, Handler> => {
		const { type, one, many } = collection;
		const row = (exchange: Exchange): Row => organization.get(type, String(exchange.pathParameters.id), callerOf(exchange));
		const relation = (exchange: Exchange): Relation => {
			const found = relationOf(collection, String(exchange.pathParameters.relationship));
			return found && organization.switches.relationshipRoutes === 'declared' ? found : refuse(noRoute());
		};
		const linkage = (exchange: Exchange): Reply => {
			const links = { self: documents.link(exchange.url.split('?')[0]!) };
			return { status: 200, headers: { 'content-type': mediaType(organization.switches) }, body: { data: documents.linkage(row(exchange), relation(exchange), callerOf(exchange)), links } };
		};
		const linked =
			(how: 'add' | 'replace' | 'remove'): Handler =>
			(exchange) => {
				const between = relation(exchange);
				// A relation to one is set, not added to.
				if (!between.many && how !== 'replace') refuse(noRoute());
				const body = bodyOf(exchange);
				writes.link(row(exchange), between, how, isObject(body) ? body.data : undefined, callerOf(exchange), exchange.nowMs);
				return linkage(exchange);
			};
		return {
			[`list${many}`]: (exchange) => list(exchange, collection, organization.visible(type, callerOf(exchange))),
			[`create${one}`]: (exchange) => {
				const shape = shapeOf(exchange.query, collection);
				return documents.one(201, writes.create(collection, bodyOf(exchange), callerOf(exchange), exchange.nowMs), shape, exchange, callerOf(exchange));
			},
			[`get${one}`]: (exchange) => documents.one(200, row(exchange), shapeOf(exchange.query, collection), exchange, callerOf(exchange)),
			[`update${one}`]: (exchange) => {
				const shape = shapeOf(exchange.query, collection);
				return documents.one(200, writes.update(row(exchange), collection, bodyOf(exchange), callerOf(exchange), exchange.nowMs), shape, exchange, callerOf(exchange));
			},
			[`delete${one}`]: (exchange) => {
				const caller = callerOf(exchange);
				const gone = row(exchange);
				const isEmpty = organization.switches.deleteStatus === 204;
				writes.destroy(gone, collection, caller, exchange.nowMs);
				return isEmpty ? { status: 204 } : documents.one(200, gone, { includes: [], fields: new Map() }, exchange, caller);
			},
			[`get${one}Linkage`]: linkage,
			[`add${one}Linkage`]: linked('add'),
			[`replace${one}Linkage`]: linked('replace'),
			[`remove${one}Linkage`]: linked('remove'),
		};
	};

	const requirement = collectionOf('requirement');
	const actions = new Actions(organization, documents, writes);
	/** `status=active` and the like, and `search` in titles; the names are guesses. */
	const byArguments = (rows: readonly Row[], given: Readonly<Record<string, unknown>>): Row[] => {
		const entries = Object.entries(given).filter(([, value]) => value !== '');
		for (const [name] of entries) if (name !== 'search' && !attributeOf(requirement, name)) refuse(problem(400, 'invalid_query', `Invalid query parameter ${name}`, { parameter: name }));
		return rows.filter(({ attributes }) => entries.every(([name, value]) => (name === 'search' ? String(attributes.title).toLowerCase().includes(String(value).toLowerCase()) : String(attributes[name]) === String(value))));
	};

	const handlers: Record<string, Handler> = {
		createToken: (exchange) => tokenDesk.issue(exchange),
		getOpenApi: () => {
			if (organization.switches.openApi === 'missing') refuse(noRoute());
			return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: openApiDocument(organization.switches, organization.origin) };
		},
		...Object.assign({}, ...COLLECTIONS.map(ofCollection)),
		listFilteredRequirements: (exchange: Exchange) => {
			actions.checkThere();
			return list(exchange, requirement, byArguments(organization.visible('requirement', callerOf(exchange)), (exchange.query.params ?? {}) as Record<string, unknown>));
		},
		listSupersedeableRequirements: (exchange: Exchange) => {
			actions.checkThere();
			return list(exchange, requirement, organization.visible('requirement', callerOf(exchange)).filter(({ attributes }) => attributes.archived_at === null && !['superseded', 'rejected'].includes(String(attributes.status))));
		},
		...actions.handlers(callerOf),
	};

	/** Words what a handler refuses. */
	const worded =
		(handler: Handler): Handler =>
		(exchange) => {
			try {
				return handler(exchange);
			} catch (error) {
				if (error instanceof Refused) return errorReply(error.problems, organization.switches);
				throw error;
			}
		};
	return { handlers: Object.fromEntries(Object.entries(handlers).map(([operationId, handler]) => [operationId, worded(handler)])), writes };
}
