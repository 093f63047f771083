import { defineOperation } from '../../../shared/operation';
import { toggle } from '../../../shared/operation/fields';
import { planned } from '../../../shared/operation/write';
import { riskOf, toolOf } from '../../tools';
import { call } from './call';
import { connectionField, domainField, inputFields, inputOf, onApproval, toolLocator } from './fields';
import { checkRisk, riskField } from './risk';

export const execute = defineOperation({
	operation: 'execute',
	name: 'Execute',
	action: 'Execute tool',
	description: 'Run a tool of a connected application, such as opening a ticket',
	endpoint: 'POST /api/v1/tools/{toolKey}/execute',
	alsoReaches: ['GET /api/v1/tools/{toolKey}'],
	effect: 'write',
	idempotency: 'key',
	fields: [
		domainField(),
		toolLocator(),
		...inputFields(),
		riskField('write'),
		toggle('checkOnly', 'Check Only', { description: 'Whether to let the Hub check the inputs without running the tool', sendAs: 'body.dry_run' }),
		connectionField(),
		onApproval(),
	],
	// A tool that only reads goes without a key: a remembered answer would be an old one.
	run: async (item) => {
		const tool = await toolOf(item.session, item.text('toolKey'));
		checkRisk(tool, item, 'write');
		const isRead = riskOf(tool) === 'read' || item.values.checkOnly === true;
		const bare = item.session.request('POST /api/v1/tools/{toolKey}/execute', {
			path: { toolKey: item.text('toolKey') },
			body: {
				input: inputOf(item),
				...(item.text('connectionId') === '' ? {} : { connection_id: item.text('connectionId') }),
				...(item.values.checkOnly === true ? { dry_run: true } : {}),
			},
		});
		const request = isRead ? bare : item.withKey(bare, '');
		if (item.dryRun) return [planned(item, request, { plan: { riskLevel: riskOf(tool) ?? null } })];
		return [await call(item, request, isRead ? 'inherent' : 'key', item.values.checkOnly === true ? 'checked' : 'executed')];
	},
});
