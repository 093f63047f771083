import type { IExecuteFunctions } from 'n8n-workflow';
import type { FileBytes } from '../http/fileEgress';
import type { StoreFile } from './session';

type Storable = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

const LITTER_PER_BYTE = 4;
const SLOT_BYTES = 8;
const ARRAY_BYTES = 32_768;

/** Of a piece that is written at once: a connection brings 64 KiB at most, and each write waits for its turn. */
const PIECE_BYTES = 262_144;

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

async function* inPieces(bytes: FileBytes): AsyncGenerator<Uint8Array, void, undefined> {
	const litter = createLitter();
	let chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of bytes) {
		litter(chunk.length);
		chunks.push(chunk);
		length += chunk.length;
		if (length < PIECE_BYTES) continue;
		yield Buffer.concat(chunks, length);
		chunks = [];
		length = 0;
	}
	if (length > 0) yield Buffer.concat(chunks, length);
}

/**
 * The same object, which gives its bytes in larger pieces to whoever iterates over it, as n8n's store of files does. It stays the stream that it
 * is, because n8n's other stores take nothing else.
 */
function storable(bytes: FileBytes): Storable {
	const source: FileBytes = { [Symbol.asyncIterator]: bytes[Symbol.asyncIterator].bind(bytes) };
	return Object.defineProperty(bytes, Symbol.asyncIterator, { value: () => inPieces(source), configurable: true }) as unknown as Storable;
}

/** n8n's store for files: a stream goes to it piece by piece. */
export const fileStore =
	({ helpers }: Pick<IExecuteFunctions, 'helpers'>): StoreFile =>
	async (bytes, fileName, mimeType) =>
		await helpers.prepareBinaryData(storable(bytes), fileName, mimeType);
