import type { FileBytes } from '../../../shared/http/fileEgress';
import type { JsonObject, VendorResponse } from '../../../shared/http/request';
import { VendorError } from '../../../shared/http/vendorError';
import type { Item } from '../../../shared/operation';
import { completed, read, start, withExportId } from './exportJob';

type Use<Result> = (bytes: FileBytes, headers: VendorResponse['headers'], exported: JsonObject) => Promise<Result>;

/** S3 answers 403 for a link that has run out, and 400 with this code when what signed it has. */
const isExpired = (error: unknown): boolean => error instanceof VendorError && (error.failure.status === 403 || error.failure.code === 'ExpiredToken');

const linkOf = ({ url }: JsonObject): string => (typeof url === 'string' ? url : '');

/** An export that says it is completed and gives no link: Oleria may need another moment. */
const LINK_APPEARS_WITHIN = 3;

async function withLink(item: Item, exported: JsonObject): Promise<JsonObject> {
	let current = exported;
	for (let looks = 0; linkOf(current) === '' && looks < LINK_APPEARS_WITHIN; looks++) {
		await item.session.sleep(1_000);
		current = await read(item.session, String(exported.id));
	}
	if (linkOf(current) !== '') return current;
	throw new VendorError({
		message: 'Oleria says that the export is completed but gives no link to it',
		description: `Run Export: Download later with this Export ID: ${String(exported.id)}.`,
		fields: [], attempts: 1, waitedMs: 0, mayHaveTakenEffect: false, reason: 'answered',
		record: { exportId: exported.id ?? null },
	});
}

type Opened<Result> = { readonly kind: 'read'; readonly result: Result } | { readonly kind: 'expired'; readonly error: unknown };

async function tryLink<Result>(item: Item, exported: JsonObject, use: Use<Result>): Promise<Opened<Result>> {
	const reading = withExportId(item.session.readFile(linkOf(exported), async (bytes, headers) => await use(bytes, headers, exported)), String(exported.id));
	const outcome = await reading.then(
		(result) => ({ kind: 'read' as const, result }),
		(error: unknown) => ({ kind: 'failed' as const, error }),
	);
	if (outcome.kind === 'read') return outcome;
	if (isExpired(outcome.error)) return { kind: 'expired', error: outcome.error };
	throw outcome.error;
}

/**
 * Reads the file of a completed export. A link is good for five minutes: when it has run out, the export is read once more, for a
 * fresh link. `again` makes a new export where even that does not help; without it the item stops.
 */
export async function readExport<Result>(item: Item, exported: JsonObject, use: Use<Result>, again?: () => Promise<JsonObject>): Promise<Result> {
	const ready = await withLink(item, exported);
	const first = await tryLink(item, ready, use);
	if (first.kind === 'read') return first.result;
	const fresh = await read(item.session, String(ready.id));
	const second = linkOf(fresh) !== '' && linkOf(fresh) !== linkOf(ready) ? await tryLink(item, fresh, use) : first;
	if (second.kind === 'read') return second.result;
	if (again) return await readExport(item, await again(), use);
	throw new VendorError({
		...(second.error as VendorError).failure,
		message: 'The link to the export has run out, and Oleria gives no other one',
		description: 'Start the export again. Links are good for five minutes.',
		record: { exportId: ready.id ?? null },
	});
}

/** Starts an export, waits for it and reads its file; once more from the start when its link runs out for good. */
export async function makeAndRead<Result>(item: Item, use: Use<Result>): Promise<Result> {
	const make = async () => await completed(item, await start(item));
	return await readExport(item, await make(), use, make);
}
