import type { IExecuteFunctions } from 'n8n-workflow';
import type { FileBytes } from '../http/fileEgress';
import type { StoreFile } from './session';

type Storable = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];
type ByteStream = Exclude<Storable, Buffer>;

const LITTER_PER_BYTE = 4;
const SLOT_BYTES = 8;
const ARRAY_BYTES = 32_768;

/**
 * V8 frees buffers by its small, cheap collections, but those come only when small objects fill their space, and a file brings next to none. So
 * the buffers pile up until a full collection is due, one for every 30 MB or so; in n8n, which holds a great many objects, each takes 150 ms and more:
 * more than half of the time of a large file. Arrays that nobody keeps make the cheap ones come in time.
 */
function createLitter(): (bytes: number) => void {
	// Held until the next one, so that no optimizer leaves them out.
	const held: { array?: unknown[] } = {};
	return (bytes) => {
		for (let left = bytes * LITTER_PER_BYTE; left > 0; left -= ARRAY_BYTES) held.array = new Array(ARRAY_BYTES / SLOT_BYTES);
	};
}

const isStream = (bytes: FileBytes): bytes is FileBytes & ByteStream => 'map' in bytes && typeof bytes.map === 'function';

/** The same bytes, still as a stream: some of n8n's stores take nothing else. */
function littering(bytes: FileBytes): Storable {
	// n8n's types know streams only, its store of files any bytes that come piece by piece.
	if (!isStream(bytes)) return bytes as unknown as Storable;
	const litter = createLitter();
	return bytes.map((chunk: Uint8Array) => {
		litter(chunk.length);
		return chunk;
	});
}

/** n8n's store for files: a stream goes to it piece by piece. */
export const fileStore =
	({ helpers }: Pick<IExecuteFunctions, 'helpers'>): StoreFile =>
	async (bytes, fileName, mimeType) =>
		await helpers.prepareBinaryData(littering(bytes), fileName, mimeType);
