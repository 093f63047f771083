import type { JsonObject, VendorRequest } from '../../../shared/http/request';
import { isRecord, type Item } from '../../../shared/operation';
import { byKeyset, byLinks, PAGE_SIZE, withoutCount } from '../../paging';
import type { ResourceType } from '../../resourceTypes';
import { identityOf, includedOf, recordsOf } from '../fields/output';

/** Reads a list page by page and gives its records the way the user wants them, related ones behind them where asked for. */
export async function readRecords(item: Item, request: VendorRequest, type: ResourceType): Promise<JsonObject[]> {
	const { session, settings, values } = item;
	const records: JsonObject[] = [];
	const included: JsonObject[] = [];
	const seen = new Set<string>();
	if (settings.limit === 0) return records;
	const pageSize = Number(values.pageSize ?? PAGE_SIZE);
	const tellCut = ({ receivedSoFar, total }: { receivedSoFar: number; total?: number }) =>
		session.notes.push(
			`Catalio cut the list off after ${receivedSoFar}${total === undefined ? '' : ` of ${total}`} records, because Page Size (${pageSize}) is above its maximum. The rest was read in pages of ${PAGE_SIZE}.`,
		);
	const walk = session.pages(request, {
		list: { next: (values.pageStyle === 'cursor' ? byKeyset : byLinks)(tellCut), pageSize: { parameter: 'page[limit]', max: pageSize } },
		insteadOf: withoutCount,
		...(settings.returnAll ? {} : { limit: settings.limit }),
	});
	for await (const { items, response } of walk) {
		const document = { ...(isRecord(response.body) ? response.body : {}), data: items };
		for (const record of recordsOf(document, item, type)) records.push(record);
		for (const record of includedOf(document, item, seen)) included.push(record);
	}
	// What is related to a record of one page may be a record of another.
	const listed = new Set(included.length === 0 ? [] : records.map(identityOf));
	for (const record of included) if (!listed.has(identityOf(record))) records.push(record);
	return records;
}
