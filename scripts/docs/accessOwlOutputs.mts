import type { Schema } from './schema.mts';
import type { OutputAdditions } from './vendor.mts';

const text: Schema = { type: 'string' };

/** What the operations add to, or make of, the records of AccessOwl's contract. */
export const accessOwlOutputs: OutputAdditions = {
	// Titles where AccessOwl's record embeds records.
	'accessState.getAll': {
		person: text,
		application: text,
		application_status: text,
		provisioning_type: text,
		resource: text,
		permissions: { type: 'array', items: text },
	},
	'accessRevocation.create': {
		access_state_id: text,
		outcome: text,
		// With Wait Until Finished.
		finished: { type: 'boolean' },
		// Where there was nothing to take away.
		access: { outputOf: 'accessState.getAll' },
	},
};
