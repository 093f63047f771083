/** Input that is refused before anything is sent. `message` says what and where, `advice` the way out. */
export class InputError extends Error {
	override readonly name = 'InputError';
	readonly advice: string;

	constructor(message: string, advice: string) {
		super(message);
		this.advice = advice;
	}
}
