/** The most of a vendor's own text that is shown, in characters. */
const MAX_TEXT = 500;

const MASK = '***';
/** A secret shorter than this would blot out ordinary words. */
const SHORTEST_SECRET = 4;
/** RFC 7519 section 3: a header that begins with `{"`, claims, and a signature that may be empty. */
const JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/**
 * The text without the secrets, whichever way they were written into it (plain, percent-encoded, Base64), and without what looks like one:
 * the value after Bearer or Basic, the user info of an address, and a JSON Web Token: it may be a newer or an older one than the credential's.
 */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
	let masked = text;
	for (const form of formsOf(secrets)) masked = masked.split(form).join(MASK);
	return masked
		.replace(JWT, MASK)
		.replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${MASK}`)
		.replace(/\b([a-z][a-z\d+.-]*:\/\/)[^\s/?#@]+@/gi, `$1${MASK}@`);
}

/** Longest first, so that a secret inside another leaves no rest. */
function formsOf(secrets: readonly string[]): string[] {
	const forms = new Set<string>();
	for (const secret of secrets.filter(({ length }) => length >= SHORTEST_SECRET)) {
		const base64 = Buffer.from(secret).toString('base64');
		for (const form of [secret, encoded(secret), JSON.stringify(secret).slice(1, -1), base64, base64.replace(/=+$/, '')]) forms.add(form);
	}
	return [...forms].sort((one, other) => other.length - one.length);
}

/** A lone surrogate cannot be percent-encoded. */
function encoded(text: string): string {
	return encodeURIComponent(text.replace(/\p{Cs}/gu, '\uFFFD'));
}

/** One line of at most 500 characters, cut at a sign and not within one. */
export function shortText(text: string, maxLength = MAX_TEXT): string {
	const line = text.slice(0, 20 * MAX_TEXT).replace(/[\s\p{Cc}]+/gu, ' ').trim();
	if (line.length <= maxLength) return line;
	return `${line.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Whether a text is a web page, which tells a person nothing. */
export function isMarkup(text: string): boolean {
	return /^\s*<(?:!doctype|\?xml|html|head|body|[a-z])/i.test(text);
}

/** A duration in ms as people say it: "45 seconds", "12 minutes", "3 hours". Never shorter than it is. */
export function inWords(ms: number): string {
	const seconds = Math.max(1, Math.ceil(ms / 1_000));
	if (seconds < 120) return counted(seconds, 'second');
	if (seconds < 7_200) return counted(Math.ceil(seconds / 60), 'minute');
	if (seconds < 172_800) return counted(Math.ceil(seconds / 3_600), 'hour');
	return counted(Math.ceil(seconds / 86_400), 'day');
}

function counted(count: number, unit: string): string {
	return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Where it happened: the parameter's display name in front, the item behind, as n8n's guidelines ask. */
export function withPlace(message: string, { parameter, itemIndex }: { readonly parameter?: string; readonly itemIndex?: number }): string {
	const named = parameter === undefined ? message : `${parameter}: ${message}`;
	return itemIndex === undefined ? named : `${named} [Item ${itemIndex}]`;
}
