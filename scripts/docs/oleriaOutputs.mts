import type { Schema } from './schema.mts';
import type { OutputAdditions, TakenOut } from './vendor.mts';

const text: Schema = { type: 'string' };
const truth: Schema = { type: 'boolean' };
const takenOut: TakenOut = { takenOut: true };

/** The state of an export. The link is a key to the file, so it does not come out; an error is there only when it is one. */
const state = {
	url: takenOut,
	error: { type: 'object', properties: { code: text, message: text } },
	finished: truth,
	hasFile: truth,
} satisfies OutputAdditions[string];

/** What the operations make of the one record of Oleria's contract, the state of an export. */
export const oleriaOutputs: OutputAdditions = {
	'export.start': state,
	'export.getStatus': state,
	// About the file, which travels beside it.
	'export.getFile': {
		id: takenOut,
		status: takenOut,
		url: takenOut,
		error: takenOut,
		exportId: text,
		fileName: text,
		mimeType: text,
		fileSize: { type: ['string', 'null'] },
		sizeBytes: { type: ['number', 'null'] },
	},
};

/** Rows have the columns of the file, which depend on the data set and which no page of the vendor lists. A schema of guesses would mislead the editor. */
export const oleriaWithoutSchema: Readonly<Record<string, string>> = {
	'export.getRows': 'Its members are the columns of the exported file, which are not documented',
	'export.download': 'Its members are the columns of the exported file, which are not documented, or say something about the file',
};
