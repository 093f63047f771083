import { defineOperation, type Item } from '../../../shared/operation';
import { isGone, recordAt, refusedRemoval, removalCheck, removed, whenMissing, type RemovalTexts } from '../../outcomes';
import { credentialId, integrationId } from '../fields';

const DETAILS = 'GET /api/v1/credentials/{integrationId}/details';

const texts = (item: Item): RemovalTexts => ({ ids: { id: item.text('credentialId'), integrationId: item.text('integrationId') }, already: 'alreadyDeleted' });

/** Where the details of this very credential are: an integration may have several. */
const place = (item: Item) => [{ integrationId: item.text('integrationId') }, { credentialId: item.text('credentialId') }] as const;

export const deleteCredential = defineOperation({
	operation: 'delete',
	name: 'Delete',
	action: 'Delete vault credential',
	description: 'Delete a credential for good; the output names the integrations that used it',
	endpoint: 'DELETE /api/v1/credentials/{integrationId}/{credentialId}',
	alsoReaches: [DETAILS],
	effect: 'destructive',
	notice: 'Integrations that use the credential break at once, and nothing brings it back. Update with Status Inactive stops its use and can be undone.',
	fields: [integrationId(), credentialId(), whenMissing('credential')],
	check: async (item) => {
		const [path, query] = place(item);
		return await removalCheck(item, DETAILS, path, texts(item), query);
	},
	alreadyDone: (refused, item) => refusedRemoval(refused, item, texts(item)),
	present: (answer, item, { current }) => [removed(answer, current, texts(item).ids, 'deleted')],
	verify: async (item) => isGone(await recordAt(item, DETAILS, ...place(item))),
});
