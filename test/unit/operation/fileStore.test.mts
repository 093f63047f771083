import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { PassThrough, Readable } from 'node:stream';
import { fileStore } from '../../../nodes/shared/operation/fileStore';

type Storable = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** A store like n8n's own: it reads what it is given to the end. */
function createStore() {
	const stored: Array<{ given: Storable; bytes: Buffer; pieces: number; fileName: string | undefined; mimeType: string | undefined }> = [];
	const prepareBinaryData = async (given: Storable, fileName?: string, mimeType?: string): Promise<IBinaryData> => {
		const chunks: Uint8Array[] = [];
		for await (const chunk of given as AsyncIterable<Uint8Array>) chunks.push(chunk);
		stored.push({ given, bytes: Buffer.concat(chunks), pieces: chunks.length, fileName, mimeType });
		return { data: '', mimeType: mimeType ?? '' };
	};
	const helpers = { prepareBinaryData } as unknown as IExecuteFunctions['helpers'];
	return { stored, store: fileStore({ helpers }) };
}

const pieces = (count: number, bytes: number) => Array.from({ length: count }, (_each, index) => Buffer.alloc(bytes, index + 1));

describe('n8n\'s store for files', () => {
	it('gets the bytes of a stream as a stream, all of them and in their order', async () => {
		const { stored, store } = createStore();
		const chunks = pieces(50, 65_536);

		await store(Readable.from(chunks, { objectMode: false }), 'export.csv', 'text/csv');

		expect(stored[0]?.given).toBeInstanceOf(Readable);
		expect(stored[0]?.bytes.equals(Buffer.concat(chunks))).toBe(true);
		expect(stored[0]).toMatchObject({ fileName: 'export.csv', mimeType: 'text/csv' });
	});

	it('gets larger pieces than a connection brings, and of a file that is small a single one', async () => {
		const { stored, store } = createStore();
		await store(Readable.from(pieces(50, 65_536), { objectMode: false }), 'large.csv', 'text/csv');
		await store(Readable.from(pieces(3, 10), { objectMode: false }), 'small.csv', 'text/csv');
		expect(stored.map((file) => file.pieces)).toEqual([13, 1]);
	});

	it('gets an object that can still be piped, as some stores do', async () => {
		const chunks = pieces(5, 65_536);
		const prepareBinaryData = async (given: Storable): Promise<IBinaryData> => {
			const sink = new PassThrough();
			(given as Readable).pipe(sink);
			return { data: (await sink.toArray()).map(String).join(''), mimeType: '' };
		};
		const store = fileStore({ helpers: { prepareBinaryData } as unknown as IExecuteFunctions['helpers'] });
		const { data } = await store(Readable.from(chunks, { objectMode: false }), 'export.csv', 'text/csv');
		expect(data).toBe(chunks.map(String).join(''));
	});

	it('gets an empty stream as an empty file', async () => {
		const { stored, store } = createStore();
		await store(Readable.from([], { objectMode: false }), 'empty.csv', 'text/csv');
		expect(stored[0]?.bytes).toHaveLength(0);
	});

	it('takes bytes that are no stream as well', async () => {
		const { stored, store } = createStore();
		async function* bytes() {
			yield* pieces(3, 10);
		}
		await store(bytes(), 'export.csv', 'text/csv');
		expect(stored[0]?.bytes).toHaveLength(30);
	});

	it('rejects with the error of a stream that breaks off, itself', async () => {
		const { store } = createStore();
		const lost = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		async function* bytes() {
			yield* pieces(3, 65_536);
			throw lost;
		}
		await expect(store(Readable.from(bytes(), { objectMode: false }), 'export.csv', 'text/csv')).rejects.toBe(lost);
	});

	it('closes the stream when the store gives up', async () => {
		const full = new Error('ENOSPC: no space left on device');
		const prepareBinaryData = async (given: Storable): Promise<IBinaryData> => {
			for await (const _chunk of given as AsyncIterable<Uint8Array>) throw full;
			throw new Error('There were no bytes');
		};
		let isClosed = false;
		async function* bytes() {
			try {
				for (;;) yield Buffer.alloc(65_536);
			} finally {
				isClosed = true;
			}
		}
		const store = fileStore({ helpers: { prepareBinaryData } as unknown as IExecuteFunctions['helpers'] });

		await expect(store(Readable.from(bytes(), { objectMode: false }), 'export.csv', 'text/csv')).rejects.toBe(full);
		for (let turn = 0; turn < 10 && !isClosed; turn++) await new Promise(setImmediate);
		expect(isClosed).toBe(true);
	});
});
