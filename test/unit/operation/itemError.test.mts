import type { INode } from 'n8n-workflow';
import { InputError } from '../../../nodes/shared/http/inputError';
import { errorFrom, failedItem } from '../../../nodes/shared/operation/itemError';

const node: INode = { id: 'n', name: 'Node', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} };
const where = { itemIndex: 2, itemCount: 5, done: 2, changes: true };

describe('An item that fails', () => {
	it('keeps its own text, though n8n would swap one that holds a code of its own inside a word', () => {
		const error = errorFrom(node, new InputError('Confirm Title does not match: the application is called "RemoveAccess"', 'Type its title.'), where);

		expect(error.message).toBe('Confirm Title does not match: the application is called "RemoveAccess" [Item 2]');
		expect(error.messages).toEqual([]);
	});

	it('says how many items were done before and that their changes stay', () => {
		const error = errorFrom(node, new InputError('Reason is empty', 'Fill it in.'), where);

		expect(error.description).toMatch(/^Fill it in\. 2 of 5 items were done before the node stopped: their changes are made, their output is lost\./);
		expect(error.context.itemIndex).toBe(2);
	});

	it('leaves with the keys error and details alone, or n8n would take it for a success', () => {
		const item = failedItem(node, new InputError('Reason is empty', 'Fill it in.'), 2);

		expect(item).toEqual({ error: 'Reason is empty [Item 2]', details: { description: 'Fill it in.', itemIndex: 2 } });
	});
});
