import type { FieldMessage } from './dialect';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

const inText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What an error says of single fields: a sentence, a list of sentences or of objects with field and message, or an object with a text (or several) for each field. */
export function fieldMessages(details: unknown): FieldMessage[] {
	if (typeof details === 'string') return [{ field: '', message: details }];
	if (Array.isArray(details)) {
		return details.map((each) => (isObject(each) ? { field: String(each.field ?? each.path ?? ''), message: String(each.message ?? JSON.stringify(each)) } : { field: '', message: String(each) }));
	}
	if (!isObject(details)) return [];
	return Object.entries(details).map(([field, texts]) => ({ field, message: Array.isArray(texts) ? texts.map(inText).join('; ') : inText(texts) }));
}
