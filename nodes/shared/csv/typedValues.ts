import { freeName } from './distinctNames';
import type { Layout } from './layout';
import type { CsvRow, CsvValue } from './row';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const AT_LEAST = /^(?:0|[1-9]\d*)\+$/;

/**
 * Empty text is null; `true` and `false` in any case are booleans; a number is one only when it would be written the same way again, so
 * `007`, `1.50`, `1e5`, `+49 30` and integers beyond 2^53 - 1 stay text, as does everything else.
 */
export function typedValue(text: string): CsvValue {
	if (text === '') return null;
	const first = text.charCodeAt(0);
	// A digit or a minus sign.
	if ((first >= 48 && first <= 57) || first === 45) {
		if (!NUMBER.test(text)) return text;
		const value = Number(text);
		return String(value) === text && (!Number.isInteger(value) || Number.isSafeInteger(value)) ? value : text;
	}
	if (text.length !== 4 && text.length !== 5) return text;
	const lower = text.toLowerCase();
	if (lower === 'true') return true;
	return lower === 'false' ? false : text;
}

/**
 * Types rows where they are, in order of the file. A text such as `30+` becomes 30 with `<name> At Least`: true beside it. From the first
 * such row on, all rows have the flag of that column, false where there is no plus; rows before it don't. Extra cells stay text.
 */
export function createTyping({ names, extraKey }: Layout): (rows: readonly CsvRow[]) => void {
	const taken = new Set([...names, extraKey]);
	const flags = new Map<string, string>();
	const flagOf = (name: string): string => {
		const flag = flags.get(name) ?? freeName(`${name} At Least`, taken);
		taken.add(flag);
		flags.set(name, flag);
		return flag;
	};

	return (rows) => {
		for (const row of rows) {
			for (const flag of flags.values()) row[flag] = false;
			for (const name of names) {
				const text = row[name];
				if (typeof text !== 'string') continue;
				const value = typedValue(text);
				const minimum = typeof value === 'string' && AT_LEAST.test(value) ? typedValue(value.slice(0, -1)) : undefined;
				if (typeof minimum === 'number') {
					row[name] = minimum;
					row[flagOf(name)] = true;
				} else {
					row[name] = value;
				}
			}
		}
	};
}
