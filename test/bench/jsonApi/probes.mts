// Small documents with one difficulty each, and what is right to make of them.
import { isDeepStrictEqual } from 'node:util';
import { listOf, own } from './reader.mts';
import type { ProbedReader, View } from './reader.mts';

type Asked = { readonly view: View; readonly whole: unknown; readonly document: unknown; /** The document as it was before it was read. */ readonly before: unknown };

export type Probe = {
	readonly name: string;
	/** All answers that are right. */
	readonly right: readonly string[];
	/** Any API may send such a document, and somebody who only wants its records needs this to be right. */
	readonly isPlainReading: boolean;
	readonly document: () => unknown;
	readonly answer: (asked: Asked) => string;
	/** For documents that are no data: what a thrown error tells. */
	readonly thrown?: (error: unknown) => string;
};

type Members = Readonly<Record<string, unknown>>;
const identifier = (type: string, id: string, more: Members = {}) => ({ type, id, ...more });
const resource = (type: string, id: string, attributes: Members, relationships?: Members, more: Members = {}) => ({
	...identifier(type, id),
	attributes,
	...(relationships ? { relationships } : {}),
	...more,
});
const only = (view: View, whole: unknown): unknown => view.records(whole)[0];
/** Of the same realm, also in a test: objects of another one are never deeply equal. */
const copyOf = <Value,>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
/** Text as it stands, so that a member called __proto__ is one of its own. */
const parsed = (text: string) => (): unknown => JSON.parse(text);

function shown(value: unknown): string {
	if (value === undefined) return 'absent';
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}

/** What stands where a resource could not be found. */
function standIn(view: View, value: unknown, { type, id }: { type: string; id: string }): string {
	if (value === undefined) return 'absent';
	if (value === null) return 'null';
	const [hasType, hasId] = [view.type(value) === type, view.id(value) === id];
	if (hasType && hasId) return 'type and id';
	return hasId || value === id ? 'id without type' : 'lost';
}

const kept = (...parts: ReadonlyArray<readonly [name: string, isKept: boolean]>) =>
	parts.every(([, isKept]) => isKept) ? 'kept' : parts.every(([, isKept]) => !isKept) ? 'lost' : `${parts.filter(([, isKept]) => !isKept).map(([name]) => name).join(', ')} lost`;

const linkageOf = (toOne: Members, toMany: Members) => ({ data: resource('post', '1', { title: 'T' }, { author: toOne, comments: toMany }) });
const NOT_INCLUDED = linkageOf({ data: identifier('person', '9') }, { data: [identifier('comment', '7'), identifier('comment', '8')] });

function standIns({ view, whole }: Asked): string {
	const record = only(view, whole);
	const one = standIn(view, view.related(record, 'author', whole), identifier('person', '9'));
	const many = listOf(view.related(record, 'comments', whole));
	const other = many.length === 2 ? standIn(view, many[0], identifier('comment', '7')) : many.length === 0 ? 'absent' : 'lost';
	return one === other ? one : `to-one ${one}, to-many ${other}`;
}

const CYCLE = () => ({
	data: resource('post', '1', { title: 'T' }, { author: { data: identifier('person', '9') } }),
	included: [resource('person', '9', { name: 'N' }, { favourite: { data: identifier('post', '1') } })],
});

const CHAIN = 5_000;
const chain = () => {
	const node = (index: number) => resource('node', String(index), { index }, index + 1 < CHAIN ? { next: { data: identifier('node', String(index + 1)) } } : undefined);
	return { data: node(0), included: Array.from({ length: CHAIN - 1 }, (_each, index) => node(index + 1)) };
};

const KEYS = { 'dash-ed': 1, snake_case: 2, camelCase: 3, PascalCase: 4, 'with space': 5, ünïcode: 6, nested: { 'in-ner': 7, other_one: [{ 'deep-er': 8 }] } };

const whatIsPolluted = (record: unknown): string => ((record as { polluted?: unknown } | undefined)?.polluted === undefined ? 'safe' : 'record polluted');

export const PROBES: readonly Probe[] = [
	{
		name: 'To-one null',
		right: ['null'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', { title: 'T' }, { author: { data: null } }) }),
		answer: ({ view, whole }) => shown(view.related(only(view, whole), 'author', whole)),
	},
	{
		name: 'To-one null with links',
		right: ['null'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', { title: 'T' }, { author: { data: null, links: { related: '/posts/1/author' } } }) }),
		answer: ({ view, whole }) => shown(view.related(only(view, whole), 'author', whole)),
	},
	{
		name: 'Empty to-many',
		right: ['[]'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', { title: 'T' }, { comments: { data: [] } }) }),
		answer: ({ view, whole }) => shown(view.related(only(view, whole), 'comments', whole)),
	},
	{
		name: 'Relationship without data',
		right: ['links kept', 'absent'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', { title: 'T' }, { author: { links: { related: '/posts/1/author' } } }) }),
		answer({ view, whole }) {
			const record = only(view, whole);
			if (own(view.relationLinks(record, 'author'), 'related') === '/posts/1/author') return 'links kept';
			return shown(view.related(record, 'author', whole));
		},
	},
	{
		name: 'Linkage that is not in included',
		right: ['type and id'],
		isPlainReading: true,
		document: () => ({ ...copyOf(NOT_INCLUDED), included: [resource('person', '1', { name: 'Other' })] }),
		answer: standIns,
	},
	{ name: 'No included at all', right: ['type and id'], isPlainReading: true, document: () => copyOf(NOT_INCLUDED), answer: standIns },
	{
		name: 'Primary refers to primary',
		right: ['copy', 'same object'],
		isPlainReading: true,
		document: () => ({ data: [resource('post', '1', { title: 'One' }, { next: { data: identifier('post', '2') } }), resource('post', '2', { title: 'Two' })] }),
		answer({ view, whole }) {
			const [first, second] = view.records(whole);
			const next = view.related(first, 'next', whole);
			if (next !== undefined && next === second) return 'same object';
			if (next && view.attribute(next, 'title') === 'Two') return 'copy';
			return standIn(view, next, identifier('post', '2'));
		},
	},
	{
		name: 'Circle of two',
		right: ['same object', 'copy', 'type and id'],
		isPlainReading: true,
		document: CYCLE,
		answer({ view, whole }) {
			const record = only(view, whole);
			const author = view.related(record, 'author', whole);
			if (view.attribute(author, 'name') !== 'N') return `first step: ${standIn(view, author, identifier('person', '9'))}`;
			const back = view.related(author, 'favourite', whole);
			if (back !== undefined && back === record) return 'same object';
			if (back && view.attribute(back, 'title') === 'T') return 'copy';
			return standIn(view, back, identifier('post', '1'));
		},
	},
	{
		name: 'JSON.stringify of a circle',
		right: ['works'],
		isPlainReading: false,
		document: CYCLE,
		answer: ({ whole }) => (JSON.stringify(whole) ? 'works' : 'nothing'),
	},
	{
		name: `Chain of ${CHAIN.toLocaleString('en')}`,
		right: ['linked'],
		isPlainReading: false,
		document: chain,
		answer({ view, whole }) {
			const next = view.related(only(view, whole), 'next', whole);
			return view.attribute(next, 'index') === 1 ? 'linked' : standIn(view, next, identifier('node', '1'));
		},
	},
	{
		name: 'Types a1 and a with ids 2 and 12',
		right: ['each its own'],
		isPlainReading: true,
		document: () => ({
			data: resource('post', '1', {}, { one: { data: identifier('a1', '2') }, other: { data: identifier('a', '12') } }),
			included: [resource('a1', '2', { name: 'a1 2' }), resource('a', '12', { name: 'a 12' })],
		}),
		answer({ view, whole }) {
			const record = only(view, whole);
			const names = ['one', 'other'].map((name) => view.attribute(view.related(record, name, whole), 'name'));
			return isDeepStrictEqual(names, ['a1 2', 'a 12']) ? 'each its own' : names.includes(undefined) ? 'lost' : 'wrong resource';
		},
	},
	{
		name: 'To-many of several types',
		right: ['all, in order'],
		isPlainReading: true,
		document: () => ({
			data: resource('post', '1', {}, { parts: { data: [identifier('image', '1'), identifier('text', '1'), identifier('image', '2')] } }),
			included: [resource('text', '1', { name: 'text 1' }), resource('image', '2', { name: 'image 2' }), resource('image', '1', { name: 'image 1' })],
		}),
		answer({ view, whole }) {
			const parts = listOf(view.related(only(view, whole), 'parts', whole));
			if (!isDeepStrictEqual(parts.map((part) => view.attribute(part, 'name')), ['image 1', 'text 1', 'image 2'])) return 'lost';
			return isDeepStrictEqual(parts.map((part) => view.type(part)), ['image', 'text', 'image']) ? 'all, in order' : 'types lost';
		},
	},
	{
		name: 'Linkage by lid',
		right: ['resolved'],
		isPlainReading: false,
		document: () => ({
			data: resource('post', '1', {}, { author: { data: { type: 'person', lid: 'second' } } }),
			included: [
				{ type: 'person', lid: 'first', attributes: { name: 'First' } },
				{ type: 'person', lid: 'second', attributes: { name: 'Second' } },
				{ type: 'person', lid: 'third', attributes: { name: 'Third' } },
			],
		}),
		answer({ view, whole }) {
			const name = view.attribute(view.related(only(view, whole), 'author', whole), 'name');
			return name === 'Second' ? 'resolved' : name === undefined ? 'unresolved' : 'wrong resource';
		},
	},
	{
		name: 'Links and meta of a resource',
		right: ['kept'],
		isPlainReading: false,
		document: () => ({ data: resource('post', '1', { title: 'T' }, undefined, { links: { self: '/posts/1' }, meta: { revision: 3 } }) }),
		answer({ view, whole }) {
			const record = only(view, whole);
			return kept(['links', own(view.links(record), 'self') === '/posts/1'], ['meta', own(view.meta(record), 'revision') === 3]);
		},
	},
	{
		name: 'Links and meta of a relationship',
		right: ['kept'],
		isPlainReading: false,
		document: () => ({
			data: resource('post', '1', { title: 'T' }, { author: { data: identifier('person', '9'), links: { related: '/posts/1/author' }, meta: { since: 2020 } } }),
			included: [resource('person', '9', { name: 'N' })],
		}),
		answer({ view, whole }) {
			const record = only(view, whole);
			return kept(['links', own(view.relationLinks(record, 'author'), 'related') === '/posts/1/author'], ['meta', own(view.relationMeta(record, 'author'), 'since') === 2020]);
		},
	},
	{
		name: 'Meta of an identifier',
		right: ['kept'],
		isPlainReading: false,
		document: () => {
			const author = (role: string) => ({ author: { data: identifier('person', '9', { meta: { role } }) } });
			const post = (id: string, role: string) => resource('post', id, { title: 'T' }, author(role));
			return { data: [post('1', 'first'), post('2', 'second'), resource('post', '3', { title: 'T' }, { author: { data: identifier('person', '9') } })], included: [resource('person', '9', { name: 'N' })] };
		},
		answer({ view, whole }) {
			const roles = view.records(whole).map((record) => own(view.identifierMetas(record, 'author', whole)[0], 'role'));
			if (isDeepStrictEqual(roles, ['first', 'second', undefined])) return 'kept';
			return roles.every((role) => role === undefined) ? 'lost' : 'that of another reference';
		},
	},
	{
		name: 'Links and meta of the document',
		right: ['kept'],
		isPlainReading: false,
		document: () => ({ data: [resource('post', '1', { title: 'T' })], links: { next: '/posts?page=2' }, meta: { total: 12 } }),
		answer: ({ view, whole }) => kept(['links', own(view.documentLinks(whole), 'next') === '/posts?page=2'], ['meta', own(view.documentMeta(whole), 'total') === 12]),
	},
	{
		name: 'data: null',
		right: ['no record'],
		isPlainReading: true,
		document: () => ({ data: null }),
		answer({ view, whole }) {
			const count = view.records(whole).length;
			return count === 0 ? 'no record' : `${count} record`;
		},
	},
	{
		name: 'A document of errors',
		right: ['errors told'],
		isPlainReading: false,
		document: () => ({ errors: [{ status: '422', code: 'invalid', title: 'Invalid', detail: 'The title is missing', source: { pointer: '/data/attributes/title' } }] }),
		answer: ({ whole }) => (JSON.stringify(whole ?? null).includes('The title is missing') ? 'errors told' : 'nothing said'),
		thrown: (error) => (error instanceof Error && error.message.includes('The title is missing') ? 'errors told' : thrownBy(error)),
	},
	{
		name: 'Attribute names as they are',
		right: ['untouched'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', copyOf(KEYS)) }),
		answer({ view, whole }) {
			const record = only(view, whole);
			return Object.entries(KEYS).every(([name, value]) => isDeepStrictEqual(view.attribute(record, name), value)) ? 'untouched' : 'changed';
		},
	},
	{
		name: 'An attribute called attributes',
		right: ['kept'],
		isPlainReading: true,
		document: () => ({ data: resource('post', '1', { title: 'T', attributes: { colour: 'red' } }) }),
		answer({ view, whole }) {
			const record = only(view, whole);
			return kept(['attributes', isDeepStrictEqual(view.attribute(record, 'attributes'), { colour: 'red' })], ['the others', view.attribute(record, 'title') === 'T']);
		},
	},
	{
		name: 'An attribute called __proto__',
		right: ['safe'],
		isPlainReading: false,
		document: parsed('{"data":{"type":"post","id":"1","attributes":{"title":"T","__proto__":{"polluted":"yes"}}}}'),
		answer({ view, whole }) {
			const record = only(view, whole);
			return view.attribute(record, 'title') === 'T' ? whatIsPolluted(record) : 'lost';
		},
	},
	{
		name: 'A type called __proto__',
		right: ['safe'],
		isPlainReading: false,
		document: parsed(
			'{"data":{"type":"post","id":"1","attributes":{"title":"T"},"relationships":{"author":{"data":{"type":"__proto__","id":"toString"}}}},"included":[{"type":"__proto__","id":"toString","attributes":{"polluted":"yes"}},{"type":"__proto__","id":"polluted","attributes":{"name":"N"}}]}',
		),
		answer({ view, whole }) {
			const record = only(view, whole);
			return view.attribute(record, 'title') === 'T' ? whatIsPolluted(record) : 'lost';
		},
	},
	{
		name: 'The document afterwards',
		right: ['as before'],
		isPlainReading: false,
		document: () => ({ ...CYCLE(), links: { self: '/posts/1' }, meta: { total: 1 } }),
		answer: ({ document, before }) => (isDeepStrictEqual(document, before) ? 'as before' : 'changed'),
	},
];

/** What came instead of an answer. */
function thrownBy(error: unknown): string {
	if (error instanceof RangeError && /call stack/i.test(error.message)) return 'stack overflow';
	return `throws ${error instanceof Error ? error.name : typeof error}`;
}

/** Undoes what a reader did to the prototype of all objects. True when there was something. */
function mendObjectPrototype(before: ReadonlyMap<PropertyKey, PropertyDescriptor>): boolean {
	let isPolluted = false;
	for (const name of Reflect.ownKeys(Object.prototype)) {
		const descriptor = before.get(name);
		const now = Object.getOwnPropertyDescriptor(Object.prototype, name);
		if (now?.value === descriptor?.value && now?.get === descriptor?.get && descriptor) continue;
		isPolluted = true;
		delete (Object.prototype as Record<PropertyKey, unknown>)[name];
		if (descriptor) Object.defineProperty(Object.prototype, name, descriptor);
	}
	return isPolluted;
}

/** What a reader makes of a probe's document, in a few words: one of the right answers, or what it did instead. Never rejects. */
export async function answerOf(probe: Probe, reader: ProbedReader): Promise<string> {
	const document = probe.document();
	const before = copyOf(document);
	const prototype = new Map(Reflect.ownKeys(Object.prototype).map((name) => [name, Object.getOwnPropertyDescriptor(Object.prototype, name) as PropertyDescriptor]));
	let answer: string;
	try {
		reader.prepare?.(document);
		const whole = await reader.read(document);
		answer = probe.answer({ view: reader, whole, document, before });
	} catch (error) {
		answer = (probe.thrown ?? thrownBy)(error);
	}
	return mendObjectPrototype(prototype) ? 'all objects polluted' : answer;
}

export const isRight = ({ right }: Probe, answer: string) => right.includes(answer);
