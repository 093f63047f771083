import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord } from '../../../shared/operation';
import { number, toggle } from '../../../shared/operation/fields';
import { keepSecret, secretFields, vaultCheck, VAULT_ENDPOINTS } from '../../onceShown';
import { summaryOf } from '../../outcomes';
import { apiKeyLocator } from '../fields';
import { createdKey } from './create.operation';

const KEY = 'GET /api/v1/api-keys/{keyId}';

/** How often the key has been rotated; null where that is not told. */
const rotations = ({ audit }: JsonObject): number | null => (isRecord(audit) && typeof audit.rotationCount === 'number' ? audit.rotationCount : null);

const hasGrace = ({ rotation }: JsonObject): boolean => isRecord(rotation) && isRecord(rotation.gracePeriod) && rotation.gracePeriod.enabled !== false;

export const rotate = defineOperation({
	operation: 'rotate',
	name: 'Rotate',
	action: 'Rotate API key',
	description: 'Give a key a new value, which is shown only once; the old one goes on working for a while if you want',
	endpoint: 'POST /api/v1/api-keys/{keyId}/rotate',
	alsoReaches: [KEY, ...VAULT_ENDPOINTS],
	effect: 'destructive',
	offeredToModels: false,
	fields: [
		apiKeyLocator(),
		toggle('graceOff', 'Stop the Old Value at Once', { description: 'Whether the old value stops working with the rotation. What still uses it breaks.' }),
		number('gracePeriodMinutes', 'Grace Period (Minutes)', {
			default: 60,
			min: 1,
			max: 525_600,
			sendAs: 'body.gracePeriodMinutes',
			showWhen: { graceOff: [false] },
			description: 'How long the old value goes on working. Not all deployments of Rezolve.ai know it: look at "rotation" in the output.',
		}),
		...secretFields('new key'),
		number('expiresIn', 'Expires In (Days)', { group: 'additionalFields', default: 90, min: 1, max: 36_500, sendAs: 'body.expiresIn' }),
	],
	check: async (item) => {
		const { plan } = await vaultCheck(item);
		const current = await item.session.get(KEY, { path: { keyId: item.text('keyId') } });
		const refusal: JsonObject = current.status === undefined || current.status === 'active' ? {} : { wouldBeRefused: `The key is ${String(current.status)}: only an active one can be rotated` };
		return { current: { ...summaryOf(current), rotationCount: rotations(current) }, plan: { ...plan, ...refusal } };
	},
	afterwards: async (item, record) => {
		if (item.values.graceOff !== true && !hasGrace(record)) {
			item.session.notes.push('Rezolve.ai confirmed no grace period: take it that the old value of the key has stopped working.');
		}
		return await keepSecret(item, record, { ...createdKey, member: 'newApiKey' });
	},
	verify: async (item, _record, { current }) => {
		const [before, now] = [current?.rotationCount, rotations(await item.session.get(KEY, { path: { keyId: item.text('keyId') } }))];
		return typeof before === 'number' && now !== null ? now > before : null;
	},
});
