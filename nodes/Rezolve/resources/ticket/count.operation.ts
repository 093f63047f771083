import { defineOperation } from '../../../shared/operation';
import { text, texts } from '../../../shared/operation/fields';
import { moduleFields, NEEDS_REALM } from '../ticketing';

export const count = defineOperation({
	operation: 'count',
	name: 'Count',
	action: 'Count tickets',
	description: 'Retrieve how many tickets saved filters find',
	endpoint: 'POST /api/v2/ticketing/ticket/count',
	// A question by POST: it changes nothing.
	effect: 'read',
	idempotency: 'inherent',
	notice: NEEDS_REALM,
	fields: [
		...moduleFields('agent'),
		texts('filterIds', 'Filter IDs', { required: true, sendAs: 'body.filterIds', description: 'IDs of saved filters, separated by commas' }),
		text('templateProfileFilterId', 'Template Profile Filter ID', { group: 'options', sendAs: 'body.templateProfileFilterId' }),
		text('timezone', 'Time Zone', { group: 'options', sendAs: 'body.timezone', placeholder: 'e.g. Europe/Lisbon' }),
	],
});
