import type { Schema } from './schema.mts';
import type { OutputAdditions, OwnOutputs } from './vendor.mts';

const text: Schema = { type: 'string' };
const textOrNull: Schema = { type: ['string', 'null'] };

/** Who made a record, as Rezolve.ai writes it. */
const person: Schema = { type: 'object', properties: { id: text, name: text, email: text } };

/** What comes beside a secret that is shown once: a word of warning, or where it is kept. */
const onceShown: Readonly<Record<string, Schema>> = {
	secretShownOnce: text,
	vault: { type: 'object', properties: { id: text, integrationId: text, credentialName: text, status: text } },
};

/** A removal tells who had made the record, and what became of it. */
const removal: Readonly<Record<string, Schema>> = { createdBy: person, outcome: text };

/** What the operations add to the records of the contract. */
export const rezolveOutputs: OutputAdditions = {
	'apiKey.create': onceShown,
	'apiKey.rotate': onceShown,
	'oauthClient.create': onceShown,
	'serviceAccount.create': onceShown,
	'apiKey.revoke': removal,
	'oauthClient.delete': { ...removal, activeTokenCountBefore: { type: ['integer', 'null'] } },
	'vaultCredential.delete': removal,
	'tenant.delete': { outcome: text },
	'auditLog.getAll': { actorEmail: text, resourceType: text, resourceId: text },
};

/** Which members an offer has is not documented. */
export const rezolveWithoutSchema: Readonly<Record<string, string>> = {
	'offer.getAll': 'Which members an offer has is not documented; they depend on the forms of the catalogue',
};

const connectors: Schema = { type: 'array', items: { type: 'object', properties: { id: text, name: text } } };

const tool: Readonly<Record<string, Schema>> = { key: text, name: text, domain: textOrNull, riskLevel: textOrNull, description: textOrNull };

/** A call that was made, checked, or waits for an approval; what a tool itself gives, under `data`, is the tool's own. */
const called: Readonly<Record<string, Schema>> = {
	outcome: text,
	toolKey: text,
	data: {},
	connectionId: textOrNull,
	durationMs: { type: ['number', 'null'] },
	requestId: textOrNull,
	idempotencyKey: textOrNull,
	input: { type: 'object' },
	message: textOrNull,
	details: {},
};

/** The Hub node makes all its records itself: the names within a definition of a tool are not documented. */
export const rezolveHubOutputs: OwnOutputs = {
	'tool.execute': called,
	'tool.replay': called,
	'tool.get': { ...tool, inputSchema: { type: 'object' }, connectors },
	'tool.getAll': { ...tool, connectors: { type: 'array', items: text } },
};
