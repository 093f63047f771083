export type PaginationProblem =
	| 'badCursor'
	| 'badLimit'
	| 'badLink'
	| 'noList'
	| 'nothingNew'
	| 'pageRepeated'
	| 'requestRepeated'
	| 'tooLong'
	| 'tooManyEmptyPages'
	| 'tooManyItems'
	| 'tooManyPages';

/** How far the walk had come. */
export interface Progress {
	readonly pages: number;
	readonly items: number;
}

/** A walk over pages that cannot go on and must not end quietly (PyAirbyte#1174: a part taken for the whole). */
export class PaginationError extends Error {
	override readonly name = 'PaginationError';

	readonly because: PaginationProblem;

	/** How to get on, for the person who runs the workflow. */
	readonly advice: string;

	/** Pages read before this. */
	readonly pages: number;

	/** Items handed on before this. */
	readonly items: number;

	/** The cursor, or the path and query, in question. */
	readonly token?: string;

	constructor(
		because: PaginationProblem,
		message: string,
		{ advice, pages, items, token }: { advice: string; token?: string } & Progress,
	) {
		super(message);
		this.because = because;
		this.advice = advice;
		this.pages = pages;
		this.items = items;
		if (token !== undefined) this.token = token;
	}
}
