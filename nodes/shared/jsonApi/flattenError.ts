/** A body that cannot be read as a JSON:API document, or would become too large a tree. */
export class FlattenError extends Error {
	override readonly name = 'FlattenError';

	/** How to get on, for the person who runs the workflow. */
	readonly advice: string;

	constructor(message: string, { advice }: { advice: string }) {
		super(message);
		this.advice = advice;
	}
}
