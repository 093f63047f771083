import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { allFieldsOf } from '../../../nodes/shared/operation/allFields';
import { partsOf, type OperationDefinition } from '../../../nodes/shared/operation/definition';
import { rooms } from '../../support/descriptions.mts';
import { notOffered } from './notOffered.mts';

interface Schema {
	readonly $ref?: string;
	readonly properties?: Readonly<Record<string, Schema>>;
	readonly allOf?: readonly Schema[];
	readonly anyOf?: readonly Schema[];
}
interface ContractOperation {
	readonly operationId: string;
	readonly parameters?: ReadonlyArray<{ readonly $ref?: string; readonly name?: string; readonly in?: string }>;
	readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Server {
	readonly url: string;
}
type PathItem = Readonly<Record<string, ContractOperation>> & { readonly servers?: readonly Server[] };
interface Contract {
	readonly servers?: readonly Server[];
	readonly paths: Readonly<Record<string, PathItem>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

const contractOf = (file: string): Contract => parse(readFileSync(join(import.meta.dirname, '..', '..', 'contracts', file), 'utf8')) as Contract;

/** Where a contract describes several hosts, only what is at this one. */
const isAt = (contract: Contract, { servers = contract.servers ?? [] }: PathItem, host: string | undefined): boolean =>
	host === undefined || servers.some(({ url }) => url === host);

const endpointsOf = (contract: Contract, host?: string): string[] =>
	Object.entries(contract.paths)
		.filter(([, item]) => isAt(contract, item, host))
		.flatMap(([path, operations]) => METHODS.filter((method) => operations[method]).map((method) => `${method.toUpperCase()} ${path}`));

const reached = ({ endpoint, alsoReaches = [] }: OperationDefinition): string[] => [endpoint, ...alsoReaches];

function resolve<Target extends object>(contract: Contract, target: Target & { readonly $ref?: string }): Target {
	if (!target.$ref) return target;
	const found = target.$ref
		.replace('#/', '')
		.split('/')
		.reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], contract);
	return resolve(contract, found as Target & { readonly $ref?: string });
}

function membersOf(contract: Contract, schema: Schema): string[] {
	const { properties = {}, allOf = [], anyOf = [] } = resolve(contract, schema);
	return [...Object.keys(properties), ...[...allOf, ...anyOf].flatMap((part) => membersOf(contract, part))];
}

describe.each(rooms)('$node', ({ room, contract: file, host }) => {
	const contract = contractOf(file);
	const operations = room.resources.flatMap(({ resource, operations: all }) => all.map((operation) => ({ id: `${resource}.${operation.operation}`, operation })));

	it('offers every operation of the contract, or says in notOffered.mts why not', () => {
		const offered = new Set([...operations.flatMap(({ operation }) => reached(operation)), ...Object.keys(notOffered[file] ?? {})]);
		expect(endpointsOf(contract, host).filter((endpoint) => !offered.has(endpoint))).toEqual([]);
	});

	it('calls nothing that the contract does not have', () => {
		const known = new Set(endpointsOf(contract, host));
		expect(operations.flatMap(({ operation }) => reached(operation)).filter((endpoint) => !known.has(endpoint))).toEqual([]);
	});

	it.each(operations)('$id sends only what the contract knows, and fills every path parameter', ({ operation }) => {
		const { method, path } = partsOf(operation.endpoint);
		const pathItem = contract.paths[path] as Readonly<Record<string, ContractOperation>> & { readonly parameters?: ContractOperation['parameters'] };
		const contractOperation = pathItem[method.toLowerCase()] as ContractOperation;
		const parameters = [...(pathItem.parameters ?? []), ...(contractOperation.parameters ?? [])].map((each) => resolve(contract, each));
		const body = contractOperation.requestBody?.content['application/json']?.schema;
		const known = {
			path: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name),
			query: parameters.filter((each) => each.in === 'query').map(({ name }) => name),
			body: body ? membersOf(contract, body) : [],
		};
		const sent = allFieldsOf(operation).flatMap(({ sendAs }) => (sendAs ? [sendAs.split('.')] : []));

		for (const [place = '', name] of sent) expect(known[place as keyof typeof known]).toContain(name);
		expect(sent.filter(([place]) => place === 'path').map(([, name]) => name).sort()).toEqual([...known.path].sort());
	});

	it.each(operations)('$id names no parameter twice', ({ operation }) => {
		const names = allFieldsOf(operation).map(({ group = '', property }) => `${group}/${property.name}`);
		expect(names).toEqual([...new Set(names)]);
	});

	it.each(operations)('$id has texts for people and agents', ({ operation }) => {
		expect(operation.action).toMatch(/^[A-Z][a-z]+( (?:[a-z]+|API))+$/);
		expect(operation.description.length).toBeGreaterThan(20);
		expect(operation.description).not.toMatch(/\b(error|problem|failure|mistake)\b/i);
	});
});

describe.each(Object.entries(notOffered))('What is not offered of %s', (file, reasons) => {
	const held = rooms.filter(({ contract }) => contract === file);

	it('is in the contract, at the host of a room, and no operation reaches it', () => {
		const known = new Set(held.flatMap(({ host }) => endpointsOf(contractOf(file), host)));
		const offered = new Set(held.flatMap(({ room }) => room.resources.flatMap(({ operations }) => operations.flatMap(reached))));
		expect(Object.keys(reasons).filter((endpoint) => !known.has(endpoint) || offered.has(endpoint))).toEqual([]);
	});

	it('has a reason', () => {
		expect(held.length).toBeGreaterThan(0);
		for (const reason of Object.values(reasons)) expect(reason.length).toBeGreaterThan(30);
	});
});
