import { inspect } from 'node:util';

/** A token that can be told from everything else in an output. */
export const PLANTED_TOKEN = 'planted-token-9Zq7xK2vT4mW';

const FORMS = [PLANTED_TOKEN, encodeURIComponent(`Bearer ${PLANTED_TOKEN}`), Buffer.from(PLANTED_TOKEN).toString('base64').replace(/=+$/, '')];

/** Everything a value can show of itself: its JSON, its inspection with hidden members, its stack and its causes. */
function shown(value: unknown): string {
	const parts = [inspect(value, { depth: null, showHidden: true, getters: true, maxArrayLength: null, maxStringLength: null })];
	const visited = new Set<unknown>();
	for (let link = value; typeof link === 'object' && link !== null && !visited.has(link); link = (link as { cause?: unknown }).cause) {
		visited.add(link);
		parts.push(plain(link), String((link as { stack?: unknown }).stack ?? ''), String((link as { message?: unknown }).message ?? ''));
	}
	return parts.join('\n');
}

/** JSON that survives a circle. */
function plain(value: unknown): string {
	const above: unknown[] = [];
	return JSON.stringify(value, function (this: unknown, _name, member: unknown) {
		if (typeof member !== 'object' || member === null) return member;
		while (above.length > 0 && above.at(-1) !== this) above.pop();
		if (above.includes(member)) return '(circle)';
		above.push(member);
		return member;
	}) ?? '';
}

/** Throws an Error that quotes the surroundings, if a value shows the planted token, or a bearer header unless `mayQuote`. */
export function expectNoSecret(value: unknown, { mayQuote = false }: { readonly mayQuote?: boolean } = {}): void {
	const text = typeof value === 'string' ? value : shown(value);
	for (const form of mayQuote ? FORMS : [...FORMS, 'Bearer ']) {
		const at = text.indexOf(form);
		if (at >= 0) throw new Error(`A secret is shown: …${text.slice(Math.max(0, at - 120), at + form.length + 40)}…`);
	}
}

export interface OutputWatch {
	/** All that was written since the watch began. */
	text(): string;
	stop(): void;
}

const STREAMS = ['stdout', 'stderr'] as const;
const METHODS = ['debug', 'error', 'info', 'log', 'warn'] as const;

/** Records what this process writes to stdout, stderr and the console, and lets it pass. */
export function watchOutput(): OutputWatch {
	const written: string[] = [];
	const undo: Array<() => void> = [];
	for (const name of STREAMS) {
		const stream = process[name];
		const write = stream.write;
		stream.write = function (this: typeof stream, ...given: Parameters<typeof write>) {
			written.push(String(given[0]));
			return write.apply(this, given);
		} as typeof write;
		undo.push(() => {
			stream.write = write;
		});
	}
	// jest's console does not end in this process's streams.
	for (const name of METHODS) {
		const log = console[name];
		console[name] = (...given: unknown[]) => {
			written.push(...given.map((each) => (typeof each === 'string' ? each : shown(each))));
			log.apply(console, given);
		};
		undo.push(() => {
			console[name] = log;
		});
	}
	return {
		text: () => written.join('\n'),
		stop: () => {
			for (const each of undo.splice(0)) each();
		},
	};
}
