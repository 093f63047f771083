import { InputError } from '../../http/inputError';
import type { Field } from '../field';
import { asText, baseProperty, present, type FieldOptions } from './text';

interface DateTimeOptions extends FieldOptions {
	readonly future?: boolean;
}

// ISO 8601 with seconds optional and an offset required (RFC 3339 section 5.6, "T" and "Z" in either case).
const WITH_OFFSET = /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([Zz]|[+-]\d{2}:?\d{2})$/;
const DATE_LIKE = /^\d{4}-\d{2}-\d{2}/;
const ADVICE = 'Write it as 2027-01-29T18:00:00+01:00, or use an expression such as {{ $now.plus({ days: 3 }).toISO() }}.';

/** A date object of an expression, as n8n's `$now` is. */
export const hasToISO = (value: unknown): value is { toISO: () => unknown } =>
	typeof value === 'object' && value !== null && typeof (value as { toISO?: unknown }).toISO === 'function';

/** Epoch ms of a point in time that says its offset. Throws InputError otherwise. */
export function instantOf(read: string, displayName: string): number {
	const match = WITH_OFFSET.exec(read);
	if (!match) {
		throw new InputError(
			DATE_LIKE.test(read)
				? `${displayName} does not say its offset from UTC: "${read.slice(0, 40)}"`
				: `${displayName} is not a point in time: "${read.slice(0, 40)}"`,
			ADVICE,
		);
	}
	const instant = Date.parse(read.replace(' ', 'T'));
	// Date.parse rolls 30 February over into March: the day must come back as it was written.
	const day = Number(match[3]);
	const daysInMonth = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
	if (Number.isNaN(instant) || day > daysInMonth) {
		throw new InputError(`${displayName} is a day or time that does not exist: "${read.slice(0, 40)}"`, ADVICE);
	}
	return instant;
}

/** A point in time with its offset from UTC; a date object of an expression is accepted. */
export function dateTime(name: string, displayName: string, options: DateTimeOptions = {}): Field {
	return {
		property: {
			...baseProperty(name, displayName, { placeholder: 'e.g. 2027-01-29T18:00:00+01:00', ...options }),
			type: 'string',
			default: options.default ?? '',
		},
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value, { nowMs }) => {
			const given = hasToISO(value) ? value.toISO() : value instanceof Date ? value.toISOString() : value;
			const read = present(asText(given, displayName), displayName, options.required);
			if (read === undefined) return undefined;
			const instant = instantOf(read, displayName);
			if (options.future && instant <= nowMs) {
				throw new InputError(`${displayName} is in the past: ${read}`, 'Use a later time, or choose "Now".');
			}
			return read.replace(' ', 'T');
		},
	};
}

/** A calendar day without a time. */
export function day(name: string, displayName: string, options: FieldOptions = {}): Field {
	return {
		property: { ...baseProperty(name, displayName, { placeholder: 'e.g. 2026-11-30', ...options }), type: 'string', default: '' },
		group: options.group,
		sendAs: options.sendAs,
		showWhen: options.showWhen,
		read: (value) => {
			const given = hasToISO(value) ? value.toISO() : value;
			const read = present(asText(given, displayName), displayName, options.required)?.slice(0, 10);
			if (read === undefined) return undefined;
			instantOf(`${read}T00:00:00Z`, displayName);
			return read;
		},
	};
}
