import type { JsonObject } from '../http/request';
import { isWrite } from './definition';
import type { OutputRecord } from './fileRecord';
import { isRecord, type Item } from './item';
import { simplified } from './simplify';
import { write } from './write';

/** Carries out the operation for one item and gives its output records. Throws VendorError, InputError, PaginationError. */
export async function perform(item: Item): Promise<OutputRecord[]> {
	const { operation } = item;
	if (operation.run) return await operation.run(item);
	if (operation.output === 'list') return await readList(item);
	if (isWrite(operation)) return await write(item);
	const record = await readRecord(item);
	return operation.present?.(record, item, {}) ?? [short(item, record)];
}

const short = ({ operation, settings }: Item, record: JsonObject): JsonObject =>
	operation.simplify && settings.simplify ? simplified(record, operation.simplify) : record;

async function readRecord({ session, ...item }: Item): Promise<JsonObject> {
	const request = item.request();
	return session.recordOf(session.expect(await session.send(request, 'inherent'), request), request);
}

/** Reads pages until the limit is reached. A filter of ours is applied before records are counted. */
export async function readList(item: Item, request = item.request()): Promise<JsonObject[]> {
	const { operation, session, settings } = item;
	const { keep, list, paged = true } = operation;
	const records: JsonObject[] = [];
	if (settings.limit === 0) return records;
	const limit = keep || !paged ? undefined : settings.limit;
	// Nobody knows on which page a filter of ours reaches the limit: pages ahead of it would be asked for in vain.
	const onePageAtATime = keep && settings.limit < Infinity ? { ahead: 1 } : {};
	for await (const page of session.pages(request, { paged, list: { ...list, ...onePageAtATime }, ...(limit === undefined ? {} : { limit }) })) {
		for (const record of page.items) {
			if (!isRecord(record) || (keep && !keep(record, item))) continue;
			records.push(short(item, record));
			if (records.length >= settings.limit) return records;
		}
	}
	return records;
}
