import { errorText } from '../../../nodes/Rezolve/dialect';
import { errorText as hubErrorText } from '../../../nodes/RezolveHub/dialect';

describe('What the platform says of an error', () => {
	it.each([
		['fields', { error: { code: 'VALIDATION_ERROR', message: 'Invalid', details: { name: 'is required', scopes: ['unknown'] } } }, { message: 'Invalid', code: 'VALIDATION_ERROR', fields: [{ field: 'name', message: 'is required' }, { field: 'scopes', message: 'unknown' }] }],
		['a sentence', { error: { code: 'FORBIDDEN', message: 'Not allowed', details: 'The role is missing' } }, { message: 'Not allowed', code: 'FORBIDDEN', fields: [{ field: '', message: 'The role is missing' }] }],
		['the message once more', { error: { code: 'X', message: 'Gone', details: 'Gone' } }, { message: 'Gone', code: 'X', fields: [] }],
		['nothing', { error: { code: 'X', message: 'Gone' } }, { message: 'Gone', code: 'X', fields: [] }],
		['a list', { error: { message: 'Invalid', details: [{ field: 'name', message: 'is required' }, 'and more'] } }, { message: 'Invalid', fields: [{ field: 'name', message: 'is required' }, { field: '', message: 'and more' }] }],
		['a text for an error', { error: 'invalid_client', message: 'No' }, { message: 'No', fields: [] }],
		['a reason in the data', { success: false, message: 'Not valid', data: { valid: false, reason: 'KEY_REVOKED', details: 'Revoked in May' } }, { message: 'Not valid', code: 'KEY_REVOKED', fields: [{ field: '', message: 'Revoked in May' }] }],
	])('is read with %s as its details', (_what, body, expected) => {
		expect(errorText(body)).toEqual(expected);
	});

	it.each([undefined, null, '', '<html>', 7, []])('is nothing for %j', (body) => {
		expect(errorText(body)).toEqual({});
		expect(hubErrorText(body)).toEqual({});
	});
});

describe('What the Hub says of an error', () => {
	it('holds its request ID, which stands in the body', () => {
		expect(hubErrorText({ success: false, error: { code: 'INVALID_INPUT', message: 'No', details: { subject: 'is required' } }, request_id: 'req-1' })).toEqual({
			message: 'No (request req-1)',
			code: 'INVALID_INPUT',
			fields: [{ field: 'subject', message: 'is required' }],
		});
	});

	it('is read without details, and without a request ID', () => {
		expect(hubErrorText({ error: { code: 'FORBIDDEN', message: 'No', details: null } })).toEqual({ message: 'No', code: 'FORBIDDEN', fields: [] });
	});
});
