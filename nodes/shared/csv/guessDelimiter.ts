import { UNNAMED } from './layout';
import { scanRecords } from './scanRecords';

const CANDIDATES = [',', ';', '\t', '|'];
const RECORDS = 20;

/** Cells in each of the first records, under one delimiter. */
function widths(sample: string, delimiter: string, isWhole: boolean): number[] {
	const scan = { delimiter, layout: UNNAMED, maxRows: RECORDS + 1, maxRecordCharacters: Infinity, tell: () => {}, isLast: true };
	const found = scanRecords(sample, { at: 0, line: 1 }, scan).rows.map(({ _extra }) => (Array.isArray(_extra) ? _extra.length : 0));
	// The last record of a sample may be cut off.
	return isWhole || found.length === 1 ? found : found.slice(0, -1);
}

/** The delimiter under which most of the first records have as many cells as the first, and of those the one with most cells. A comma for one column. */
export function guessDelimiter(sample: string, isWhole: boolean): string {
	let best = { delimiter: ',', agreement: 0, width: 1 };
	for (const delimiter of CANDIDATES) {
		const [width = 0, ...others] = widths(sample, delimiter, isWhole);
		if (width < 2) continue;
		const agreement = (others.filter((other) => other === width).length + 1) / (others.length + 1);
		if (agreement > best.agreement || (agreement === best.agreement && width > best.width)) best = { delimiter, agreement, width };
	}
	return best.delimiter;
}
