import { LEDGER_ID } from '../../simulators/accessowl/index.mts';
import { byId, useAccessOwl } from './support.mts';

const owl = useAccessOwl();
const update = (options: object = {}, notes = 'Reviewed') => ({ applicationId: byId(LEDGER_ID), updateFields: { notes }, options }) as never;
const keys = () => owl.writes().map(({ headers }) => headers['idempotency-key']);

describe('idempotency keys', () => {
	it('are the same when the same execution runs the node again: the record is read back', async () => {
		await owl.records('application', 'update', update(), { executionId: 'once' });
		const [again] = await owl.records('application', 'update', update(), { executionId: 'once' });

		expect(again).toMatchObject({ id: LEDGER_ID, alreadySubmitted: true });
		expect(new Set(keys()).size).toBe(1);
		expect(owl.application('Ledger Console').lock_version).toBe(4);
	});

	it('differ between executions and between items', async () => {
		await owl.records('application', 'update', update({}, '={{ $json.notes }}'), { items: [{ notes: 'One' }, { notes: 'Two' }] });
		await owl.records('application', 'update', update({}, 'Three'));

		expect(new Set(keys()).size).toBe(3);
	});

	it('made from the content are the same in every execution, and others for another content or method', async () => {
		const fromContent = { keySource: 'content' };
		await owl.records('application', 'update', update(fromContent));
		expect(await owl.records('application', 'update', update(fromContent))).toMatchObject([{ alreadySubmitted: true }]);
		await owl.records('application', 'update', update(fromContent, 'Changed'));
		await owl.records('application', 'update', update({ ...fromContent, method: 'PUT' }));

		expect(keys()[1]).toBe(keys()[0]);
		expect(new Set(keys()).size).toBe(3);
	});

	it('of the user win', async () => {
		await owl.records('application', 'update', update({ idempotencyKey: 'HR-1204', keySource: 'content' }));

		expect(keys()).toEqual(['HR-1204']);
	});

	it('of the user that were used for something else are told so', async () => {
		await owl.records('application', 'update', update({ idempotencyKey: 'HR-1204' }));
		const { message, description } = await owl.refusal('application', 'update', update({ idempotencyKey: 'HR-1204' }, 'Changed'));

		expect(message).toContain('AccessOwl answered 422');
		expect(description).toContain('give another one');
	});

	it('that repeat fail the item where the user wants that, and it says that the change is there', async () => {
		const again = update({ idempotencyKey: 'HR-1204', onRepeatedKey: 'fail' });
		await owl.records('application', 'update', again);
		const { message, description } = await owl.refusal('application', 'update', again);

		expect(message).toBe('AccessOwl had received this change before [Item 0]');
		expect(description).toContain('The record shows the change.');
	});

	it.each([
		['a line break', 'HR-1204\nX-Admin: 1', 'it holds a line break'],
		['256 characters', 'x'.repeat(256), 'it has 256 characters, 255 are allowed'],
		['an umlaut', 'Kündigung', 'it holds a character that a header cannot carry'],
	])('with %s are refused before anything is sent', async (_what, idempotencyKey, text) => {
		expect((await owl.refusal('application', 'update', update({ idempotencyKey }))).message).toBe(`Idempotency Key cannot be sent: ${text} [Item 0]`);
		expect(owl.simulator.requests).toEqual([]);
	});
});
