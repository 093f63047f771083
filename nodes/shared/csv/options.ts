import { InputError } from '../http/inputError';

export type CsvEncoding = 'utf-8' | 'utf-16le' | 'windows-1252';

export interface CsvOptions {
	/** One character, or `auto`: the one of `,` `;` tab `|` that suits the first records best. A comma unless said otherwise. */
	readonly delimiter?: string;
	/** Whether the first record names the columns; otherwise they are called `Column 1`, `Column 2` and so on. True unless said otherwise. */
	readonly header?: boolean;
	/** Only these columns, in this order, by their name in the file (`Email_2` for the second `Email`). All when absent or empty. */
	readonly columns?: readonly string[];
	/** Name in the file to name in the row. */
	readonly rename?: Readonly<Record<string, string>>;
	/** Numbers, true and false, null for empty cells, instead of text (see typedValues.ts). False unless said otherwise. */
	readonly typed?: boolean;
	/** Rows to read at most. No limit unless given. */
	readonly rowLimit?: number;
	/** Longest record that is read, in UTF-16 code units. 10,000,000 unless said otherwise. */
	readonly maxRecordCharacters?: number;
	/** Problems that are kept; those after are counted. 100 unless said otherwise. */
	readonly maxProblems?: number;
	/** Whether XML, HTML, JSON and compressed files are refused instead of being read as odd CSV. True unless said otherwise. */
	readonly refuseOtherFormats?: boolean;
	/** Of chunks that are bytes. `utf-8` unless said otherwise. */
	readonly encoding?: CsvEncoding;
}

/** The options with nothing left open. */
export type CsvSettings = Required<CsvOptions>;

const isCount = (value: number) => value === Infinity || (Number.isInteger(value) && value >= 0);

/** Throws an InputError for a delimiter that cannot part cells, and for a limit that is not a whole number from 0. */
export function settingsFrom(options: CsvOptions): CsvSettings {
	const settings: CsvSettings = {
		delimiter: ',',
		header: true,
		columns: [],
		rename: {},
		typed: false,
		rowLimit: Infinity,
		maxRecordCharacters: 10_000_000,
		maxProblems: 100,
		refuseOtherFormats: true,
		encoding: 'utf-8',
		...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
	};
	const { delimiter } = settings;
	if (delimiter !== 'auto' && (delimiter.length !== 1 || '"\r\n'.includes(delimiter))) {
		throw new InputError(`The delimiter ${JSON.stringify(delimiter)} cannot part cells`, 'Give one character that is neither a quote nor a line break, or "auto".');
	}
	for (const name of ['rowLimit', 'maxRecordCharacters', 'maxProblems'] as const) {
		if (!isCount(settings[name])) throw new InputError(`${name} is ${settings[name]}`, 'Give a whole number from 0.');
	}
	return settings;
}
