/**
 * How far a list counted from its start has been handed on, while it may change between two answers. All figures are positions in the list as
 * the latest answer saw it; answers may come from different moments, in any order.
 */
export interface Frontier {
	/** Up to here records have been asked for and handed on. */
	readonly asked: number;
	/** Whether everything up to this position may have been read before, so that nothing new there is no sign of a loop. */
	isReadUpTo(position: number): boolean;
	/** Records at this position and behind it that have come for sure, as far as the length of the list and the order of its records tell. */
	sharedAt(position: number): number;
	/** Up to here everything has come for sure. */
	readonly sure: number;
	/**
	 * An answer came whose list is longer by this much than the answer before said (shorter, below 0), and which begins with so many records
	 * that have come before.
	 */
	changed(position: number, growth: number, leadingKnown: number): void;
	/** A page was handed on, up to this position. */
	handedOn(end: number): void;
}

export function createFrontier(begin: number): Frontier {
	let [sure, asked, read] = [begin, begin, begin];
	return {
		get asked() {
			return asked;
		},
		isReadUpTo: (position) => position <= read,
		sharedAt: (position) => sure - position,
		get sure() {
			return sure;
		},
		changed(position, growth, leadingKnown) {
			// Each record that has gone may have stood before this position and pulled one across it.
			sure = Math.max(0, sure + Math.min(0, growth));
			// Unless the page begins with a record that has come: then all before it in the list have, too.
			if (leadingKnown > 0) sure = Math.max(sure, position + leadingKnown);
			read += Math.max(0, growth);
		},
		handedOn(end) {
			sure = Math.max(sure, end);
			asked = Math.max(asked, end);
			read = Math.max(read, end);
		},
	};
}
