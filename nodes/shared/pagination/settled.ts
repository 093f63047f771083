export type Settled<T> = { readonly kind: 'value'; readonly value: T } | { readonly kind: 'failure'; readonly failure: unknown };

/** What became of some work, as a value. Never rejects: a page asked for ahead may fail long before anyone waits for it. */
export const settled = async <T>(work: () => Promise<T>): Promise<Settled<T>> =>
	await work().then(
		(value) => ({ kind: 'value', value }),
		(failure: unknown) => ({ kind: 'failure', failure }),
	);
