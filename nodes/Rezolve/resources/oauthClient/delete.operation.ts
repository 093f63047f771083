import type { JsonObject } from '../../../shared/http/request';
import { defineOperation, isRecord, type Item } from '../../../shared/operation';
import { isGone, recordAt, refusedRemoval, removalCheck, removed, whenMissing, type RemovalTexts } from '../../outcomes';
import { oauthClientLocator } from '../fields';

const CLIENT = 'GET /api/v1/oauth-clients/{clientId}';

/** Every active token dies with the client, and with it whatever is signed in. */
const activeTokens = (client: JsonObject | undefined): number | null => {
	const { usage } = client ?? {};
	return isRecord(usage) && typeof usage.activeTokenCount === 'number' ? usage.activeTokenCount : null;
};

const texts = (item: Item): RemovalTexts => ({
	ids: { id: item.text('clientId') },
	already: 'alreadyDeleted',
	plan: (client) => ({ activeTokenCount: activeTokens(client) }),
});

export const deleteClient = defineOperation({
	operation: 'delete',
	name: 'Delete',
	action: 'Delete client',
	description: 'Delete an OAuth client for good; the output says how many tokens were active before',
	endpoint: 'DELETE /api/v1/oauth-clients/{clientId}',
	alsoReaches: [CLIENT],
	effect: 'destructive',
	notice: 'All tokens of the client stop working at once. A dry run shows how many there are (under Options).',
	fields: [oauthClientLocator(), whenMissing('client')],
	check: async (item) => await removalCheck(item, CLIENT, { clientId: item.text('clientId') }, texts(item)),
	alreadyDone: (refused, item) => refusedRemoval(refused, item, texts(item)),
	present: (answer, item, { current }) => [{ ...removed(answer, current, texts(item).ids, 'deleted'), activeTokenCountBefore: activeTokens(current) }],
	verify: async (item) => isGone(await recordAt(item, CLIENT, { clientId: item.text('clientId') })),
});
