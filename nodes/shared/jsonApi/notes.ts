/** Repeated resources that are called by name. */
const MAX_NAMED = 5;

/** What is odd about a document and no reason to stop, in one sentence for each kind: a page may have thousands of the same. */
export function createNotes() {
	const named: string[] = [];
	let repeated = 0;
	let unreadable = 0;
	return {
		repeated(type: string, id: string): void {
			repeated++;
			if (named.length < MAX_NAMED) named.push(`${type} ${id}`);
		},
		unreadable(): undefined {
			unreadable++;
		},
		texts(): string[] {
			const texts: string[] = [];
			if (repeated > 0) {
				const others = repeated > named.length ? ` and ${repeated - named.length} more` : '';
				texts.push(`The answer has resources more than once, against JSON:API; the first one of each is given: ${named.join(', ')}${others}.`);
			}
			if (unreadable > 0) texts.push(`The answer has ${unreadable === 1 ? 'an included entry that is no resource and is' : `${unreadable} included entries that are no resources and are`} left out.`);
			return texts;
		},
	};
}
