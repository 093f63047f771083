import * as listSearch from './listSearch';
import * as loadOptions from './loadOptions';

const { searchApplications, searchPolicies, searchResources, searchUsers } = listSearch;
const { getApplications, getPermissions } = loadOptions;

/** What the lists of the panel call. */
export const methods = {
	listSearch: { searchApplications, searchPolicies, searchResources, searchUsers },
	loadOptions: { getApplications, getPermissions },
};
