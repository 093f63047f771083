import fc from 'fast-check';
import type { ResourceMapperField } from 'n8n-workflow';
import { InputError } from '../../../nodes/shared/http/inputError';
import type { JsonObject } from '../../../nodes/shared/http/request';
import { mapper } from '../../../nodes/shared/operation/fields';

const column = (id: string, type?: ResourceMapperField['type'], more: Partial<ResourceMapperField> = {}): ResourceMapperField => ({
	id,
	displayName: id.charAt(0).toUpperCase() + id.slice(1),
	required: false,
	defaultMatch: false,
	display: true,
	...(type ? { type } : {}),
	...more,
});
const add = mapper('columns', 'Fields', { method: 'getCreateColumns', mode: 'add' });
const update = mapper('columns', 'Fields', { method: 'getUpdateColumns', mode: 'update' });
const mapped = (value: unknown, schema: readonly ResourceMapperField[] = [], more: object = {}) => ({ mappingMode: 'defineBelow', value, schema, matchingColumns: [], ...more });
const read = (value: unknown, { field = add, inputJson }: { field?: typeof add; inputJson?: JsonObject } = {}) => field.read(value, { nowMs: 0, ...(inputJson ? { inputJson } : {}) });
/** One value in a column of this type, as it is sent. */
const sent = (type: ResourceMapperField['type'], value: unknown) => (read(mapped({ priority: value }, [column('priority', type)])) as JsonObject | undefined)?.priority;

describe('the property', () => {
	it('is a resource mapper that shows every field to add', () => {
		expect(add.property).toEqual({
			displayName: 'Fields',
			name: 'columns',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			typeOptions: {
				loadOptionsDependsOn: ['resource'],
				resourceMapper: { resourceMapperMethod: 'getCreateColumns', mode: 'add', fieldWords: { singular: 'field', plural: 'fields' }, addAllFields: true, multiKeyMatch: false, supportAutoMap: true },
			},
		});
	});

	it('shows in an update what somebody adds, without a column to match on', () => {
		expect(update.property.typeOptions?.resourceMapper).toMatchObject({ resourceMapperMethod: 'getUpdateColumns', mode: 'map', addAllFields: false });
	});

	it('carries description and condition', () => {
		const field = mapper('columns', 'Fields', { method: 'x', mode: 'add', required: true, description: 'What to write', showWhen: { specify: ['mapper'] } });

		expect(field.property).toMatchObject({ description: 'What to write', required: true });
		expect(field.showWhen).toEqual({ specify: ['mapper'] });
	});
});

describe('values that were filled in', () => {
	it.each([
		['nothing', undefined],
		['null', null],
		['an empty text', ''],
		['the default', { mappingMode: 'defineBelow', value: null }],
		['columns that were left empty', mapped({ title: null, status: '', tags: undefined })],
		['an empty object', {}],
	])('are none in %s', (_what, value) => {
		expect(read(value)).toBeUndefined();
	});

	it('leave out what is empty and keep false and 0', () => {
		const schema = [column('title', 'string'), column('done', 'boolean'), column('priority', 'number'), column('status', 'options')];

		expect(read(mapped({ title: '', done: false, priority: 0, status: null }, schema))).toEqual({ done: false, priority: 0 });
	});

	it('leave out columns that were removed', () => {
		expect(read(mapped({ title: 'A', status: 'draft' }, [column('title', 'string'), column('status', 'options', { removed: true })]))).toEqual({ title: 'A' });
	});

	it('keep an option that is not in the list', () => {
		expect(read(mapped({ status: 'parked' }, [column('status', 'options', { options: [{ name: 'Draft', value: 'draft' }] })]))).toEqual({ status: 'parked' });
	});

	it('keep the dots of a relation', () => {
		expect(read(mapped({ 'relationships.team': 'a', 'relationships.policies': 'b, c' }, [column('relationships.team', 'string'), column('relationships.policies', 'array')]))).toEqual({
			'relationships.team': 'a',
			'relationships.policies': ['b', 'c'],
		});
	});
});

describe('the type of a column', () => {
	it.each([
		['number', '7', 7],
		['number', ' -1.5e3 ', -1500],
		['number', 0.5, 0.5],
		['boolean', 'True', true],
		['boolean', '0', false],
		['boolean', 1, true],
		['array', 'a, b\nc', ['a', 'b', 'c']],
		['array', '[1, {"a": 2}]', [1, { a: 2 }]],
		['array', [1, { a: 2 }], [1, { a: 2 }]],
		['array', { a: 1 }, [{ a: 1 }]],
		['array', 7, [7]],
		['object', '{"a": {"b": 1}}', { a: { b: 1 } }],
		['object', { a: 1 }, { a: 1 }],
		['string', 7, '7'],
		['string', ' as it is ', ' as it is '],
		['options', true, 'true'],
		['dateTime', '2026-11-30T18:00:00+01:00', '2026-11-30T18:00:00+01:00'],
		['dateTime', '2026-11-30 18:00:00Z', '2026-11-30T18:00:00Z'],
		['dateTime', '2026-11-30T18:00:00', '2026-11-30T18:00:00Z'],
		['dateTime', '2026-11-30', '2026-11-30T00:00:00Z'],
		['dateTime', new Date(0), '1970-01-01T00:00:00.000Z'],
		['dateTime', { toISO: (): string => '2026-11-30T18:00:00.000+01:00' }, '2026-11-30T18:00:00.000+01:00'],
		['string', { toISO: (): string => '2026-11-30T18:00:00.000Z' }, '2026-11-30T18:00:00.000Z'],
		[undefined, 7, 7],
		[undefined, { a: 1 }, { a: 1 }],
		['url' as const, 'https://example.com', 'https://example.com'],
	] as const)('%s turns %j into %j', (type, value, expected) => {
		expect(sent(type, value)).toEqual(expected);
	});

	it.each([
		['number', 'high', '"Priority" is not a number: high'],
		['number', '0x10', '"Priority" is not a number: 0x10'],
		['number', true, '"Priority" is not a number: true'],
		['number', NaN, '"Priority" is not a number: null'],
		['number', [1], '"Priority" is not a number: [1]'],
		['boolean', 'yes', '"Priority" is neither true nor false: yes'],
		['boolean', {}, '"Priority" is neither true nor false: {}'],
		['array', '[1, 2', '"Priority" starts like a list in JSON but cannot be read as one'],
		['object', '[1]', '"Priority" is not a JSON object: [1]'],
		['object', 'text', '"Priority" is not a JSON object: text'],
		['object', 7, '"Priority" is not a JSON object: 7'],
		['string', { a: 1 }, '"Priority" holds an object, text is expected'],
		['options', ['a'], '"Priority" holds a list, text is expected'],
		['dateTime', 'tomorrow', '"Priority" is not a point in time: "tomorrow"'],
		['dateTime', '2026-02-30', '"Priority" is a day or time that does not exist: "2026-02-30T00:00:00Z"'],
		['dateTime', 7, '"Priority" is not a point in time: "7"'],
		['dateTime', new Date(NaN), '"Priority" is not a point in time: "null"'],
	] as const)('%s refuses %j', (type, value, message) => {
		expect(() => sent(type, value)).toThrow(new InputError(message, expect.any(String) as unknown as string));
	});

	it('is no member that every object has', () => {
		expect(read(mapped({ a: '7' }, [column('a', 'constructor' as never)]))).toEqual({ a: '7' });
	});

	it('calls a column by its name in the API where the display name is missing', () => {
		expect(() => read({ mappingMode: 'defineBelow', value: { due_at: 'soon' }, schema: [{ id: 'due_at', type: 'dateTime' }] })).toThrow('"due_at" is not a point in time');
	});
});

describe('a required column', () => {
	const schema = [column('title', 'string', { required: true }), column('status', 'string')];

	it.each([undefined, null, ''])('is missed in a new record when it holds %j', (title) => {
		expect(() => read(mapped({ title, status: 'draft' }, schema))).toThrow('"Title" is empty');
	});

	it('is not missed in an update, nor when it was removed', () => {
		expect(read(mapped({ status: 'draft' }, schema), { field: update })).toEqual({ status: 'draft' });
		expect(read(mapped({ status: 'draft' }, [column('title', 'string', { required: true, removed: true })]))).toEqual({ status: 'draft' });
	});

	it('is one of any kind where the whole field is required', () => {
		const field = mapper('columns', 'Fields', { method: 'x', mode: 'update', required: true });

		expect(() => read(mapped({ status: null }, schema), { field })).toThrow('Fields holds no value');
	});
});

describe('values from the input', () => {
	const schema = [column('title', 'string'), column('priority', 'number'), column('status', 'options', { removed: true })];
	const automatic = (more: object = {}) => mapped(null, schema, { mappingMode: 'autoMapInputData', ...more });

	it('are the members that the list of fields knows, as what they are there', () => {
		expect(read(automatic(), { inputJson: { title: 'A', priority: '3', status: 'draft', email: 'robin.vale@example.com' } })).toEqual({ title: 'A', priority: 3, status: 'draft' });
	});

	it('may lack a field that was taken off the list', () => {
		const fields = [column('title', 'string'), column('status', 'options', { required: true, removed: true })];

		expect(read(mapped(null, fields, { mappingMode: 'autoMapInputData' }), { inputJson: { title: 'A' } })).toEqual({ title: 'A' });
	});

	it('are no old values of the panel', () => {
		expect(read(automatic({ value: { title: 'Old' } }), { inputJson: { priority: 1 } })).toEqual({ priority: 1 });
		expect(read(automatic({ value: { title: 'Old' } }))).toBeUndefined();
	});

	it('cannot be matched without a list of fields', () => {
		expect(() => read(automatic({ schema: [] }), { inputJson: { title: 'A' } })).toThrow('the list of fields is empty');
	});
});

describe('names and values without the editor', () => {
	it.each([
		['an object', { title: 'A', priority: 1, tags: ['x'], none: null, blank: '' }],
		['JSON text', '{"title":"A","priority":1,"tags":["x"],"none":null,"blank":""}'],
		['JSON text where the values stand', mapped('{"title":"A","priority":1,"tags":["x"]}')],
	])('are taken from %s', (_what, value) => {
		expect(read(value)).toEqual({ title: 'A', priority: 1, tags: ['x'] });
	});

	it.each([['text', 'high'], ['a list', ['a']], ['a number', 7], ['a list in JSON', '[1]'], ['a list where the values stand', mapped([1])]])('are not in %s', (_what, value) => {
		expect(() => read(value)).toThrow('Fields is not an object with names and values');
	});

	it('may have a field called value or schema', () => {
		expect(read({ value: 'high', title: 'A' })).toEqual({ value: 'high', title: 'A' });
		expect(read({ schema: 'x' })).toEqual({ schema: 'x' });
	});

	it('never change the prototype of an object', () => {
		const filled = read(JSON.parse('{"__proto__":{"polluted":true},"constructor":"c","title":"A"}')) as JsonObject;

		expect(filled).toEqual({ constructor: 'c', title: 'A' });
		expect(Object.getPrototypeOf(filled)).toBe(Object.prototype);
		expect(({} as JsonObject).polluted).toBeUndefined();
	});
});

it('throws nothing but InputError, whatever it is given', () => {
	const types = fc.constantFrom('string', 'number', 'boolean', 'dateTime', 'array', 'object', 'options', undefined, 'toString');
	fc.assert(
		fc.property(fc.anything({ withDate: true, withNullPrototype: true }), types, fc.anything(), (value, type, whole) => {
			for (const given of [whole, mapped({ a: value }, [column('a', type as never)]), mapped(value, value as never)]) {
				try {
					read(given);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}
		}),
		{ numRuns: 500 },
	);
});
