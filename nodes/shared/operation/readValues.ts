import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError } from '../http/inputError';
import { allFieldsOf } from './allFields';
import type { OperationDefinition } from './definition';
import type { Field, ReadContext, Values } from './field';

/** What the panel holds for one item, read and checked. Nothing is sent. */
export interface Settings {
	readonly returnAll: boolean;
	readonly limit: number;
	readonly simplify: boolean;
}

export interface ReadItem {
	readonly values: Values;
	readonly settings: Settings;
}

const isShown = (field: Field, raw: (name: string) => unknown): boolean =>
	Object.entries(field.showWhen ?? {}).every(([name, allowed]) => allowed.includes(raw(name) as string | boolean));

/** Reads and checks all parameters of one item. Throws InputError for the first that is refused. */
export function readItem(
	context: IExecuteFunctions,
	operation: OperationDefinition,
	index: number,
	now: ReadContext,
): ReadItem {
	const groups = new Map<string, Record<string, unknown>>();
	const group = (name: string) => {
		const known = groups.get(name) ?? (context.getNodeParameter(name, index, {}) as Record<string, unknown> | null) ?? {};
		groups.set(name, known);
		return known;
	};
	const raw = (name: string): unknown => context.getNodeParameter(name, index, undefined);
	const values: Record<string, Values[string]> = {};
	for (const field of allFieldsOf(operation)) {
		if (!isShown(field, raw)) continue;
		const { name } = field.property;
		values[name] = field.read(field.group ? group(field.group)[name] : raw(name), now);
	}
	const list = operation.output === 'list';
	const returnAll = list && (raw('returnAll') as boolean | undefined) === true;
	return {
		values,
		settings: {
			returnAll,
			limit: list && !returnAll ? limitFrom(raw('limit')) : Infinity,
			simplify: operation.simplify !== undefined && raw('simplify') !== false,
		},
	};
}

function limitFrom(value: unknown): number {
	const limit = Number(value ?? 50);
	if (Number.isInteger(limit) && limit >= 0) return limit;
	throw new InputError(`Limit is ${JSON.stringify(value)?.slice(0, 40)}`, 'Use a whole number, or switch Return All on.');
}
