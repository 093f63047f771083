import type { Exchange, Reply } from '../frame/server.mts';
import { mediaType, versionOf } from './errors.mts';
import type { Organization } from './organization.mts';
import { cursorOf, type Page } from './pages.mts';
import type { Shape, SortKey } from './query.mts';
import type { Caller, Row } from './records.mts';
import { collectionOf, relationOf, type Relation } from './table.mts';

export const API_PATH = '/api/v1';

export interface ResourceObject {
	readonly type: string;
	readonly id: string;
	readonly attributes: Record<string, unknown>;
	readonly relationships: Record<string, { data?: unknown; links: Record<string, unknown>; meta: Record<string, unknown> }>;
	readonly links: Record<string, unknown>;
	readonly meta: Record<string, unknown>;
}

export const identifier = ({ type, id }: Row): { type: string; id: string } => ({ type, id });

/** As the library's web layer encodes a query: values in form encoding, brackets as they are, by name. */
function queryText(pairs: ReadonlyArray<readonly [name: string, value: string]>): string {
	const encoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
	const sorted = [...pairs].sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0));
	return sorted.map(([name, value]) => `${name}=${encoded(value)}`).join('&');
}

/** Writes what callers get to read: links, resource objects, whole documents. */
export class Documents {
	readonly #organization: Organization;

	constructor(organization: Organization) {
		this.#organization = organization;
	}

	/** A link in the form of the moment. */
	link(path: string): unknown {
		const { origin, switches } = this.#organization;
		switch (switches.links) {
			case 'absolute':
				return `${origin}${path}`;
			case 'object':
				return { href: `${origin}${path}`, meta: {} };
			case 'relative':
				return path;
			case 'otherOrigin':
				return `${origin.replace('127.0.0.1', 'localhost')}${path}`;
		}
	}

	pathOf({ type, id }: Pick<Row, 'type' | 'id'>): string {
		return `${API_PATH}/${collectionOf(type).path}/${id}`;
	}

	/** Links and linkage of one relation of a record. */
	#relationship(row: Row, relation: Relation, isIncluded: boolean, caller: Caller): ResourceObject['relationships'][string] {
		const { switches } = this.#organization;
		const links: Record<string, unknown> = switches.relationshipRoutes === 'declared' ? { self: this.link(`${this.pathOf(row)}/relationships/${relation.name}`) } : {};
		if (!isIncluded && switches.linkage === 'included') return { links, meta: {} };
		return { data: this.linkage(row, relation, caller), links, meta: {} };
	}

	linkage(row: Row, relation: Relation, caller: Caller): unknown {
		const others = this.#organization.related(row, relation, caller).map(identifier);
		return relation.many ? others : (others[0] ?? null);
	}

	/** `loaded`: the relations whose linkage is shown. */
	resource(row: Row, loaded: ReadonlySet<string>, { fields }: Shape, caller: Caller, keyset?: string): ResourceObject {
		const { attributes, relations } = collectionOf(row.type);
		const wanted = fields.get(row.type);
		const shown = attributes.filter(({ name }) => (wanted?.has(name) ?? true) && (row.attributes[name] !== null || this.#organization.switches.nullAttributes === 'shown'));
		return {
			type: row.type,
			id: row.id,
			attributes: Object.fromEntries(shown.map(({ name }) => [name, row.attributes[name]])),
			relationships: Object.fromEntries(relations.map((relation) => [relation.name, this.#relationship(row, relation, loaded.has(relation.name), caller)])),
			links: { self: this.link(this.pathOf(row)) },
			meta: keyset === undefined ? {} : { keyset },
		};
	}

	/** Primary records and all that `include` asks for, each written once; a record that is reached by several paths shows the linkage of all of them. */
	#compound(rows: readonly Row[], shape: Shape, caller: Caller, keysetOf: (row: Row) => string | undefined): { data: ResourceObject[]; included: ResourceObject[] } {
		const loaded = new Map<Row, Set<string>>();
		const walk = (row: Row, paths: readonly string[]): void => {
			const names = loaded.get(row) ?? new Set<string>();
			loaded.set(row, names);
			for (const name of new Set(paths.map((path) => path.split('.')[0]!))) {
				names.add(name);
				const deeper = paths.filter((path) => path.startsWith(`${name}.`)).map((path) => path.slice(name.length + 1));
				for (const other of this.#organization.related(row, relationOf(collectionOf(row.type), name)!, caller)) walk(other, deeper);
			}
		};
		for (const row of rows) walk(row, shape.includes);
		const primary = new Set(rows);
		const write = (row: Row, keyset?: string): ResourceObject => this.resource(row, loaded.get(row)!, shape, caller, keyset);
		return { data: rows.map((row) => write(row, keysetOf(row))), included: [...loaded.keys()].filter((row) => !primary.has(row)).map((row) => write(row)) };
	}

	#reply(status: number, body: Record<string, unknown>): Reply {
		const { switches } = this.#organization;
		return { status, headers: { 'content-type': mediaType(switches) }, body: { ...body, ...versionOf(switches) } };
	}

	/** A document of one record. */
	one(status: number, row: Row, shape: Shape, exchange: Exchange, caller: Caller): Reply {
		const { data, included } = this.#compound([row], shape, caller, () => undefined);
		return this.#reply(status, { data: data[0], links: { self: this.link(exchange.url) }, ...(shape.includes.length === 0 ? {} : { included }) });
	}

	/** A document of records without pages. */
	many(status: number, rows: readonly Row[], shape: Shape, exchange: Exchange, caller: Caller): Reply {
		const { data, included } = this.#compound(rows, shape, caller, () => undefined);
		return this.#reply(status, { data, links: { self: this.link(exchange.url) }, ...(shape.includes.length === 0 ? {} : { included }) });
	}

	/** A document of one page, with links that carry every parameter of the request over. */
	page(page: Page, keys: readonly SortKey[], shape: Shape, exchange: Exchange, caller: Caller): Reply {
		const { switches } = this.#organization;
		const { data, included } = this.#compound(page.rows, shape, caller, (row) => (switches.paging === 'offset' ? undefined : cursorOf(row, keys)));
		const { limit, offset, total } = page;
		const meta = { ...(limit === null ? {} : { limit }), ...(page.style === 'offset' ? { offset } : {}), ...(total === undefined ? {} : { total }) };
		return this.#reply(200, {
			data,
			links: this.#pageLinks(page, exchange),
			...(switches.pageMeta === 'shown' && page.style !== 'none' ? { meta: { page: meta } } : {}),
			...(shape.includes.length === 0 ? {} : { included }),
		});
	}

	#pageLinks({ style, limit, offset, after, before, total, next, prev }: Page, { url }: Exchange): Record<string, unknown> {
		if (style === 'none' || limit === null) return { self: this.link(url) };
		const [path = '', search = ''] = url.split('?');
		const kept = [...new URLSearchParams(search)].filter(([name]) => !name.startsWith('page['));
		const to = (place: Readonly<Record<string, string | number>>): unknown => {
			const members = { ...place, ...(total === undefined ? {} : { count: 'true' }) };
			return this.link(`${path}?${queryText([...kept, ...Object.entries(members).map(([name, value]) => [`page[${name}]`, String(value)] as const)])}`);
		};
		const nowhere = this.#organization.switches.missingLink;
		const neighbour = (name: string, place: Page['next']) => (place ? { [name]: to(place) } : nowhere === 'null' ? { [name]: null } : {});
		return {
			self: to({ limit, ...(offset === 0 ? {} : { offset }), ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) }),
			first: to({ limit }),
			...neighbour('prev', prev),
			...neighbour('next', next),
			// Not a multiple of the limit, below zero for short lists: the library's own arithmetic.
			...(style === 'offset' && total !== undefined ? { last: to({ limit, offset: total - limit }) } : {}),
		};
	}
}
