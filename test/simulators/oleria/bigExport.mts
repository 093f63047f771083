import type { StreamedBody } from '../frame/streamedBody.mts';
import { columnsOf } from './columns.mts';
import { csvOf } from './csv.mts';
import type { Row } from './records.mts';
import { DEFAULT_SWITCHES } from './switches.mts';

const COLUMNS = columnsOf('rowNumber:number accountName email application userStatus:enum isAdmin:boolean dormantDays:number lastActivity:timestamp jobFunction note');
const NUMBER_DIGITS = 9;
const ROWS_IN_CHUNK = 512;
const DEFAULT_BYTES_PER_ROW = 200;

const NAMES = ['Robin Vale', 'Zoë Papadáki', 'Vale, Robin', 'Hana Kim', '田中 芽衣', 'Priya "PJ" Nair', 'Omar Haddad', 'Ana Duarte'];
const APPLICATIONS = ['Google Workspace', 'GitHub', 'Salesforce', 'Slack', 'Ledger Console'];

const rowLike = (index: number): Row => ({
	rowNumber: '0'.repeat(NUMBER_DIGITS),
	accountName: NAMES[index % NAMES.length]!,
	email: `person${index}@example.com`,
	application: APPLICATIONS[index % APPLICATIONS.length]!,
	userStatus: index % 7 === 0 ? 'disabled' : 'enabled',
	isAdmin: index % 11 === 0,
	dormantDays: index % 5 === 0 ? '30+' : index % 90,
	lastActivity: '2026-05-12T17:32:00Z',
	jobFunction: 'Accountant, Lisbon',
	note: '',
});

const csvLine = (row: Row): Buffer => {
	const [header, line] = csvOf(COLUMNS, [row], DEFAULT_SWITCHES).toString('utf8').split('\r\n');
	if (header === undefined || line === undefined) throw new Error('A row has one line');
	return Buffer.from(`${line}\r\n`);
};

/** The same line, so many bytes long by its last cell. */
function widened(line: Buffer, bytes: number): Buffer {
	if (line.length > bytes) throw new Error(`A row needs at least ${line.length} bytes`);
	return Buffer.concat([line.subarray(0, -2), Buffer.alloc(bytes - line.length, 'a note '), Buffer.from('\r\n')]);
}

/**
 * A CSV of so many rows, each exactly `bytesPerRow` long (200 unless told), made while it is sent: the same bytes on every call, at no cost of memory.
 * The first column counts rows from 1, so that a reader can tell whether it has lost one. Quoted commas, quotes and letters beyond ASCII occur.
 * `bigExport(200_000)` has 40 MB, `bigExport(2_500_000)` has 500 MB. Throws where the rows cannot be so short.
 */
export function bigExport(rows: number, bytesPerRow = DEFAULT_BYTES_PER_ROW): StreamedBody {
	const header = csvOf(COLUMNS, [], DEFAULT_SWITCHES);
	// Every chunk but the last is this one with other numbers.
	const template = Buffer.concat(Array.from({ length: ROWS_IN_CHUNK }, (_, index) => widened(csvLine(rowLike(index)), bytesPerRow)));
	return {
		length: header.length + rows * bytesPerRow,
		*chunks() {
			yield header;
			for (let first = 0; first < rows; first += ROWS_IN_CHUNK) {
				const count = Math.min(ROWS_IN_CHUNK, rows - first);
				const chunk = Buffer.from(template.subarray(0, count * bytesPerRow));
				for (let index = 0; index < count; index++) chunk.write(String(first + index + 1).padStart(NUMBER_DIGITS, '0'), index * bytesPerRow, 'latin1');
				yield chunk;
			}
		},
	};
}
