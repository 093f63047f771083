import type { JsonObject, VendorRequest } from '../../../shared/http/request';
import type { Sent } from '../../../shared/http/send';
import { documentQuery } from '../../../shared/jsonApi';
import { isRecord, type Item } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';

interface Asked {
	readonly request: VendorRequest;
	readonly sent: Sent;
}

/** With the linkage of the relations of `include`, unless the vendor refuses to include them: then without. */
async function ask({ session }: Item, id: string, { collection }: ResourceType, include: readonly string[]): Promise<Asked> {
	const request = session.request(`GET /api/v1/${collection}/{id}`, { path: { id }, query: documentQuery({ include }) });
	const sent = await session.send(request, 'inherent');
	const isRefused = include.length > 0 && sent.kind === 'accept' && sent.response.status === 400;
	if (!isRefused) return { request, sent };
	const plain = session.request(`GET /api/v1/${collection}/{id}`, { path: { id } });
	return { request: plain, sent: await session.send(plain, 'inherent') };
}

/** A record as it is stored; undefined where there is none that the credential may see. Throws VendorError for everything but a 404. */
export async function storedDocument(item: Item, id: string, type: ResourceType, include: readonly string[] = []): Promise<JsonObject | undefined> {
	const { request, sent } = await ask(item, id, type, include);
	if (sent.kind === 'accept' && [404, 410].includes(sent.response.status)) return undefined;
	const document = item.session.recordOf(item.session.expect(sent, request), request);
	return isRecord(document.data) ? document : undefined;
}

/** The same where the record has to be there. Throws VendorError, for a 404 too. */
export async function presentDocument(item: Item, id: string, type: ResourceType, include: readonly string[] = []): Promise<JsonObject> {
	const { request, sent } = await ask(item, id, type, include);
	return item.session.recordOf(item.session.expect(sent, request), request);
}

export const attributesOf = (document: JsonObject | undefined): JsonObject => {
	const { data } = document ?? {};
	return isRecord(data) && isRecord(data.attributes) ? data.attributes : {};
};
