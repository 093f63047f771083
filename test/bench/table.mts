import { spreadOf } from './statistics.mts';
import type { Spread } from './statistics.mts';

export type Table = { readonly title: string; readonly columns: readonly string[]; readonly rows: ReadonlyArray<readonly string[]> };

export const MIB = 2 ** 20;

export const counted = (value: number) => value.toLocaleString('en');
export const figure = (value: number, digits: number) => value.toFixed(digits);

/** Median, with least and most where there is more than one value. */
function shown({ median, min, max }: Spread, digits: number): string {
	return min === max ? figure(median, digits) : `${figure(median, digits)} (${figure(min, digits)} to ${figure(max, digits)})`;
}

/** The same of values that are not sorted yet. */
export const over = (values: readonly number[], digits: number) => shown(spreadOf(values), digits);
export const verdict = (isReached: boolean) => (isReached ? 'reached' : 'missed');
