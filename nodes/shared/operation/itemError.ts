import { NodeApiError, NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';
import { InputError } from '../http/inputError';
import { errorItem, nodeApiError } from '../http/nodeError';
import { VendorError } from '../http/vendorError';
import { CsvError } from '../csv';
import { FlattenError } from '../jsonApi';
import { PaginationError } from '../pagination';

/** How far a run had come when it ended early. */
interface Progress {
	readonly itemCount: number;
	/** How many items were carried out before the node stopped. */
	readonly done: number;
	/** Those items changed something that a stop does not take back. */
	readonly changes: boolean;
}

interface Where extends Progress {
	readonly itemIndex: number;
}

function progressText({ done, itemCount, changes }: Progress): string {
	const items = `${done} of ${itemCount} items ${done === 1 ? 'was' : 'were'} done before the node stopped`;
	const [whose, are] = done === 1 ? ['its', 'change is'] : ['their', 'changes are'];
	return `${items}: ${changes ? `${whose} ${are} made, ` : ''}${whose} output is lost.`;
}

const doneText = (where: Where | undefined): string =>
	where && where.done > 0 ? ` ${progressText(where)} Set On Error (under Settings) to continue, and one item no longer stops the others.` : '';

function operationError(node: INode, message: string, options: { itemIndex?: number; description?: string }): NodeOperationError {
	const error = new NodeOperationError(node, message, options);
	// n8n swaps a text that holds one of its codes for a sentence of its own, even inside a word: "EACCES" in "RemoveAccess".
	error.message = message;
	error.messages = [];
	return error;
}

/** n8n marks an execution as canceled, and not as failed, by this word in the message (`processSuccessExecution` of n8n-core). */
export function canceledError(node: INode, errors: readonly unknown[], progress: Progress): NodeOperationError {
	const open = errors.filter((error) => error instanceof VendorError && error.failure.mayHaveTakenEffect).length;
	const description = [
		progress.done > 0 ? progressText(progress) : '',
		open > 0 ? `${open} ${open === 1 ? 'item was' : 'items were'} under way: the change may have been made.` : '',
	].filter((part) => part !== '').join(' ');
	return operationError(node, 'The execution was canceled', { ...(description ? { description } : {}) });
}

/** The error that stops the node. Errors of n8n itself pass, with the item's number. `where` is left out for a search of the panel. */
export function errorFrom(node: INode, error: unknown, where?: Where): NodeApiError | NodeOperationError {
	const place = where ? { itemIndex: where.itemIndex } : {};
	const numbered = (message: string) => (where ? `${message} [Item ${where.itemIndex}]` : message);
	if (error instanceof VendorError) {
		const description = error.failure.description + doneText(where);
		return nodeApiError(node, { ...error.failure, description }, place);
	}
	if (error instanceof CsvError || error instanceof FlattenError || error instanceof InputError || error instanceof PaginationError) {
		return operationError(node, numbered(error.message), { ...place, description: error.advice + doneText(where) });
	}
	if (error instanceof NodeApiError || error instanceof NodeOperationError) {
		Object.assign(error.context, place);
		return error;
	}
	return operationError(node, numbered(error instanceof Error ? error.message : String(error)), place);
}

/** A failed item as it leaves the node. Only `error`, `message` and `details`: any other key sends it out of the success branch. */
export function failedItem(node: INode, error: unknown, itemIndex: number): IDataObject {
	const { message, description } = errorFrom(node, error, { itemIndex, itemCount: 1, done: 0, changes: false });
	const details = error instanceof VendorError ? errorItem(error.failure).details : description ? { description } : {};
	return { error: message, details: { ...details, itemIndex } };
}
