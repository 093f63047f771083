/**
 * The field that a JSON pointer (RFC 6901) into a request document means, as its user knows it: '/data/attributes/title' is 'title',
 * '/data/relationships/team/data' is 'team', '/data/attributes/address/city' is 'address.city'. Undefined for the document as a whole.
 * Pointers without the first slash and as URI fragments are out there, too.
 */
export function fieldOf(pointer: string | undefined): string | undefined {
	if (pointer === undefined) return undefined;
	const steps = pointer.replace(/^#?\/?/, '').split('/').map(unescaped).filter((step) => step !== '');
	const kind = steps.findIndex((step) => step === 'attributes' || step === 'relationships');
	const isOfData = kind !== -1 && /^data(?:\/\d+)?$/.test(steps.slice(0, kind).join('/'));
	const named = isOfData ? steps.slice(kind + 1) : steps[0] === 'data' ? steps.slice(1) : steps;
	const field = isOfData && steps[kind] === 'relationships' ? named.slice(0, 1) : named;
	return field.length === 0 ? undefined : field.join('.');
}

/** RFC 6901 section 4: first ~1, then ~0. */
const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');
