/** A file that cannot be read as CSV, or not further. Rows before the place in question have been handed on. */
export class CsvError extends Error {
	override readonly name = 'CsvError';

	/** How to get on, for the person who runs the workflow. */
	readonly advice: string;

	/** Line of the file, from 1, where the record in question begins. */
	readonly line: number;

	constructor(message: string, { advice, line }: { advice: string; line: number }) {
		super(message);
		this.advice = advice;
		this.line = line;
	}
}
