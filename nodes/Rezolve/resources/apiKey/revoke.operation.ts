import { defineOperation, type Item } from '../../../shared/operation';
import { isGone, recordAt, refusedRemoval, removalCheck, removed, whenMissing, type RemovalTexts } from '../../outcomes';
import { apiKeyLocator } from '../fields';

const KEY = 'GET /api/v1/api-keys/{keyId}';

const texts = (item: Item): RemovalTexts => ({ ids: { id: item.text('keyId') }, already: 'alreadyRevoked' });

export const revoke = defineOperation({
	operation: 'revoke',
	name: 'Revoke',
	action: 'Revoke API key',
	description: 'End a key at once and for good; one that is revoked already is an outcome',
	endpoint: 'DELETE /api/v1/api-keys/{keyId}',
	alsoReaches: [KEY],
	effect: 'destructive',
	notice: 'What uses the key stops working at once, and nothing brings it back. To keep a service running, rotate the key with a grace period instead.',
	fields: [apiKeyLocator(), whenMissing('key')],
	check: async (item) => await removalCheck(item, KEY, { keyId: item.text('keyId') }, texts(item)),
	alreadyDone: (refused, item) => refusedRemoval(refused, item, texts(item)),
	present: (answer, item, { current }) => [removed(answer, current, texts(item).ids, 'revoked')],
	verify: async (item) => isGone(await recordAt(item, KEY, { keyId: item.text('keyId') })),
});
