import { defineOperation } from '../../../shared/operation';
import { keepSecret, secretFields, vaultCheck, VAULT_ENDPOINTS } from '../../onceShown';
import { checkConfirmed, confirm } from '../fields';

const WARNING = 'Rezolve.ai documents no call that lists, limits or deletes service accounts: what is made here, only its console can take away.';

export const create = defineOperation({
	operation: 'create',
	name: 'Create',
	action: 'Create service account',
	description: 'Make an account for programs, with permissions and a name that Rezolve.ai chooses',
	endpoint: 'POST /api/v1/admin/service-account/create',
	alsoReaches: VAULT_ENDPOINTS,
	effect: 'destructive',
	offeredToModels: false,
	notice: WARNING,
	fields: [confirm(WARNING), ...secretFields('client secret')],
	check: async (item) => {
		checkConfirmed(item, WARNING);
		return await vaultCheck(item);
	},
	afterwards: async (item, record) =>
		await keepSecret(item, record, {
			member: 'clientSecret',
			keptAs: 'oauth2_client_credentials',
			metadata: ({ id = null, name = null, clientId = null }) => ({ serviceAccountId: id, serviceAccountName: name, clientId }),
		}),
});
