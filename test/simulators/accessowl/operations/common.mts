import type { Exchange, Reply } from '../../frame/server.mts';
import { failure, type FieldErrors } from '../answers.mts';
import type { Organization } from '../organization.mts';
import { pageOf } from '../paging.mts';

export type Handlers = Record<string, (exchange: Exchange) => Reply>;

export const notFound = ({ switches }: Organization): Reply => failure(404, 'Not found', switches);

/** A 422 that names fields. */
export const unprocessable = ({ switches }: Organization, fields: FieldErrors): Reply => failure(422, 'Unprocessable', switches, fields);

/** One page of a list, in `data` and `meta`. A cursor belongs to its list and filters; any other answers 400. */
export function page<Row>(organization: Organization, { query, operationId }: Exchange, rows: readonly Row[], show: (row: Row) => unknown): Reply {
	const { limit: _limit, cursor: _cursor, ...filters } = query;
	const list = `${operationId}?${JSON.stringify(Object.entries(filters).sort())}`;
	const cut = pageOf(rows, query, list, organization.switches);
	if (!cut) return failure(400, 'Unknown cursor', organization.switches, { cursor: ['is unknown'] });
	return { status: 200, body: { data: cut.rows.map(show), meta: cut.meta } };
}

/** The rows that agree with every filter given; all of them, uncopied, when none is. */
export function filtered<Row extends object>(rows: readonly Row[], filters: Partial<Record<keyof Row & string, unknown>>): readonly Row[] {
	const given = Object.entries(filters).filter(([, wanted]) => wanted !== undefined);
	return given.length === 0 ? rows : rows.filter((row) => given.every(([name, wanted]) => (row as Record<string, unknown>)[name] === wanted));
}

/** The date of a schedule body in ms; `past` when it is over, undefined when it is left out. */
export function scheduledAtMs(body: unknown, nowMs: number): number | 'past' | undefined {
	const text = (body as { scheduled_at?: string } | undefined)?.scheduled_at;
	if (text === undefined) return undefined;
	const atMs = Date.parse(text);
	return atMs <= nowMs ? 'past' : atMs;
}
