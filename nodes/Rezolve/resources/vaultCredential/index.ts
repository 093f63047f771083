import { defineResource } from '../../../shared/operation';
import { deleteCredential } from './delete.operation';
import { getDetails } from './getDetails.operation';
import { getSecrets } from './getSecrets.operation';
import { store } from './store.operation';
import { update } from './update.operation';

export const vaultCredential = defineResource({
	resource: 'vaultCredential',
	name: 'Vault Credential',
	description: 'A secret that Rezolve.ai keeps for an integration',
	operations: [deleteCredential, getDetails, getSecrets, store, update],
	default: getDetails,
});
