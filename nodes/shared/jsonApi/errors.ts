import type { FieldMessage, VendorText } from '../http/dialect';
import type { JsonValue } from '../http/request';
import { documentErrors, type DocumentError } from './documentErrors';
import { isObject } from './resourceObject';

export type JsonApiErrorText = VendorText;

/** Errors without a field that are told one by one. */
const MAX_TOLD = 10;

/**
 * What an error body says. Of a JSON:API document all errors: those of a field by the field's name, the others in the message, with the
 * ids that the vendor's support asks for. Reads OAuth bodies (RFC 6749 section 5.2), problem details (RFC 9457), plain text and
 * anything else, too. Never throws.
 */
export function errorText(body: unknown): JsonApiErrorText {
	if (typeof body === 'string') return body.trim() === '' ? {} : { message: body };
	const errors = documentErrors(body);
	if (errors.length === 0) return otherText(body);
	const message = summaryOf(errors);
	const code = errors.find((error) => error.code !== undefined)?.code;
	const fields = errors.flatMap((error): FieldMessage[] => (error.field === undefined ? [] : [{ field: error.field, message: told(error) ?? 'is not accepted' }]));
	const isMalformed = isObject(body) && body.data !== undefined;
	const whole = [isMalformed ? 'the answer is malformed, with data beside errors' : undefined, message].filter((text) => text !== undefined).join(': ');
	return { ...(whole !== '' && { message: whole }), ...(code !== undefined && { code }), ...(fields.length > 0 && { fields }) };
}

/** Undefined for a body of a success that may be used as a document; otherwise what is wrong with it. Never throws. */
export function documentProblem(body: unknown): string | undefined {
	if (!isObject(body)) return 'The answer is no JSON:API document';
	const hasErrors = body.errors !== undefined && body.errors !== null;
	if (hasErrors && body.data !== undefined) return 'The answer is malformed: it has data beside errors';
	if (hasErrors) return 'The answer is a list of errors';
	return body.data === undefined && body.meta === undefined ? 'The answer is no JSON:API document: it has neither data nor meta' : undefined;
}

/** All errors of a document in one line, fields included; undefined where it has none. */
export function errorSummary(body: unknown): string | undefined {
	const errors = documentErrors(body);
	const lines = errors.slice(0, MAX_TOLD).map((error) => [error.field, told(error) ?? error.code ?? error.status].filter((part) => part !== undefined).join(': '));
	const text = [...lines.filter((line) => line !== ''), ...more(errors.length)].join('; ');
	return text === '' ? undefined : text;
}

/** Of errors that all have a field, what they have in common: their titles. */
function summaryOf(errors: readonly DocumentError[]): string | undefined {
	const whole = errors.filter(({ field }) => field === undefined);
	const texts = whole.length > 0 ? whole.map((error) => told(error) ?? error.code) : errors.map(({ title }) => title);
	const different = [...new Set(texts.filter((text) => text !== undefined))];
	const ids = errors.flatMap(({ id }) => (id === undefined ? [] : [id]));
	const text = [...different.slice(0, MAX_TOLD), ...more(different.length)].join('; ');
	const support = ids.length === 0 ? '' : `error ID ${[...ids.slice(0, MAX_TOLD), ...more(ids.length)].join(', ')}`;
	return text !== '' && support !== '' ? `${text} (${support})` : text || support || undefined;
}

const more = (count: number): string[] => (count > MAX_TOLD ? [`and ${count - MAX_TOLD} more`] : []);

/** Title and detail, which often say the same. */
function told({ title, detail }: DocumentError): string | undefined {
	if (title === undefined || detail === undefined) return detail ?? title;
	return detail.toLowerCase().startsWith(title.toLowerCase()) ? detail : `${title}: ${detail}`;
}

/** What stands in front of an API answers in its own way. */
function otherText(body: unknown): JsonApiErrorText {
	if (!isObject(body)) return {};
	const { error, errors } = body;
	const inner = isObject(error) ? error : body;
	const message = firstText(body.error_description, inner.message, inner.detail, body.message, body.detail, body.title, error, errors);
	const code = isObject(error) ? firstText(error.code) : firstText(body.code, body.error_description === undefined ? undefined : error);
	const fields = isObject(errors) ? Object.entries(errors).map(([field, said]) => ({ field, message: sentenceOf(said) })) : [];
	return { ...(message !== undefined && { message }), ...(code !== undefined && { code }), ...(fields.length > 0 && { fields }) };
}

const firstText = (...values: Array<JsonValue | undefined>): string | undefined =>
	values.find((value): value is string => typeof value === 'string' && value.trim() !== '');

function sentenceOf(said: JsonValue): string {
	const texts = Array.isArray(said) ? said : [said];
	return texts.map((text) => (typeof text === 'string' ? text : JSON.stringify(text))).join('; ');
}
