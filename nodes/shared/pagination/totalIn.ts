import { valueAt } from './valueAt';

/** How many items there are in all, as a number or as digits in a text. Undefined where the answer does not say. */
export function totalIn(body: unknown, path: string): number | undefined {
	const found = valueAt(body, path);
	if (typeof found === 'string' && /^\d+$/.test(found)) return Number(found);
	return typeof found === 'number' && Number.isInteger(found) && found >= 0 ? found : undefined;
}
