export interface Link {
	/** As sent; may be relative. */
	readonly target: string;
	/** Relation types in lower case. */
	readonly rel: readonly string[];
	/** Whose link it is, where it is not the answer's own. */
	readonly anchor?: string;
}

/** `unread` is what follows the first error of syntax; empty when all was read. */
export interface LinkHeader {
	readonly links: readonly Link[];
	readonly unread: string;
}

const SPACE = /[ \t]*/y;
const SEPARATORS = /[ \t,]*/y;
const TARGET = /<([^>]*)>/y;
const NAME = /[^\s=;,"<>]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/y;
const TOKEN = /[^\s;,"]*/y;

/** Reads a Link header field (RFC 8288 section 3 and appendix B.2): quoted and bare values, commas and semicolons within quotes. Never throws. */
export function parseLinkHeader(field: string): LinkHeader {
	let at = 0;
	const read = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		const match = pattern.exec(field);
		if (match) at = pattern.lastIndex;
		return match;
	};
	const readChar = (char: string): boolean => {
		read(SPACE);
		if (field[at] !== char) return false;
		at++;
		read(SPACE);
		return true;
	};
	/** Undefined on a quote that is never closed. */
	const readValue = (): string | undefined => {
		if (field[at] !== '"') return read(TOKEN)?.[0] ?? '';
		return read(QUOTED)?.[1]?.replace(/\\(.)/g, '$1');
	};

	const links: Link[] = [];
	for (read(SEPARATORS); at < field.length; read(SEPARATORS)) {
		const start = at;
		const target = read(TARGET)?.[1];
		if (target === undefined) return { links, unread: field.slice(start) };
		const parameters = new Map<string, string>();
		while (readChar(';')) {
			const name = read(NAME)?.[0].toLowerCase();
			if (name === undefined) continue; // "; ;" is allowed
			const value = readChar('=') ? readValue() : '';
			if (value === undefined) return { links, unread: field.slice(start) };
			// The first rel and the first anchor count, later ones MUST be ignored (RFC 8288 section 3.3).
			if (!parameters.has(name)) parameters.set(name, value);
		}
		read(SPACE);
		if (at < field.length && field[at] !== ',') return { links, unread: field.slice(start) };
		const rel = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
		const anchor = parameters.get('anchor');
		links.push(anchor === undefined ? { target, rel } : { target, rel, anchor });
	}
	return { links, unread: '' };
}
