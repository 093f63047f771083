import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { JsonObject } from '../../shared/http/request';
import { isRecord, type Session } from '../../shared/operation';
import { matches, searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { checkRealm } from '../resources/ticketing';

/** More than anybody scrolls through; a longer list is searched by typing. */
const SHOWN = 500;

type Result = INodeListSearchResult['results'][number];

const byName = (one: Result, other: Result): number => one.name.localeCompare(other.name);

const creatorOf = ({ createdBy }: JsonObject): string => (isRecord(createdBy) ? String(createdBy.email ?? createdBy.name ?? '') : '');

const listed = (results: Result[]): INodeListSearchResult => ({ results: results.sort(byName).slice(0, SHOWN) });

const allOf = async (session: Session, endpoint: 'GET /api/v1/api-keys' | 'GET /api/v1/oauth-clients'): Promise<JsonObject[]> => await session.list(endpoint);

export async function searchApiKeys(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		const keys = await allOf(session, 'GET /api/v1/api-keys');
		return listed(
			keys
				.filter((key) => matches(filter, key.name, key.prefix, key.id, creatorOf(key)))
				.map((key) => ({ name: `${String(key.name ?? key.id)} (${String(key.prefix ?? '')}, ${String(key.status ?? '')})`, value: String(key.id), description: creatorOf(key) })),
		);
	});
}

export async function searchOauthClients(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		const clients = await allOf(session, 'GET /api/v1/oauth-clients');
		return listed(
			clients
				.filter((client) => matches(filter, client.name, client.clientId, client.id, creatorOf(client)))
				// The ID that counts is that of the record, not the one that programs sign in with.
				.map((client) => ({ name: `${String(client.name ?? client.id)} (${String(client.clientId ?? '')}, ${String(client.status ?? '')})`, value: String(client.id), description: creatorOf(client) })),
		);
	});
}

export async function searchQueues(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		checkRealm(session);
		const query = { type: String(this.getCurrentNodeParameter('type') ?? 'agent'), module: String(this.getCurrentNodeParameter('module') ?? 'ticketing') };
		const queues = await session.list('GET /api/v2/ticketing/queue/list', { query }, { paged: false, list: { itemsPath: ['data.queues'] } });
		return listed(queues.filter(({ name, id }) => matches(filter, name, id)).map(({ name, id }) => ({ name: String(name ?? id), value: String(id) })));
	});
}
