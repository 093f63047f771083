import { withQuery } from '../../../shared/http/request';
import { defineOperation } from '../../../shared/operation';
import { choices, toggle } from '../../../shared/operation/fields';
import { readList } from '../../../shared/operation/perform';
import { EXPAND, isCurrent, isDiscovered, shortState } from '../../accessStates';
import { applicationLocator, userLocator } from '../fields';

const RELATED = [
	{ name: 'Application', value: 'application' },
	{ name: 'Permissions', value: 'target_permissions' },
	{ name: 'Resource', value: 'resource' },
	{ name: 'User', value: 'grantee_user' },
];

export const getAll = defineOperation({
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many access states',
	description: 'Retrieve who holds what: everything a person holds, or everybody who holds an application',
	endpoint: 'GET /api/v1/access_states',
	effect: 'read',
	output: 'list',
	fields: [
		toggle('currentOnly', 'Current Only', {
			default: true,
			description: 'Whether to leave out access that has ended. AccessOwl lists it too and cannot filter it, so the node does.',
		}),
		applicationLocator({ group: 'filters', sendAs: 'query.application_id', description: 'Only access to this application' }),
		toggle('managedOnly', 'Managed Only', {
			group: 'filters',
			description: 'Whether to leave out applications that AccessOwl has only discovered: there it can take nothing away',
		}),
		userLocator({ group: 'filters', sendAs: 'query.grantee_user_id', description: 'Only access of this person' }),
		choices('expand', 'Include Related Records', RELATED, {
			group: 'options',
			description: 'Records to embed. With Simplify on, all of them are read.',
		}),
	],
	simplify: shortState,
	keep: (state, { values }) =>
		(values.currentOnly === false || isCurrent(state)) && (values.managedOnly !== true || !isDiscovered(state)),
	run: async (item) => {
		const wanted = new Set(item.settings.simplify ? EXPAND : ((item.values.expand as string[] | undefined) ?? []));
		if (item.values.managedOnly === true) wanted.add('application');
		const expand = wanted.size > 0 ? [...wanted].join(',') : undefined;
		return await readList(item, withQuery(item.request(), { expand }));
	},
});
