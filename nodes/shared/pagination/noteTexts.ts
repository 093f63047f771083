import type { Collected } from './collect';

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** Sentences for the person who runs the workflow; none when there is nothing to say. */
export function noteTexts({ items, notes, complete }: { readonly items: ArrayLike<unknown> } & Pick<Collected, 'complete' | 'notes'>): string[] {
	const { duplicatesDropped, possibleGaps, firstTotal, lastTotal, reducedPageSize } = notes;
	const texts: string[] = [];
	if (possibleGaps > 0) {
		texts.push(`Records were deleted while the list was read: at ${counted(possibleGaps, 'place', 'places')} some may be missing. Run again to be sure.`);
	}
	if (duplicatesDropped > 0) {
		texts.push(`The list changed while it was read: ${counted(duplicatesDropped, 'record came', 'records came')} more than once and ${duplicatesDropped === 1 ? 'is' : 'are'} given once.`);
	}
	if (firstTotal !== lastTotal) {
		texts.push(`The list changed while it was read: it had ${firstTotal} records at first and ${lastTotal} in the end.`);
	}
	// Between the two, what came agrees with a list that changed.
	const isExplained = firstTotal !== undefined && lastTotal !== undefined && Math.abs(items.length - firstTotal) + Math.abs(items.length - lastTotal) === Math.abs(firstTotal - lastTotal);
	if (complete && lastTotal !== undefined && !isExplained) {
		texts.push(`The vendor counts ${lastTotal} records, ${items.length} were received. Run again, or ask for smaller pages.`);
	}
	if (reducedPageSize !== undefined) texts.push(`Large pages were refused: the list was read ${reducedPageSize} at a time.`);
	return texts;
}
