import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { COLLECTIONS, CONTRACT_FILE } from '../../simulators/catalio/index.mts';
import { loadContract } from '../../simulators/frame/contract.mts';

const contract = loadContract(CONTRACT_FILE);

describe('the Catalio contract', () => {
	it('is a valid OpenAPI 3.1 document', () => {
		const printed = execFileSync(process.execPath, [join(import.meta.dirname, '../validateDocument.mts'), CONTRACT_FILE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

		expect(JSON.parse(printed)).toEqual({ valid: true, version: '3.1' });
	});

	it('has 108 operations, nine for each collection of the table', () => {
		const ids = contract.operations.map(({ operationId }) => operationId);

		expect(new Set(ids).size).toBe(108);
		for (const { one, many } of COLLECTIONS) {
			const own = [`list${many}`, ...['create', 'get', 'update', 'delete'].map((verb) => `${verb}${one}`), ...['get', 'add', 'replace', 'remove'].map((verb) => `${verb}${one}Linkage`)];
			expect(ids).toEqual(expect.arrayContaining(own));
		}
	});

	it('agrees with its own examples', () => {
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

		expect(examples.length).toBeGreaterThan(100);
		expect(wrong).toEqual([]);
	});
});
