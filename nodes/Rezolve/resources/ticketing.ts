import { InputError } from '../../shared/http/inputError';
import type { Field, Session } from '../../shared/operation';
import { text } from '../../shared/operation/fields';

export const NEEDS_REALM = 'The credential needs a Realm Name for this.';

/** TK: all of these calls want the header `realmname`. Throws InputError where the credential has none, before anything is sent. */
export function checkRealm({ headers }: Session): void {
	if (headers.realmname) return;
	throw new InputError('Realm Name is empty in the credential', 'Tickets, users, queues, ticket types and offers need it. Open the credential and fill it in. Nothing was sent.');
}

/** Every call about tickets wants both, and a realm. Pages contradict each other about the values, so both are free text. */
export const moduleFields = (type = 'agent'): Field[] => [
	{
		...text('type', 'Type', { required: true, default: type, sendAs: 'query.type', description: 'What the call is about: template, agent, user or, for tickets, ticket' }),
		resolve: async (value, { session }) => {
			checkRealm(session);
			return value;
		},
	},
	text('module', 'Module', { required: true, default: 'ticketing', sendAs: 'query.module', description: 'For example ticketing, chat or knowledge' }),
];
