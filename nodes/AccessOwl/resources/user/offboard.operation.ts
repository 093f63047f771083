import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, type Checked, type Item } from '../../../shared/operation';
import { currentStatesOf, shortState } from '../../accessStates';
import { personById } from '../../people';
import { userLocator } from '../fields';
import { schedule } from './schedule';

const DONE = ['offboarding', 'offboarded'];
const PLANNED = 'offboarding_planned';

/** Null where an offboarding was planned before already: the date of a planned one is nowhere to be read. */
function isPlannedOrDone(item: Item, { status }: JsonObject, { current }: Checked): boolean | null {
	if (item.text('when') !== 'scheduled') return DONE.includes(String(status));
	return status === PLANNED && current?.status === PLANNED ? null : status === PLANNED;
}

export const offboard = defineOperation({
	operation: 'offboard',
	name: 'Offboard',
	action: 'Offboard user',
	description: 'Take away everything AccessOwl tracks for a person: now, at a time, or at another time than planned',
	endpoint: 'POST /api/v1/users/{user_id}/offboard',
	effect: 'destructive',
	idempotency: 'key',
	offeredToModels: false,
	notice: 'Nothing undoes an offboarding that has started, and no call cancels a planned one. Try it with Dry Run first (under Options).',
	fields: [userLocator({ required: true, sendAs: 'path.user_id' }), ...schedule('offboarding')],
	check: async ({ session, ...item }) => {
		const current = await personById(session, item.text('userId'));
		if (DONE.includes(String(current.status))) return { done: { ...current, alreadySubmitted: true } };
		if (!item.dryRun) return { current };
		const held = await currentStatesOf(session, item.text('userId'));
		return { current, plan: { wouldRevoke: held.map(shortState) } };
	},
	readBack: async (item, before) => {
		const person = await personById(item.session, item.text('userId'));
		return isPlannedOrDone(item, person, before) ? person : undefined;
	},
	verify: async (item, _answer, before) => isPlannedOrDone(item, await personById(item.session, item.text('userId')), before),
});
