import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { deleteClient } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';

export const oauthClient = defineResource({
	resource: 'oauthClient',
	name: 'OAuth Client',
	description: 'An application that signs in with OAuth 2.0',
	operations: [create, deleteClient, get, getAll, update],
	default: getAll,
});
