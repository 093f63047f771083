import { defineOperation } from '../../../shared/operation';
import { text } from '../../../shared/operation/fields';
import { planned } from '../../../shared/operation/write';
import { keyProblem } from '../../../shared/http/idempotencyKey';
import { InputError } from '../../../shared/http/inputError';
import { toolOf } from '../../tools';
import { call } from './call';
import { connectionField, domainField, inputJson, onApproval, toolLocator } from './fields';
import { checkRisk, riskField } from './risk';

export const replay = defineOperation({
	operation: 'replay',
	name: 'Replay',
	action: 'Replay approved tool call',
	description: 'Send a call again that had to be approved, with the key it had; while nobody has approved it, that is the outcome',
	endpoint: 'POST /api/v1/tools/{toolKey}/execute',
	alsoReaches: ['GET /api/v1/tools/{toolKey}'],
	effect: 'write',
	// It carries the key of the earlier call, so a repeat changes nothing.
	idempotency: 'inherent',
	fields: [
		domainField(),
		toolLocator(),
		{
			...text('replayKey', 'Idempotency Key', { required: true, placeholder: 'e.g. {{ $json.idempotencyKey }}', description: 'The "idempotencyKey" in the output of Execute' }),
			read: (value) => {
				const key = typeof value === 'string' ? value : '';
				const problem = keyProblem(key);
				if (problem === undefined) return key;
				throw new InputError(`Idempotency Key cannot be sent: ${problem}`, 'Use the "idempotencyKey" in the output of Execute.');
			},
		},
		inputJson(),
		// With a new key it would run like any call, so it is held to a level as well; what is approved may be destructive.
		riskField('destructive'),
		connectionField(),
		onApproval(),
	],
	// The key is the one of an earlier call, so none is made.
	run: async (item) => {
		checkRisk(await toolOf(item.session, item.text('toolKey')), item, 'destructive');
		const request = item.session.request('POST /api/v1/tools/{toolKey}/execute', {
			path: { toolKey: item.text('toolKey') },
			body: {
				input: item.values.inputJson ?? {},
				...(item.text('connectionId') === '' ? {} : { connection_id: item.text('connectionId') }),
				idempotency_key: item.text('replayKey'),
			},
		});
		if (item.dryRun) return [planned(item, request)];
		return [await call(item, request, 'key', 'executed')];
	},
});
