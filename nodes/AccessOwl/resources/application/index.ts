import { defineResource } from '../../../shared/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getResources } from './getResources.operation';
import { replaceUserList } from './replaceUserList.operation';
import { update } from './update.operation';
import { updateStructure } from './updateStructure.operation';

export const application = defineResource({
	resource: 'application',
	name: 'Application',
	description: 'An application that people have access to',
	operations: [create, get, getAll, getResources, replaceUserList, update, updateStructure],
	default: getAll,
});
