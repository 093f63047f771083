import { searchFilterFields, searchRelations, searchSortFields } from './fieldSearch';
import { getIncludePaths, getTypes } from './loadOptions';
import { searchRecords } from './recordSearch';
import { getCreateColumns, getUpdateColumns } from './resourceMapping';

/** What the lists and the resource mappers of the panel call. */
export const methods = {
	listSearch: { searchFilterFields, searchRecords, searchRelations, searchSortFields },
	loadOptions: { getIncludePaths, getTypes },
	resourceMapping: { getCreateColumns, getUpdateColumns },
};
