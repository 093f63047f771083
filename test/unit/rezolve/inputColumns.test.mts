import fc from 'fast-check';
import { inputColumns } from '../../../nodes/RezolveHub/inputColumns';
import type { JsonObject } from '../../../nodes/shared/http/request';

const one = (schema: JsonObject, more: JsonObject = {}) => {
	const columns = inputColumns({ type: 'object', properties: { first_name: schema }, ...more });
	expect(columns).toHaveLength(1);
	return columns[0]!;
};

describe('A column for an input', () => {
	it.each([
		[{ type: 'string' }, 'string'],
		[{ type: 'string', format: 'date-time' }, 'dateTime'],
		[{ type: 'string', format: 'date' }, 'string'],
		[{ type: 'number' }, 'number'],
		[{ type: 'integer' }, 'number'],
		[{ type: 'boolean' }, 'boolean'],
		[{ type: 'array' }, 'array'],
		[{ type: 'object' }, 'object'],
		[{ type: ['string', 'null'] }, 'string'],
		[{ type: ['null', 'integer'] }, 'number'],
		[{ type: ['string', 'number'] }, undefined],
		[{}, undefined],
		[{ anyOf: [{ type: 'boolean' }, { type: 'null' }] }, 'boolean'],
		[{ oneOf: [{ type: 'null' }, { type: 'array', items: {} }] }, 'array'],
		[{ anyOf: [{ type: 'string' }, { type: 'number' }] }, undefined],
	])('of %j is of the type %s', (schema, type) => {
		expect(one(schema as JsonObject).type).toBe(type);
	});

	it.each([
		[{ type: 'string', enum: ['low', 'high'] }],
		[{ enum: ['low', 'high'] }],
		[{ type: ['string', 'null'], enum: ['low', 'high', null] }],
		[{ anyOf: [{ enum: ['low', 'high'] }, { type: 'null' }] }],
	])('of %j is a choice', (schema) => {
		expect(one(schema as JsonObject)).toMatchObject({ type: 'options', options: [{ name: 'low', value: 'low' }, { name: 'high', value: 'high' }] });
	});

	it('of numbers to choose from is a number', () => {
		expect(one({ type: 'integer', enum: [1, 2] })).toMatchObject({ type: 'number' });
		expect(one({ type: 'string', enum: [] })).toMatchObject({ type: 'string' });
	});

	it.each([
		['first_name', 'First Name'],
		['firstName', 'First Name'],
		['requester-id', 'Requester ID'],
		['callback_url', 'Callback URL'],
	])('%s without a title is called %s', (name, displayName) => {
		expect(inputColumns({ properties: { [name]: {} } })).toMatchObject([{ id: name, displayName }]);
	});

	it('has the title and the default of the schema', () => {
		expect(one({ type: 'string', title: 'Name of the person', default: 'x' })).toMatchObject({ id: 'first_name', displayName: 'Name of the person', defaultValue: 'x' });
	});

	it('is required where the schema says so', () => {
		expect(one({}, { required: ['first_name', 7] })).toMatchObject({ required: true });
		expect(one({}, { required: 'first_name' })).toMatchObject({ required: false });
	});

	it('of a switch is hidden until somebody adds it, unless it is required: n8n would send false', () => {
		expect(one({ type: 'boolean' })).toMatchObject({ removed: true });
		expect(one({ type: 'boolean' }, { required: ['first_name'] })).not.toHaveProperty('removed');
		expect(one({ type: 'string' })).not.toHaveProperty('removed');
	});
});

describe('The columns of a schema', () => {
	it('come from all parts that hold together, and are required where any of them says so', () => {
		const columns = inputColumns({
			properties: { a: { type: 'string' } },
			allOf: [{ properties: { b: { type: 'number' } }, required: ['a'] }, { allOf: [{ properties: { c: { type: 'boolean' } }, required: ['c'] }] }],
		});

		expect(columns.map(({ id, type, required }) => [id, type, required])).toEqual([['a', 'string', true], ['b', 'number', false], ['c', 'boolean', true]]);
	});

	it('follow references within the document', () => {
		const columns = inputColumns({
			$ref: '#/$defs/Input',
			$defs: {
				Input: { properties: { priority: { $ref: '#/$defs/Priority', title: 'How urgent' }, note: { anyOf: [{ $ref: '#/$defs/a~1b' }, { type: 'null' }] } }, required: ['priority'] },
				Priority: { type: 'string', enum: ['low', 'high'], title: 'Priority' },
				'a/b': { type: 'string' },
			},
		});

		expect(columns).toMatchObject([{ id: 'priority', displayName: 'How urgent', type: 'options', required: true }, { id: 'note', type: 'string' }]);
	});

	it('end where a reference leads in a circle, to nowhere or elsewhere', () => {
		expect(inputColumns({ allOf: [{ $ref: '#' }, { $ref: '#' }, { properties: { a: { $ref: '#/properties/a' } } }], properties: { a: { $ref: '#/properties/a' } } })).toMatchObject([{ id: 'a' }]);
		expect(one({ $ref: '#/$defs/none' })).toMatchObject({ id: 'first_name' });
		expect(one({ $ref: 'https://example.com/schema.json' })).toMatchObject({ id: 'first_name' });
	});

	it.each([{}, { properties: [] }, { properties: null }, { allOf: 'x' }, { properties: { a: 1 } }])('are made of %j without a complaint', (schema) => {
		expect(inputColumns(schema as JsonObject).map(({ id }) => id)).toEqual('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null && !Array.isArray(schema.properties) ? ['a'] : []);
	});

	it('have one name each, whatever the schema is', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.constantFrom('properties', 'allOf', 'anyOf', '$ref', 'required', 'type', 'enum'), fc.jsonValue({ maxDepth: 4 })), (schema) => {
				const names = inputColumns(schema as JsonObject).map(({ id }) => id);
				expect(new Set(names).size).toBe(names.length);
			}),
			{ numRuns: 300 },
		);
	});
});
