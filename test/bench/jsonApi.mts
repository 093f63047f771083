// How fast and how rightly JSON:API documents are made into records, next to six libraries.
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild } from './childProcess.mts';
import type { Child } from './childProcess.mts';
import type { Keep } from './freshN8n.mts';
import { documentOf, SHAPES } from './jsonApi/documents.mts';
import type { Shape } from './jsonApi/documents.mts';
import type { Library } from './jsonApi/libraries.mts';
import { PROBES } from './jsonApi/probes.mts';
import type { Probed, Probing, Timed, Timing } from './jsonApi/readerMain.mts';
import { spreadOf } from './statistics.mts';

/** Asked for one answer. Whoever needs longer is not waited for. */
const CAP_MS = 5_000;
/** Measured before anything counts, so that nobody pays for code that is not compiled yet. */
const WARM_UP_MS = 250;
/** Whoever needs longer than this for one reading gets fewer rounds: those figures are far from all aims. */
const [SLOW_MS, SLOW_ROUNDS] = [150, 3];
/** And whoever needs longer than this none: the warm-up is the only sample. */
const VERY_SLOW_MS = 1_000;
/** The libraries' figures are far from ours, so they need no more than this many. */
const LIBRARY_ROUNDS = 5;
/** For all rounds of one measure of one document: after so long no round begins any more, but for the first ones. A busy machine then has fewer. */
const ROUNDS_MS = 8_000;

export const LIBRARY_NAMES: readonly Library[] = ['jsona', 'kitsu-core', 'yayson', 'devour-client', 'json-api-normalizer', 'jsonapi-serializer'];
/** Parsing alone, the naive graph, our reader, and the libraries. */
export const READER_NAMES = ['parse', 'naive', 'ours', ...LIBRARY_NAMES] as const;
export type ReaderName = (typeof READER_NAMES)[number];
export type Measure = 'flatten' | 'parseAndFlatten';
/** One sample: as many readings as take so long. A reading that is to be flattened only is parsed before, at its own expense. */
const MEASURES: ReadonlyArray<readonly [measure: Measure, sampleMs: number]> = [
	['flatten', 30],
	['parseAndFlatten', 100],
];

/** Times of one reading in ms, each the average of a sample, or why there are none. */
export type Times = { readonly samples: readonly number[] } | { readonly failure: string };
export type Measured = { readonly shape: Shape; readonly primary: number; readonly bytes: number; readonly times: Readonly<Record<Measure, Readonly<Partial<Record<ReaderName, Times>>>>> };
export type Answers = Readonly<Record<'ours' | Library, string>>;
export type JsonApiReads = { readonly documents: readonly Measured[]; /** In the order of the probes. */ readonly answers: readonly Answers[]; readonly faults: readonly string[] };

/** A reader's process, started again when it had to be ended because it took too long. */
function reader(name: ReaderName, keep: Keep) {
	let child: Child | undefined;
	async function stop() {
		await child?.stop();
		child = undefined;
	}
	keep(stop);
	return {
		stop,
		/** Undefined when the answer took too long. */
		async ask<Answer>(question: Timing | Probing): Promise<Answer | undefined> {
			child ??= await startChild('jsonApi/readerMain.mts', [name]);
			const cap = new AbortController();
			const answer = child.ask<Answer>(question);
			answer.catch(() => {}); // it rejects when the process is ended here
			const given = await Promise.race([answer, sleep(CAP_MS, undefined, { signal: cap.signal }).catch(() => undefined)]);
			cap.abort();
			if (given === undefined) await stop();
			return given;
		},
	};
}
type Asked = ReturnType<typeof reader>;

const isLibrary = (name: ReaderName): name is Library => LIBRARY_NAMES.some((library) => library === name);

function roundsOf(name: ReaderName, warmUpMs: number, rounds: number): number {
	if (warmUpMs > VERY_SLOW_MS) return 0;
	if (warmUpMs > SLOW_MS && isLibrary(name)) return Math.min(rounds, SLOW_ROUNDS);
	return isLibrary(name) ? Math.min(rounds, LIBRARY_ROUNDS) : rounds;
}

const tooLong = `over ${CAP_MS / 1_000} s`;

/** One document, by all readers in turn, so often. */
async function measureDocument(shape: Shape, primary: number, rounds: number, keep: Keep, faults: string[]): Promise<Measured> {
	const document = documentOf(shape, primary);
	const names = new Map(document.included.map(({ type, id, attributes }) => [`${type} ${id}`, String(attributes['name'])]));
	let characters = 0;
	for (const { relationships } of document.data) {
		const owner = relationships?.['owner']?.data;
		if (owner && !Array.isArray(owner)) characters += names.get(`${owner.type} ${owner.id}`)?.length ?? 0;
	}

	const asked = new Map(READER_NAMES.map((name): [ReaderName, Asked] => [name, reader(name, keep)]));
	const times: Record<Measure, Partial<Record<ReaderName, Times>>> = { flatten: {}, parseAndFlatten: {} };
	try {
		for (const [measure, sampleMs] of MEASURES) {
			const waiting: Array<{ name: ReaderName; rounds: number; samples: number[] }> = [];
			const ask = async (name: ReaderName, atLeastMs: number) => await asked.get(name)?.ask<Timed>({ kind: 'time', shape, primary, measure, atLeastMs });
			for (const name of READER_NAMES) {
				if (name === 'parse' && measure === 'flatten') continue;
				const before = times.flatten[name];
				// Whoever could not do the one will not do both.
				if (measure === 'parseAndFlatten' && before && 'failure' in before) {
					times[measure][name] = before;
					continue;
				}
				const timed = await ask(name, WARM_UP_MS);
				if (!timed || 'failure' in timed) {
					times[measure][name] = { failure: timed?.failure ?? tooLong };
					if (!isLibrary(name)) faults.push(`${name}, ${shape}, ${primary}: ${timed?.failure ?? tooLong}`);
					continue;
				}
				if ((name === 'ours' || name === 'naive') && (timed.records !== primary || timed.characters !== characters)) {
					faults.push(`${name} made ${timed.records} records with ${timed.characters} characters of ${primary} with ${characters} (${shape}).`);
				}
				const most = roundsOf(name, timed.elapsedMs, rounds);
				const samples = most === 0 ? [timed.elapsedMs] : [];
				times[measure][name] = { samples };
				waiting.push({ name, rounds: most, samples });
			}
			const beganMs = performance.now();
			for (let round = 1; round <= rounds; round++) {
				if (round > SLOW_ROUNDS && performance.now() - beganMs > ROUNDS_MS) break;
				for (const { name, rounds: most, samples } of waiting) {
					if (round > most) continue;
					const timed = await ask(name, sampleMs);
					if (timed && !('failure' in timed)) samples.push(timed.elapsedMs);
					else times[measure][name] = { failure: timed?.failure ?? tooLong };
				}
			}
		}
	} finally {
		for (const { stop } of asked.values()) await stop();
	}
	return { shape, primary, bytes: Buffer.byteLength(JSON.stringify(document)), times };
}

/** Every probe, by our reader and the libraries. */
async function measureAnswers(keep: Keep): Promise<Answers[]> {
	const all: Array<Record<string, string>> = PROBES.map(() => ({}));
	for (const name of ['ours', ...LIBRARY_NAMES] as const) {
		const { ask, stop } = reader(name, keep);
		try {
			for (const [index, answers] of all.entries()) answers[name] = (await ask<Probed>({ kind: 'probe', index }))?.answer ?? tooLong;
		} finally {
			await stop();
		}
	}
	return all as Answers[];
}

/**
 * Makes records of documents with so many primary resources and 2,000 included ones, by our reader, by a naive graph of the same, and by six libraries, in turn,
 * so often; each in a process of its own. Then asks our reader and the libraries for the answers to all probes. `faults` says who did not read what is there.
 */
export async function measureJsonApi(sizes: readonly number[], rounds: number, keep: Keep, tell: (line: string) => void): Promise<JsonApiReads> {
	const faults: string[] = [];
	const documents: Measured[] = [];
	for (const primary of sizes) {
		for (const shape of SHAPES) {
			tell(`Flattening a JSON:API document with ${primary} primary resources (${shape}), ${rounds} rounds ...`);
			documents.push(await measureDocument(shape, primary, rounds, keep, faults));
		}
	}
	tell('Asking for the answers to the probes ...');
	return { documents, answers: await measureAnswers(keep), faults };
}

/** Undefined where there are no times. */
export function medianMs(times: Times | undefined): number | undefined {
	return times && 'samples' in times ? spreadOf(times.samples).median : undefined;
}

/**
 * Time of the one over time of the other: the median of the rounds' own ratios, so that what else the machine did in a round counts for both. Of the medians
 * where one had fewer rounds. Undefined where there are no times.
 */
export function ratioOf(over: Times | undefined, under: Times | undefined): number | undefined {
	if (!over || !under || 'failure' in over || 'failure' in under) return undefined;
	if (over.samples.length !== under.samples.length) return spreadOf(over.samples).median / spreadOf(under.samples).median;
	return spreadOf(over.samples.map((ms, round) => ms / (under.samples[round] ?? ms))).median;
}
