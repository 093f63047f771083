import { rezolve } from '../../../nodes/Rezolve/resources';
import { rezolveHub } from '../../../nodes/RezolveHub/resources';
import { riskOf } from '../../../nodes/RezolveHub/tools';

const operations = [rezolve, rezolveHub].flatMap(({ resources }) => resources.flatMap(({ resource, operations: own }) => own.map((operation) => ({ name: `${resource}: ${operation.operation}`, operation }))));

describe('Guards', () => {
	it('keep what nothing undoes, or what gives out clear secrets, from AI agents', () => {
		const withheld = operations.filter(({ operation }) => operation.offeredToModels === false).map(({ name }) => name);

		expect(withheld).toEqual(expect.arrayContaining(['dataKey: rotate', 'job: trigger', 'serviceAccount: create', 'tenant: delete', 'tenant: update']));
	});

	it('ask for the typed ID of the tenant exactly where everything is at stake', () => {
		const typed = operations.filter(({ operation }) => operation.fields.some(({ property }) => property.name === 'confirmTenantId')).map(({ name }) => name);

		expect(typed).toEqual(['dataKey: rotate', 'tenant: delete']);
	});

	it('ask for a switch where a change cannot be taken back here', () => {
		const confirmed = operations.filter(({ operation }) => operation.fields.some(({ property }) => property.name === 'confirm')).map(({ name }) => name);

		expect(confirmed).toEqual(['job: trigger', 'serviceAccount: create', 'tenant: update']);
	});

	it('are off by default, so that nobody confirms by accident', () => {
		for (const { operation } of operations) {
			for (const { property } of operation.fields) if (['confirm', 'confirmTenantId'].includes(property.name)) expect([false, '']).toContain(property.default);
		}
	});

	it('of all operations that change something hold a dry run', () => {
		for (const { name, operation } of operations) {
			if (operation.endpoint.startsWith('GET ')) expect({ name, effect: operation.effect }).toEqual({ name, effect: 'read' });
			if (/^(PATCH|PUT|DELETE) /.test(operation.endpoint)) expect({ name, effect: operation.effect }).not.toEqual({ name, effect: 'read' });
		}
	});
});

describe('The risk of a tool', () => {
	it.each([
		[{ risk_level: 'read' }, 'read'],
		[{ riskLevel: 'admin' }, 'admin'],
		[{ risk: 'write' }, 'write'],
		[{ risk_level: 'harmless' }, undefined],
		[{ risk_level: null }, undefined],
		[{}, undefined],
	])('in %j is %s', (tool, risk) => {
		expect(riskOf(tool)).toBe(risk);
	});
});
