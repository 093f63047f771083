import type { FileBytes } from '../../../shared/http/fileEgress';
import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, VendorResponse } from '../../../shared/http/request';
import { FileRecord, type Item } from '../../../shared/operation';

/** A name that every system can store. */
const safe = (name: string): string => name.replace(/[\\/:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+$/, '_').slice(0, 200);

/** What a storage service calls a file of which it knows nothing. */
const UNTOLD = ['', 'application/octet-stream', 'binary/octet-stream'];

/** What proxies and services answer in place of a file. */
const NO_FILE = /^(?:text\/html|(?:text|application)\/(?:[\w.-]+\+)?(?:xml|json))$/;

/** The file of an export in n8n's store, as an output item that points to it. It goes there piece by piece. Throws InputError for a web page and the like. */
export async function fileOf(item: Item, bytes: FileBytes, headers: VendorResponse['headers'], exported: JsonObject, name: string): Promise<FileRecord> {
	const told = String(headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
	if (NO_FILE.test(told)) {
		await close(bytes);
		throw new InputError(`The link to the export gives ${told}, not a CSV file`, `Something between n8n and the file may have answered in its place, a proxy for instance. Export ID: ${String(exported.id)}.`);
	}
	const mimeType = UNTOLD.includes(told) ? 'text/csv' : told;
	const fileName = safe(item.text('fileName') || `${name}.csv`);
	const stored = await item.session.storeFile(bytes, fileName, mimeType);
	const property = item.text('binaryProperty') || 'data';
	return new FileRecord(
		{ exportId: exported.id ?? null, fileName, mimeType, fileSize: stored.fileSize ?? null, sizeBytes: stored.bytes ?? null },
		{ [property]: stored },
	);
}

/** Ends a stream that nobody reads, and with it the connection. */
async function close(bytes: FileBytes): Promise<void> {
	await bytes[Symbol.asyncIterator]().return?.();
}
