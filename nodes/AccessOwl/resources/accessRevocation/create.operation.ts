import { InputError } from '../../../shared/http/inputError';
import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { locator, number, toggle } from '../../../shared/operation/fields';
import { planned, submit, verified } from '../../../shared/operation/write';
import { isCurrent, isDiscovered, shortState } from '../../accessStates';
import { reason, userLocator } from '../fields';
import { findState, hasEnded, isOf, openRevocations, revocationById } from './revocations';
import { isFinished, waitUntilFinished } from './waitUntilFinished';

const OUTCOMES: Readonly<Record<string, string>> = { revoked: 'removed', rejected: 'rejected' };

const withOutcome = (revocation: JsonObject): JsonObject => ({
	...revocation,
	outcome: OUTCOMES[String(revocation.status)] ?? 'requested',
});

/** The access state, or a refusal that says where it was looked for. */
async function stateOf({ session, ...item }: Item): Promise<JsonObject> {
	const id = item.text('accessStateId');
	const state = await findState(session, id, item.text('heldBy'));
	if (state) return state;
	throw new InputError(
		`Access State: there is none with the ID ${id}`,
		item.text('heldBy')
			? 'It was looked for among everything the person in Held By holds or held. Check the ID, or empty Held By.'
			: 'Take the ID from Access State: Get Many.',
	);
}

/** What makes a revocation pointless, as the output that is given instead of sending one. */
async function nothingToDo(item: Item, state: JsonObject): Promise<JsonObject | undefined> {
	const shown = { access_state_id: item.text('accessStateId'), access: shortState(state) };
	if (!isCurrent(state)) return { ...shown, outcome: 'alreadyRemoved', reason: `The access ended at ${String(state.effective_end)}` };
	if (isDiscovered(state) && item.values.includeDiscovered !== true) {
		return { ...shown, outcome: 'skipped', reason: 'AccessOwl has only discovered this application and can take nothing away there. Remove the account in the application itself.' };
	}
	const open = (await openRevocations(item.session, state)).find((revocation) => isOf(revocation, state));
	return open ? { access_state_id: item.text('accessStateId'), ...withOutcome(open), alreadySubmitted: true } : undefined;
}

/** The first item of a run that wants to take this access away, noted at once: nothing waits between look and note. */
function firstToClaim({ claims, index, ...item }: Item): number {
	const stateId = item.text('accessStateId');
	const first = claims.get(stateId) ?? index;
	claims.set(stateId, first);
	return first;
}

async function createOne(item: Item): Promise<JsonObject> {
	const { session, values } = item;
	const stateId = item.text('accessStateId');
	const state = values.checkFirst === false ? undefined : await stateOf(item);
	const instead = state && (await nothingToDo(item, state));
	const timeoutMs = values.waitUntilFinished === true && !item.dryRun ? 1000 * Number(values.waitTimeout ?? 300) : 0;
	if (instead && item.dryRun) return { ...instead, dryRun: true };
	if (instead && !instead.id) return await verified(item, instead);
	const request = item.request();
	if (item.dryRun) return { access_state_id: stateId, outcome: 'wouldRemove', ...(state ? { access: shortState(state) } : {}), ...planned(item, request) };
	const first = instead ? item.index : firstToClaim(item);
	if (first !== item.index) {
		return { access_state_id: stateId, outcome: 'skipped', reason: `Item ${first} of this run is about the same access: its output says what became of it` };
	}

	const created = instead ?? (await submit(item, request));
	const finished = timeoutMs > 0 && created.id ? await waitUntilFinished(session, created, timeoutMs) : created;
	const marks: JsonObject = created.alreadySubmitted === true ? { alreadySubmitted: true } : {};
	const record: JsonObject = { access_state_id: stateId, ...withOutcome(finished), ...marks, ...(timeoutMs > 0 ? { finished: isFinished(finished) } : {}) };
	return await verified(item, record);
}

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create access revocation',
	description: 'Take one access away from a person. The whole access goes; a single permission cannot be taken out.',
	endpoint: 'POST /api/v1/access_revocations',
	effect: 'destructive',
	idempotency: 'key',
	fields: [
		locator('accessStateId', 'Access State', {
			required: true,
			sendAs: 'body.access_state_id',
			defaultValue: { mode: 'id', value: '={{ $json.id }}' },
			description: 'The ID of what the person holds, from Access State: Get Many',
		}),
		userLocator(
			{
				defaultValue: { mode: 'id', value: '={{ $json.grantee_user_id }}' },
				description: 'Who holds the access. Makes the look before the change quick; empty, the access is looked for among everybody\'s.',
			},
			'heldBy',
			'Held By',
		),
		reason('reason', 'Reason', 'body.reason'),
		toggle('checkFirst', 'Check First', {
			group: 'options',
			default: true,
			description: 'Whether to look first that the access is still there, is managed and is not being taken away already',
		}),
		toggle('includeDiscovered', 'Include Discovered', {
			group: 'options',
			description: 'Whether to ask for a revocation even where AccessOwl has only discovered the application',
		}),
		toggle('waitUntilFinished', 'Wait Until Finished', {
			group: 'options',
			description: 'Whether to wait until the access is revoked or the revocation is rejected',
		}),
		number('waitTimeout', 'Wait Timeout (Seconds)', {
			group: 'options',
			default: 300,
			min: 1,
			max: 86_400,
			description: 'How long to wait with Wait Until Finished. After that the item goes on with "finished": false.',
		}),
	],
	readBack: async (item) => {
		const { session } = item;
		const state = await findState(session, item.text('accessStateId'), item.text('heldBy'));
		if (!state) return undefined;
		const { grantee_user_id: personId, application_id: applicationId } = state;
		const query = { application_id: applicationId, ...(personId ? { user_id: personId } : {}) };
		const revocations = await session.list('GET /api/v1/access_revocations', { query });
		return revocations
			.filter((revocation) => isOf(revocation, state) && revocation.reason === item.text('reason'))
			.sort((a, b) => String(b.inserted_at).localeCompare(String(a.inserted_at)))[0];
	},
	// `revoked` should go with an `effective_end` on the access state: that is what counts.
	verify: async (item, record) => {
		const { session } = item;
		const state = await findState(session, item.text('accessStateId'), item.text('heldBy'));
		if (!state) return null;
		if (record.id && isRecord(record) && (await revocationById(session, String(record.id))).status === 'rejected') return false;
		return await hasEnded(session, state);
	},
	run: async (item) => [await createOne(item)],
});
