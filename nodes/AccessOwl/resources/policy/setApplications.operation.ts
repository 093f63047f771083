import { InputError } from '../../../shared/http/inputError';
import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { checkUuid, choice, loadedChoices, locator } from '../../../shared/operation/fields';
import { write } from '../../../shared/operation/write';
import { asText } from '../../../shared/operation/fields/text';

/** The API has no call for one policy. */
async function policyOf({ session, ...item }: Item): Promise<JsonObject> {
	const id = item.text('policyId');
	const policies = await session.list('GET /api/v1/policies');
	const policy = policies.find((each) => each.id === id);
	if (policy) return policy;
	throw new InputError(`Policy: there is none with the ID ${id}`, 'Choose it from the list, or take the ID from Policy: Get Many.');
}

const sorted = (ids: JsonValue | undefined): string => JSON.stringify(Array.isArray(ids) ? [...ids].sort() : []);

/** Whether the policy shows what this item wanted to write. */
function isSet(item: Item, policy: JsonObject): boolean {
	const { body } = item.request();
	return isRecord(body) && sorted(policy.application_ids) === sorted(body.application_ids) && policy.elevated === body.elevated;
}

/** Left out, the vendor resets `elevated` to false (api-reference/policies/set-applications): it is always sent. */
async function setApplications(item: Item): Promise<JsonObject[]> {
	const current = await policyOf(item);
	const elevated = item.values.elevated === 'keep' ? current.elevated === true : item.values.elevated === 'true';
	const request = () => {
		const sent = item.request();
		return item.withKey({ ...sent, body: { ...(isRecord(sent.body) ? sent.body : {}), elevated } }, '');
	};
	const before = Array.isArray(current.application_ids) ? current.application_ids : [];
	const after = (item.values.applicationIds as JsonValue[] | undefined) ?? [];
	const plan = { added: after.filter((id) => !before.includes(id)), removed: before.filter((id) => !after.includes(id)) };
	const operation = { ...item.operation, check: async () => ({ current, plan }) };
	return await write({ ...item, operation, request });
}

export const setPolicyApplications = defineOperation({
	operation: 'setApplications',
	name: 'Set Applications',
	action: 'Set policy applications',
	description: 'Replace the applications that an approval policy is for',
	endpoint: 'PUT /api/v1/policies/{policy_id}/applications',
	effect: 'destructive',
	idempotency: 'key',
	notice: 'The whole list is replaced, and AccessOwl does not notice if somebody else changes the policy at the same time.',
	fields: [
		locator('policyId', 'Policy', {
			required: true,
			search: 'searchPolicies',
			sendAs: 'path.policy_id',
			checkId: (value, displayName) => asText(value, displayName),
		}),
		// Required and yet allowed to be empty: an expression that finds nothing must not clear the policy.
		loadedChoices('applicationIds', 'Application Names or IDs', {
			required: true,
			min: 0,
			emptyClears: true,
			sendAs: 'body.application_ids',
			each: checkUuid,
			load: 'getApplications',
			description: 'All that the policy is for; none clears it.',
		}),
		choice(
			'elevated',
			'Elevated',
			[
				{ name: 'Keep as It Is', value: 'keep' },
				{ name: 'No', value: 'false', description: 'The policy is for ordinary requests' },
				{ name: 'Yes', value: 'true', description: 'The policy is for admin-level requests alone' },
			],
			{ required: true, default: 'keep', description: 'What the policy is for' },
		),
	],
	readBack: async (item) => {
		const policy = await policyOf(item);
		return isSet(item, policy) ? policy : undefined;
	},
	verify: async (item) => isSet(item, await policyOf(item)),
	run: setApplications,
});
