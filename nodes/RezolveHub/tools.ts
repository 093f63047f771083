import type { JsonObject, JsonValue } from '../shared/http/request';
import { isRecord, type Session } from '../shared/operation';

/** How dangerous a tool is, the least first (Hub concepts page). */
export const RISKS = ['read', 'write', 'destructive', 'admin'];

/** The names within a definition are not documented: each may be spelled in several ways. */
const named = (tool: JsonObject, ...names: string[]): JsonValue | undefined => names.map((name) => tool[name]).find((value) => value !== undefined);

export const keyOf = (tool: JsonObject): string => String(named(tool, 'key', 'tool_key', 'name', 'id') ?? '');

/** Undefined where the Hub does not tell: then it is taken for dangerous. */
export function riskOf(tool: JsonObject): string | undefined {
	const risk = named(tool, 'risk_level', 'riskLevel', 'risk');
	return typeof risk === 'string' && RISKS.includes(risk) ? risk : undefined;
}

export function inputSchemaOf(tool: JsonObject): JsonObject {
	const schema = named(tool, 'input_schema', 'inputSchema', 'parameters');
	return isRecord(schema) ? schema : {};
}

/** An application behind a tool, or its connection: the Hub does not say which of the two it gives. */
export interface Connector {
	readonly id: string;
	readonly name: string;
}

/** What stands behind a tool, as texts or as objects. */
export function connectorsOf(tool: JsonObject): Connector[] {
	const given = named(tool, 'connections', 'connectors');
	return (Array.isArray(given) ? given : []).flatMap((each): Connector[] => {
		if (typeof each === 'string') return [{ id: each, name: each }];
		const id = isRecord(each) ? (each.connection_id ?? each.id) : undefined;
		return typeof id === 'string' && isRecord(each) ? [{ id, name: String(each.name ?? each.connector ?? id) }] : [];
	});
}

const TOOLS = 'GET /api/v1/tools';

/** All tools that the key may see, of one domain where it is given. */
export const toolsOf = async (session: Session, domain: string): Promise<JsonObject[]> =>
	(await session.list(TOOLS, { query: { domain: domain === '' ? undefined : domain } }, { paged: false })).filter(isRecord);

/** One definition, asked for once a run. */
export async function toolOf(session: Session, toolKey: string): Promise<JsonObject> {
	return await session.once(`tool ${toolKey}`, async () => {
		const { data } = await session.get('GET /api/v1/tools/{toolKey}', { path: { toolKey } });
		return isRecord(data) ? data : {};
	});
}
