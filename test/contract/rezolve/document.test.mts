import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { loadContract } from '../../simulators/frame/contract.mts';
import { CONTRACT_FILE, CREDENTIALS, HUB_TOOLS, OPERATION_SCOPES } from '../../simulators/rezolve/index.mts';

const contract = loadContract(CONTRACT_FILE);
const at = (pointer: string) => contract.schemas.resolve(pointer).value as Record<string, unknown>;

describe('the Rezolve contract', () => {
	it('is a valid OpenAPI 3.1 document', () => {
		const printed = execFileSync(process.execPath, [join(import.meta.dirname, '../validateDocument.mts'), CONTRACT_FILE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

		expect(JSON.parse(printed)).toEqual({ valid: true, version: '3.1' });
	});

	it('has 65 operations', () => {
		expect(contract.operations).toHaveLength(65);
	});

	it('agrees with its own examples', () => {
		let examples = 0;
		const wrong: unknown[] = [];
		const visit = (node: unknown, pointer: string): void => {
			if (typeof node !== 'object' || node === null) return;
			const { schema, example, examples: several } = node as { schema?: unknown; example?: unknown; examples?: Record<string, { value: unknown }> };
			const values = [...(example === undefined ? [] : [example]), ...(several && !Array.isArray(several) ? Object.values(several).map(({ value }) => value) : [])];
			for (const value of schema ? values : []) {
				examples += 1;
				wrong.push(...contract.schemas.check(`${pointer}/schema`, value, pointer));
			}
			for (const [name, child] of Object.entries(node)) visit(child, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
		};
		visit(contract.schemas.document, '');

		expect(examples).toBeGreaterThan(60);
		expect(wrong).toEqual([]);
	});

	it('knows the types of credentials that the simulator holds one of each', () => {
		expect(Object.keys(CREDENTIALS).sort()).toEqual([...(at('/components/schemas/CredentialAuthType').enum as string[])].sort());
	});

	it('knows the operations that scopes are named for', () => {
		const known = contract.operations.map(({ operationId }) => operationId);

		expect(Object.keys(OPERATION_SCOPES).filter((operationId) => !known.includes(operationId))).toEqual([]);
	});

	it('has a risk level for every tool of the simulator, and the simulator a tool for every level', () => {
		const { enum: levels } = at('/components/schemas/HubTool/properties/risk_level');

		expect([...new Set(HUB_TOOLS.map(({ risk_level }) => risk_level))].sort()).toEqual([...(levels as string[])].sort());
	});

	it('marks what was added as assumed', () => {
		for (const path of ['/paths/~1api~1v1~1api-keys/post', '/paths/~1api~1v1~1oauth-clients/post', '/paths/~1api~1v1~1credentials/post', '/paths/~1api~1v1~1admin~1service-account~1create/post']) {
			expect(at(`${path}/responses/201`)).toMatchObject({ 'x-assumed': true });
		}
	});
});
