// One reader of JSON:API documents in a process of its own. Started by ../jsonApi.mts with the reader's name.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type * as JsonApi from '../../../nodes/shared/jsonApi';
import { documentOf } from './documents.mts';
import type { ApiDocument, Shape } from './documents.mts';
import { LIBRARIES } from './libraries.mts';
import type { Library } from './libraries.mts';
import { naiveGraph } from './naiveGraph.mts';
import { ourProbedReader, ourReader } from './ours.mts';
import { answerOf, PROBES } from './probes.mts';
import { listOf, own, PLAIN } from './reader.mts';
import type { ProbedReader } from './reader.mts';

export type Timing = { readonly kind: 'time'; readonly shape: Shape; readonly primary: number; readonly measure: 'flatten' | 'parseAndFlatten'; /** Goes on until so much was measured. */ readonly atLeastMs: number };
export type Probing = { readonly kind: 'probe'; readonly index: number };
export type Timed = { /** One reading, on average, in ms. */ readonly elapsedMs: number; readonly records: number; /** Of the names of the owners, to see that they are there. */ readonly characters: number } | { readonly failure: string };
export type Probed = { readonly answer: string };

const built = join(import.meta.dirname, '..', '..', '..', 'dist', 'nodes', 'shared', 'jsonApi', 'index.js');

function ours(): { forTime: ProbedReader; forProbes: ProbedReader } {
	if (!existsSync(built)) throw new Error('Build the package first: npm run build');
	const module = createRequire(import.meta.url)(built) as typeof JsonApi;
	return { forTime: ourReader(module), forProbes: ourProbedReader(module) };
}

async function readersOf(name: string): Promise<{ forTime: ProbedReader; forProbes: ProbedReader }> {
	if (name === 'ours') return ours();
	let reader: ProbedReader | undefined;
	if (name === 'parse') reader = { ...PLAIN, read: (document) => document, records: (whole) => listOf(own(whole, 'data')) };
	if (name === 'naive') reader = { ...PLAIN, read: (document) => naiveGraph(document as ApiDocument) };
	if (Object.hasOwn(LIBRARIES, name)) reader = await LIBRARIES[name as Library]();
	if (!reader) throw new Error(`There is no reader "${name}".`);
	return { forTime: reader, forProbes: reader };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void;
/** Twice, so that a document that was just parsed is old, and its garbage is nobody's time. */
function collectGarbage(): void {
	collect({ type: 'minor' });
	collect({ type: 'minor' });
}

const readers = await readersOf(process.argv[2] ?? '');
let text: { key: string; json: string } | undefined;

function textOf(shape: Shape, primary: number): string {
	const key = `${shape} ${primary}`;
	if (text?.key !== key) {
		const document = documentOf(shape, primary);
		readers.forTime.prepare?.(document);
		text = { key, json: JSON.stringify(document) };
	}
	return text.json;
}

/** A new document for each reading, as some readers change it and n8n gets a new one with each page. */
async function time({ shape, primary, measure, atLeastMs }: Timing): Promise<Timed> {
	const json = textOf(shape, primary);
	const { read, records, related, attribute } = readers.forTime;
	let [elapsedMs, readings, found, characters] = [0, 0, 0, 0];
	while (elapsedMs < atLeastMs || readings === 0) {
		let whole: unknown;
		if (measure === 'flatten') {
			const document: unknown = JSON.parse(json);
			collectGarbage();
			const beganMs = performance.now();
			const result = read(document);
			whole = result instanceof Promise ? await result : result;
			elapsedMs += performance.now() - beganMs;
		} else {
			collectGarbage();
			const beganMs = performance.now();
			const result = read(JSON.parse(json));
			whole = result instanceof Promise ? await result : result;
			elapsedMs += performance.now() - beganMs;
		}
		if (readings === 0) {
			const list = records(whole);
			found = list.length;
			for (const record of list) characters += String(attribute(related(record, 'owner', whole), 'name') ?? '').length;
		}
		readings++;
	}
	return { elapsedMs: elapsedMs / readings, records: found, characters };
}

async function answer(question: Timing | Probing): Promise<Timed | Probed> {
	if (question.kind === 'probe') {
		const probe = PROBES[question.index];
		return { answer: probe ? await answerOf(probe, readers.forProbes) : 'no such probe' };
	}
	try {
		return await time(question);
	} catch (error) {
		const isStackOverflow = error instanceof RangeError && /call stack/i.test(error.message);
		return { failure: isStackOverflow ? 'stack overflow' : `throws ${error instanceof Error ? error.name : 'something'}` };
	}
}

process.on('message', (question: Timing | Probing) => {
	void answer(question).then((given) => process.send?.(given));
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
