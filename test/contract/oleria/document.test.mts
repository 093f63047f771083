import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadContract } from '../../simulators/frame/contract.mts';
import { CONTEXTS, CONTRACT_FILE, OPERATORS } from '../../simulators/oleria/index.mts';

const contract = loadContract(CONTRACT_FILE);
const at = (pointer: string) => contract.schemas.resolve(pointer).value as Record<string, unknown>;

describe('the Oleria contract', () => {
	it('is a valid OpenAPI 3.1 document', () => {
		const printed = execFileSync(process.execPath, [join(import.meta.dirname, '../validateDocument.mts'), CONTRACT_FILE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

		expect(JSON.parse(printed)).toEqual({ valid: true, version: '3.1' });
	});

	it('has four operations', () => {
		expect(contract.operations.map(({ operationId }) => operationId).sort()).toEqual(['createDownload', 'createToken', 'fetchExportFile', 'getDownload']);
	});

	it('agrees with its own examples', () => {
		let examples = 0;
		const wrong: unknown[] = [];
		const visit = (node: unknown, pointer: string): void => {
			if (typeof node !== 'object' || node === null) return;
			const { schema, examples: own } = node as { schema?: unknown; examples?: Record<string, { value: unknown }> };
			for (const { value } of schema && own && !Array.isArray(own) ? Object.values(own) : []) {
				examples += 1;
				wrong.push(...contract.schemas.check(`${pointer}/schema`, value, pointer));
			}
			for (const [name, child] of Object.entries(node)) visit(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
		};
		visit(contract.schemas.document, '');

		expect(examples).toBeGreaterThan(12);
		expect(wrong).toEqual([]);
	});

	it('knows the contexts that the simulator has rows for, and no others', () => {
		expect([...CONTEXTS].sort()).toEqual([...(at('/components/schemas/KnownContext').enum as string[])].sort());
	});

	it.each([
		['string', 'StringFilter'],
		['number', 'NumberFilter'],
		['boolean', 'BooleanFilter'],
		['timestamp', 'TimestampFilter'],
		['enum', 'EnumFilter'],
	] as const)('allows for %s the operators that the simulator allows', (dataType, schema) => {
		expect([...OPERATORS[dataType]].sort()).toEqual([...(at(`/components/schemas/${schema}/properties/filterType`).enum as string[])].sort());
	});

	it('can be parted, and has no part for an unknown operation', () => {
		const part = contract.part('getDownload');

		expect(part.match('GET', '/v1/downloads/1').kind).toBe('operation');
		expect(part.match('POST', '/v1/downloads').kind).toBe('noPath');
		expect(() => contract.part('listDownloads')).toThrow('The contract has no operation listDownloads');
	});
});
