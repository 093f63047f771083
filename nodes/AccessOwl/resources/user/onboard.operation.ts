import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Checked, type Item } from '../../../shared/operation';
import { nameOf, personById } from '../../people';
import { userLocator } from '../fields';
import { schedule } from './schedule';

const PLANNED = 'onboarding_provisioning_planned';
const ALLOWED = ['active', PLANNED];

/** Null where an onboarding was planned before already: the date of a planned one is nowhere to be read. */
function isPlannedOrStarted(item: Item, { status }: JsonObject, { current }: Checked): boolean | null {
	if (item.text('when') !== 'scheduled') return status === 'onboarding';
	return status === PLANNED && current?.status === PLANNED ? null : status === PLANNED;
}

export const onboard = defineOperation({
	operation: 'onboard',
	name: 'Onboard',
	action: 'Onboard user',
	description: 'Start the onboarding of a person, plan it, or move a planned date',
	endpoint: 'POST /api/v1/users/{user_id}/onboard',
	effect: 'write',
	idempotency: 'key',
	fields: [userLocator({ required: true, sendAs: 'path.user_id' }), ...schedule('onboarding')],
	check: async ({ session, ...item }) => {
		const current = await personById(session, item.text('userId'));
		const status = String(current.status);
		if (status === 'onboarding' && item.text('when') === 'now') return { done: { ...current, alreadySubmitted: true } };
		if (!ALLOWED.includes(status)) {
			throw new InputError(`${nameOf(current)} cannot be onboarded while the status is "${status}"`, 'Only active people and people with a planned onboarding can be.');
		}
		if (!current.manager_user_id) {
			throw new InputError(`${nameOf(current)} has no manager`, 'AccessOwl asks the manager what the person needs. Set a manager in AccessOwl first.');
		}
		return { current };
	},
	readBack: async (item, before) => {
		const person = await personById(item.session, item.text('userId'));
		return isPlannedOrStarted(item, person, before) ? person : undefined;
	},
	verify: async (item, _answer, before) => isPlannedOrStarted(item, await personById(item.session, item.text('userId')), before),
});
