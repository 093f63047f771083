import { keyProblem } from '../http/idempotencyKey';
import { InputError } from '../http/inputError';
import { idempotencyOf, isWrite, type OperationDefinition } from './definition';
import type { Field } from './field';
import { choice } from './fields/choice';
import { number } from './fields/number';
import { text } from './fields/text';
import { toggle } from './fields/toggle';

const concurrency = number('concurrency', 'Concurrency', {
	group: 'options',
	default: 1,
	min: 1,
	max: 100,
	description: 'How many items to work on at the same time. The output stays in the order of the input. Taken from the first item.',
});

const maxWait = number('maxWait', 'Max Wait (Seconds)', {
	group: 'options',
	default: 300,
	min: 0,
	max: 86_400,
	description:
		'How long each item may wait in all for the rate limit of the service and between retries. A longer wait is not begun: the item stops and says how long it would have been.',
});

const retries = number('retries', 'Retries', {
	group: 'options',
	default: 4,
	min: 0,
	max: 20,
	description: 'How often to send a request again after a full rate limit, a lost connection or a passing outage. What might be done twice is never sent again.',
});

const dryRun = toggle('dryRun', 'Dry Run', {
	group: 'options',
	description: 'Whether to do all look-ups and checks but change nothing, and to return what would be sent',
});

const verify = toggle('verify', 'Verify', {
	group: 'options',
	description: 'Whether to look again after the change and to add "verified" to the output: true, false, or null where it cannot be told',
});

const idempotencyKey: Field = {
	...text('idempotencyKey', 'Idempotency Key', {
		group: 'options',
		placeholder: 'e.g. HR-1204-revoke-8a9b0c1d',
		description:
			'A key of your own for this change, another one for each item, for instance the ticket number and the ID of the record. The service refuses a second change with the same key. Left empty, a key is made that stays the same when this execution retries the node.',
	}),
	read: (value) => {
		// Not trimmed: white space at an end is refused with the rest, or two keys would look the same.
		const key = value === undefined || value === null ? '' : String(value);
		const refused = key === '' ? undefined : keyProblem(key);
		if (refused === undefined) return key === '' ? undefined : key;
		throw new InputError(`Idempotency Key cannot be sent: ${refused}`, 'Use 1 to 255 letters, digits and signs in one line.');
	},
};

const keySource = choice(
	'keySource',
	'Key Made From',
	[
		{ name: 'Content', value: 'content', description: 'The same change has the same key for ever: a second run of the workflow is refused by the service for as long as it remembers keys' },
		{ name: 'Execution', value: 'execution', description: 'The same only while this execution runs, its retries included' },
	],
	{ group: 'options', default: 'execution', description: 'What the idempotency key is made from when you give none' },
);

const onRepeatedKey = choice(
	'onRepeatedKey',
	'On Repeated Key',
	[
		{ name: 'Read Back', value: 'readBack', description: 'Look what became of the earlier request and return that record, marked with alreadySubmitted' },
		{ name: 'Fail', value: 'fail', description: 'Stop the item' },
	],
	{ group: 'options', default: 'readBack', description: 'What to do when the service had received the same change before' },
);

/** The options that every operation of this kind has. */
export function optionFieldsOf(operation: OperationDefinition): readonly Field[] {
	const write = isWrite(operation);
	const keyed = write && idempotencyOf(operation) === 'key';
	return [
		concurrency,
		...(write ? [dryRun] : []),
		...(keyed ? [idempotencyKey, keySource] : []),
		maxWait,
		...(keyed && operation.readBack ? [onRepeatedKey] : []),
		retries,
		...(operation.verify ? [verify] : []),
	];
}
