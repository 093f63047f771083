import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContract } from '../simulators/frame/contract.mts';
import { CONTRACT_FILE } from '../simulators/accessowl/index.mts';

const validated = (file: string): unknown =>
	JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'validateDocument.mts'), file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));

describe('the AccessOwl contract', () => {
	it('is a valid OpenAPI 3.1 document', () => {
		expect(validated(CONTRACT_FILE)).toEqual({ valid: true, version: '3.1' });
	});

	it('would not pass without its paths being paths', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'contract-'));
		const file = join(folder, 'broken.yaml');
		writeFileSync(file, '{ openapi: 3.1.0, info: { title: Broken, version: "1" }, paths: { users: { get: 7 } } }');

		expect(validated(file)).toMatchObject({ valid: false });
		await rm(folder, { recursive: true });
	});

	it('has 28 operations, each with its own id and at least one 2xx answer', () => {
		const { operations } = loadContract(CONTRACT_FILE);

		expect(operations).toHaveLength(28);
		expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(28);
		expect(operations.filter(({ statuses }) => !statuses.some((status) => status.startsWith('2')))).toEqual([]);
	});

	it('has no keyword, format or reference that the checker does not know', () => {
		const contract = loadContract(CONTRACT_FILE);
		const json = { 'content-type': 'application/json' };

		for (const operation of contract.operations) {
			for (const { schema } of operation.parameters) contract.schemas.check(schema, null, '');
			const readBody = () => contract.readRequest(operation, {}, { query: new URLSearchParams(), headers: json, body: Buffer.from('{}') });
			expect(readBody).not.toThrow();
			for (const status of operation.statuses) {
				const check = () => contract.checkAnswer(operation, { status: status === 'default' ? 599 : Number(status), headers: json, body: Buffer.from('{}') });
				expect(check).not.toThrow();
			}
		}
	});

	it('agrees with its own examples', () => {
		const contract = loadContract(CONTRACT_FILE);
		const examples: Array<{ pointer: string; value: unknown }> = [];
		const collect = (node: unknown, pointer: string): void => {
			if (typeof node !== 'object' || node === null) return;
			const { schema, examples: own } = node as { schema?: unknown; examples?: Record<string, unknown> };
			if (schema && own && !Array.isArray(own)) {
				for (const name of Object.keys(own)) examples.push({ pointer: `${pointer}/schema`, value: (contract.schemas.resolve(`${pointer}/examples/${name}`).value as { value: unknown }).value });
			}
			for (const [name, child] of Object.entries(node)) collect(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
		};
		collect(contract.schemas.document.paths, '/paths');

		const wrong = examples.flatMap(({ pointer, value }) => contract.schemas.check(pointer, value, pointer));

		expect(examples.length).toBeGreaterThan(20);
		expect(wrong).toEqual([]);
	});
});
