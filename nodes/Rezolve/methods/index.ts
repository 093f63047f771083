import { searchApiKeys, searchOauthClients, searchQueues } from './listSearch';

/** What the lists of the panel call. */
export const methods = { listSearch: { searchApiKeys, searchOauthClients, searchQueues } };
