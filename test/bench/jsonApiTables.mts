import { INCLUDED } from './jsonApi/documents.mts';
import type { Shape } from './jsonApi/documents.mts';
import { isRight, PROBES } from './jsonApi/probes.mts';
import { LIBRARY_NAMES, medianMs, ratioOf, READER_NAMES } from './jsonApi.mts';
import type { JsonApiReads, Measure, Measured, ReaderName, Times } from './jsonApi.mts';
import { counted, figure, over, verdict } from './table.mts';
import type { Table } from './table.mts';

const [MOST_OF_NAIVE, MOST_OF_PARSE] = [1.5, 1.25];
const MEGABYTE = 1_000_000;

const NAMES: Partial<Record<ReaderName, string>> = { parse: 'JSON.parse alone', naive: 'Naive graph', ours: 'Our reader' };
const nameOf = (reader: ReaderName) => NAMES[reader] ?? reader;
const SHAPE_NAMES: Readonly<Record<Shape, string>> = { acyclic: 'no circles', local: 'local circles', deep: 'deep circles' };
const MEASURE_NAMES: Readonly<Record<Measure, string>> = { flatten: 'Making records of a parsed document', parseAndFlatten: 'Parsing and making records' };

const shown = (times: Times | undefined) => (!times ? '' : 'failure' in times ? times.failure : over(times.samples, 1));

function timeTable(documents: readonly Measured[], primary: number, measure: Measure): Table {
	const same = documents.filter((document) => document.primary === primary);
	const rounds = Math.max(...same.flatMap(({ times }) => Object.values(times[measure]).map((each) => ('samples' in each ? each.samples.length : 0))));
	return {
		title: `${MEASURE_NAMES[measure]}: ${counted(primary)} primary and ${counted(INCLUDED)} included resources, ms (median of up to ${rounds}, least to most)`,
		columns: ['', ...same.map(({ shape, bytes }) => `${SHAPE_NAMES[shape]}, ${figure(bytes / MEGABYTE, 1)} MB`)],
		rows: READER_NAMES.filter((reader) => reader !== 'parse' || measure === 'parseAndFlatten').map((reader) => [nameOf(reader), ...same.map(({ times }) => shown(times[measure][reader]))]),
	};
}

/** The libraries that answer every probe of plain reading rightly. */
export function rightLibraries({ answers }: JsonApiReads) {
	return LIBRARY_NAMES.filter((library) => PROBES.every((probe, index) => !probe.isPlainReading || isRight(probe, answers[index]?.[library] ?? '')));
}

function ratioRows(reads: JsonApiReads): string[][] {
	const right = rightLibraries(reads);
	return reads.documents.flatMap(({ shape, primary, times }) => {
		const where = `${counted(primary)} primary, ${SHAPE_NAMES[shape]}`;
		const row = (what: string, measure: Measure, reader: ReaderName, other: ReaderName | undefined, aim: string, most = Infinity) => {
			const ratio = other && ratioOf(times[measure][reader], times[measure][other]);
			return [`${what}, ${where}`, ratio === undefined ? 'none read it' : figure(ratio, 2), aim, ratio === undefined || aim === '' ? '' : verdict(ratio <= most)];
		};
		const fastest = (among: readonly ReaderName[]) =>
			among
				.map((reader) => ({ reader, ms: medianMs(times.flatten[reader]) ?? Infinity }))
				.filter(({ ms }) => ms < Infinity)
				.sort((one, other) => one.ms - other.ms)[0]?.reader;
		return [
			row('Records: our reader to the naive graph', 'flatten', 'ours', 'naive', `at most ${MOST_OF_NAIVE}`, MOST_OF_NAIVE),
			row('Parsing and records: our reader to JSON.parse alone', 'parseAndFlatten', 'ours', 'parse', `at most ${MOST_OF_PARSE}`, MOST_OF_PARSE),
			row('Parsing and records: the naive graph to JSON.parse alone', 'parseAndFlatten', 'naive', 'parse', ''),
			row('Records: our reader to the fastest library that gives right answers', 'flatten', 'ours', fastest(right), 'below 1', 1),
			row('Records: our reader to the fastest library, right or not', 'flatten', 'ours', fastest(LIBRARY_NAMES), ''),
		];
	});
}

/** What each makes of the probes: right answers as they are, others behind a cross. */
function answerTable({ answers }: JsonApiReads): Table {
	const readers = ['ours', ...LIBRARY_NAMES] as const;
	return {
		title: 'What becomes of documents with one difficulty each',
		columns: ['', ...readers.map(nameOf)],
		rows: [
			...PROBES.map((probe, index) => [
				`${probe.name}${probe.isPlainReading ? ' *' : ''}`,
				...readers.map((reader) => {
					const answer = answers[index]?.[reader] ?? '';
					return isRight(probe, answer) ? answer : `✗ ${answer}`;
				}),
			]),
			[`Right, of ${PROBES.length}`, ...readers.map((reader) => String(PROBES.filter((probe, index) => isRight(probe, answers[index]?.[reader] ?? '')).length))],
			[
				`Right, of the ${PROBES.filter(({ isPlainReading }) => isPlainReading).length} with *`,
				...readers.map((reader) => String(PROBES.filter((probe, index) => probe.isPlainReading && isRight(probe, answers[index]?.[reader] ?? '')).length)),
			],
		],
	};
}

/** Flattening beside six libraries: times, ratios, and who is right. */
export function jsonApiTables(reads: JsonApiReads): Table[] {
	const sizes = [...new Set(reads.documents.map(({ primary }) => primary))];
	return [
		...sizes.flatMap((primary) => (['flatten', 'parseAndFlatten'] as const).map((measure) => timeTable(reads.documents, primary, measure))),
		{ title: 'JSON:API: ratios (medians of the rounds)', columns: ['', 'Reached', 'Aim', ''], rows: ratioRows(reads) },
		answerTable(reads),
	];
}
