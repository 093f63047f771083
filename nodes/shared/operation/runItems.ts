import { randomUUID } from 'node:crypto';
import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { cancelSignalOf } from '../http/egress';
import { systemClock } from '../http/clock';
import { InputError } from '../http/inputError';
import type { Clock } from '../http/ports';
import type { JsonObject, JsonValue } from '../http/request';
import { isWrite, type OperationDefinition, type Room } from './definition';
import { FileRecord, type OutputRecord } from './fileRecord';
import { canceledError, errorFrom, failedItem } from './itemError';
import { inOrder } from './inOrder';
import { openItem, type Place } from './item';
import { perform } from './perform';
import { readItem, type ReadItem } from './readValues';
import { openSession } from './openSession';

export interface World {
	readonly clock: Clock;
	readonly random: () => number;
}

const THIS_WORLD: World = { clock: systemClock, random: Math.random };

type Outcome =
	| { readonly kind: 'done'; readonly records: OutputRecord[] }
	| { readonly kind: 'failed'; readonly error: unknown };

/**
 * Runs the chosen operation for all input items: parameters of all items are read and checked before the first
 * request leaves; each output item is paired with its input item; an item that fails stops the node or, where the
 * user asked for that, leaves as an item of its own. Throws NodeApiError or NodeOperationError.
 */
export async function runItems(context: IExecuteFunctions, room: Room, world: World = THIS_WORLD): Promise<INodeExecutionData[][]> {
	const inputs = context.getInputData();
	if (inputs.length === 0) return [[]];
	const operation = chosenOperation(context, room);
	const goOn = context.continueOnFail();
	const read = readAll(context, operation, inputs.length, world);
	const changes = isWrite(operation) && read.some((entry) => 'values' in entry && entry.values.dryRun !== true);
	if (!goOn) throwFirst(context, changes, read);

	const place = placeOf(context);
	const lookUps = new Map<string, Promise<JsonValue>>();
	const claims = new Map<string, number>();
	const signal = cancelSignalOf(context);
	const hints = new Set<string>();

	const work = async (entry: ReadItem | Outcome, index: number): Promise<Outcome> => {
		if ('kind' in entry) return entry;
		try {
			const session = await openSession(context, room.dialect, index, entry.values, { ...world, lookUps, signal });
			const item = await openItem(index, operation, entry, session, place, claims);
			const records = await perform(item);
			for (const note of session.notes) hints.add(note);
			return { kind: 'done', records };
		} catch (error) {
			return { kind: 'failed', error };
		}
	};
	const stop = (outcome: Outcome) => signal?.aborted === true || (outcome.kind === 'failed' && !goOn);
	const outcomes = await inOrder(read, concurrencyOf(read), work, stop);
	for (const message of hints) context.addExecutionHints({ message, location: 'outputPane' });
	if (signal?.aborted) throwCanceled(context, changes, outcomes);
	if (!goOn) throwFirst(context, changes, outcomes);
	return [outcomes.flatMap((outcome, index) => (outcome ? outputOf(context, outcome, index) : []))];
}

function chosenOperation(context: IExecuteFunctions, room: Room): OperationDefinition {
	const resource = context.getNodeParameter('resource', 0) as string;
	// n8n drops an operation that the panel does not show, as that of a resource without any for AI agents.
	const name = context.getNodeParameter('operation', 0, '') as string;
	const found = room.resources.find((each) => each.resource === resource);
	const operation = found?.operations.find((each) => each.operation === name);
	const node = context.getNode();
	const isTool = node.type.endsWith('Tool');
	const withheld = isTool && found?.operations.every(({ offeredToModels = true }) => !offeredToModels) ? found : undefined;
	if (withheld || (isTool && operation?.offeredToModels === false)) {
		throw new NodeOperationError(node, `${operation?.name ?? withheld?.name} is not available to AI agents`, {
			description: 'Nothing can undo it. Put the node into the workflow itself, behind an approval by a person.',
		});
	}
	if (!operation) {
		throw new NodeOperationError(node, `This node has no operation "${name}" for "${resource}"`, {
			description: 'Choose a resource and an operation again. The workflow may come from another version of this node.',
		});
	}
	return operation;
}

function readAll(context: IExecuteFunctions, operation: OperationDefinition, count: number, { clock }: World): Array<ReadItem | Outcome> {
	const nowMs = clock.now();
	const inputs = context.getInputData();
	const readOne = (index: number): ReadItem | Outcome => {
		try {
			return readItem(context, operation, index, { nowMs, inputJson: (inputs[index]?.json ?? {}) as JsonObject });
		} catch (error) {
			return { kind: 'failed', error };
		}
	};
	return refuseSharedKeys(Array.from({ length: count }, (_each, index) => readOne(index)));
}

/** One key for two changes: the service would take the second for a repetition of the first. */
function refuseSharedKeys(read: Array<ReadItem | Outcome>): Array<ReadItem | Outcome> {
	const owners = new Map<unknown, number>();
	return read.map((entry, index): ReadItem | Outcome => {
		const key = 'values' in entry ? entry.values.idempotencyKey : undefined;
		if (key === undefined) return entry;
		const owner = owners.get(key);
		if (owner === undefined) {
			owners.set(key, index);
			return entry;
		}
		const advice = 'Give each item a key of its own, for example with an expression that ends in the ID of the record.';
		return { kind: 'failed', error: new InputError(`Idempotency Key is the same as that of item ${owner}`, advice) };
	});
}

/** As the first item says that could be read. */
function concurrencyOf(read: ReadonlyArray<ReadItem | Outcome>): number {
	const first = read.find((entry): entry is ReadItem => 'values' in entry);
	return Math.max(1, Number(first?.values.concurrency ?? 1));
}

/** The same for every retry of this node in this execution; a new execution is a new place. */
function placeOf(context: IExecuteFunctions): Place {
	return {
		// Without an id two executions would share their keys: then this run is a place of its own.
		executionId: context.getExecutionId() || randomUUID(),
		nodeId: context.getNode().id,
		runIndex: Number(context.getWorkflowDataProxy(0).$runIndex ?? 0),
	};
}

const isDone = (outcome: ReadItem | Outcome | undefined): boolean => outcome !== undefined && 'kind' in outcome && outcome.kind === 'done';

/** A run that was stopped before its last item was done. */
function throwCanceled(context: IExecuteFunctions, changes: boolean, outcomes: ReadonlyArray<Outcome | undefined>): void {
	if (outcomes.every(isDone)) return;
	const errors = outcomes.flatMap((outcome) => (outcome?.kind === 'failed' ? [outcome.error] : []));
	throw canceledError(context.getNode(), errors, { itemCount: outcomes.length, done: outcomes.filter(isDone).length, changes });
}

function throwFirst(context: IExecuteFunctions, changes: boolean, outcomes: ReadonlyArray<ReadItem | Outcome | undefined>): void {
	const index = outcomes.findIndex((outcome) => outcome && 'kind' in outcome && outcome.kind === 'failed');
	if (index < 0) return;
	const done = outcomes.filter(isDone).length;
	const { error } = outcomes[index] as Outcome & { kind: 'failed' };
	throw errorFrom(context.getNode(), error, { itemIndex: index, itemCount: outcomes.length, done, changes });
}

function outputOf(context: IExecuteFunctions, outcome: Outcome, index: number): INodeExecutionData[] {
	const pairedItem = { item: index };
	if (outcome.kind === 'failed') return [{ json: failedItem(context.getNode(), outcome.error, index), pairedItem }];
	return outcome.records.map((record) => (record instanceof FileRecord ? { json: record.json, binary: record.binary, pairedItem } : { json: record, pairedItem }));
}
