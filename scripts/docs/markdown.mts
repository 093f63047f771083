/** One cell: a line break or an upright bar would end it. n8n's descriptions may hold links as HTML. */
const cell = (text: string): string =>
	text
		.replace(/<a href="([^"]+)">([^<]*)<\/a>/g, '[$2]($1)')
		.replace(/\s+/g, ' ')
		.replaceAll('|', '\\|')
		.trim();

/** A table, as lines joined. A table without rows is no text. */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
	if (rows.length === 0) return '';
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(heads), `|${' --- |'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

export const code = (text: string): string => `\`${text}\``;

const marks = (name: string) => ({ start: `<!-- ${name}:start -->`, end: `<!-- ${name}:end -->` });

export const hasSection = (text: string, name: string): boolean => text.includes(marks(name).start);

/** The text with what stands between the markers of this name replaced. Throws where the markers are missing or turned round. */
export function withSection(text: string, name: string, content: string): string {
	const { start, end } = marks(name);
	const [from, to] = [text.indexOf(start), text.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The page has no ${start} followed by ${end}`);
	return `${text.slice(0, from + start.length)}\n\n${content.trim()}\n\n${text.slice(to)}`;
}
