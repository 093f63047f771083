import type { VendorText } from '../shared/http/dialect';
import { fieldMessages } from '../shared/http/fieldMessages';
import { headerSecret, originFrom } from '../shared/http/origin';
import { isWebPage } from '../shared/http/webPage';
import { isRecord, type Dialect } from '../shared/operation';
import { completeCursor } from './paging';

/** Single records come bare on the vendor's pages and inside `data` in its live answers: both are taken. */
function recordIn(body: unknown) {
	const inner = isRecord(body) && isRecord(body.data) ? body.data : body;
	return isRecord(inner) ? inner : undefined;
}

/** The vendor calls its error fields free-form: take what is there. */
function errorText(body: unknown): VendorText {
	if (!isRecord(body)) return {};
	const inner = isRecord(body.error) ? body.error : body;
	const fields = fieldMessages(body.errors);
	// `errors: { detail: "Not Found" }` is a sentence, not a field.
	const detail = fields.find(({ field }) => field === 'detail')?.message;
	const message = [inner.message, body.message, body.error, detail].find((each): each is string => typeof each === 'string');
	const code = typeof inner.code === 'string' ? inner.code : undefined;
	const others = fields.filter((each) => each.field !== 'detail' || each.message !== message);
	return { ...(message ? { message } : {}), ...(code ? { code } : {}), fields: others };
}

const NOT_ENABLED = {
	message: 'API access is not enabled for this organization',
	description: 'AccessOwl sent the request on to a web page instead of answering it. Ask AccessOwl, or the person who manages your plan, to enable the API; then check the Base URL of the credential.',
};

export const dialect: Dialect = {
	vendor: 'AccessOwl',
	credentialType: () => 'accessOwlApi',
	origin: ({ baseUrl, apiToken }) => {
		headerSecret(apiToken, 'API Token');
		return originFrom(baseUrl, 'Base URL', 'https://api.accessowl.com');
	},
	secrets: ({ apiToken }) => [String(apiToken ?? '')].filter((secret) => secret !== ''),
	http: {
		errors: {
			vendor: 'AccessOwl',
			read: errorText,
			hints: {
				'400': 'Check the fields of this node against the message. If it names the idempotency key, use one of 1 to 255 letters, digits and signs.',
				'401': 'The API token is missing, wrong or was deleted. Make a new one in AccessOwl under Settings, API Tokens, and put it into the credential.',
				'403': 'The API token may not do this. Ask an organization admin for a token with more permissions.',
				'404': 'AccessOwl has no such record. Check the ID; it belongs to one organization and one kind of record.',
				'409': 'AccessOwl had received the same change before, or the record has changed since you read it. Look at it in AccessOwl, then run again.',
				'422': 'AccessOwl refused the values, or the record is in a state that forbids this. If the message names the idempotency key, the key was used before for another change: give another one.',
				'429': 'AccessOwl allows 1,000 requests an hour for each token. Raise Max Wait under Options for waits of up to 10 minutes, or put a Wait node in front.',
			},
		},
	},
	record: recordIn,
	refusal: (response) => {
		const { status } = response;
		if (status >= 300 && status <= 399) return NOT_ENABLED;
		return status >= 200 && status <= 299 && isWebPage(response) ? NOT_ENABLED : undefined;
	},
	list: {
		itemsPath: ['data', ''],
		next: completeCursor,
		pageSize: { parameter: 'limit', max: 100 },
	},
	// A repeat is refused, never replayed; keys are remembered for 14 days (api-reference/introduction).
	keys: { header: 'Idempotency-Key', repeatedStatus: 409 },
};
