/** The value at a dotted path such as `meta.next_cursor`; an empty path is the value itself. Undefined where a step is missing. */
export function valueAt(value: unknown, path: string): unknown {
	let found = value;
	for (const name of path === '' ? [] : path.split('.')) {
		// Own properties only: a path like `constructor` finds nothing.
		if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
		found = (found as Record<string, unknown>)[name];
	}
	return found;
}
