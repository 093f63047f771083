import type { VendorText } from '../shared/http/dialect';
import { fieldMessages } from '../shared/http/fieldMessages';
import { headerSecret, originFrom } from '../shared/http/origin';
import type { JsonObject } from '../shared/http/request';
import { isWebPage } from '../shared/http/webPage';
import { isRecord, type Dialect } from '../shared/operation';

/** People paste the address with what follows it. */
const withoutVersion = (address: unknown): unknown =>
	typeof address === 'string' ? address.trim().replace(/\/+$/, '').replace(/\/api\/v1$/, '') : address;

/** The Hub gives its request ID in the body. */
export function errorText(body: unknown): VendorText {
	if (!isRecord(body)) return {};
	const error = isRecord(body.error) ? body.error : {};
	const { code, message, details } = error;
	const said = [message, typeof body.error === 'string' ? body.error : undefined, body.message].find((each): each is string => typeof each === 'string' && each !== '');
	const id = typeof body.request_id === 'string' ? ` (request ${body.request_id})` : '';
	return {
		...(said ? { message: `${said}${id}` } : {}),
		...(typeof code === 'string' ? { code } : {}),
		fields: fieldMessages(details),
	};
}

const NOT_THE_HUB = {
	message: 'What answered is not the Integration Hub',
	description: 'It answered with a web page or sent the request on. Check the Base URL in the credential: it goes without /api/v1.',
};

const HINTS: Readonly<Record<string, string>> = {
	'401': 'The Hub does not accept the key. It has keys of its own, made under Settings, API Access; a key of the Rezolve.ai platform is another one.',
	'403': 'The key belongs to a workspace whose role or policy does not allow this.',
	'404': 'There is no such tool, or the workspace has no connection for it.',
	'429': 'The Hub limits requests for each key and workspace. Raise Max Wait under Options, or run this later.',
	TOOL_NOT_FOUND: 'Choose the tool from the list: the workspace has no tool with this key.',
	CONNECTION_NOT_FOUND: 'Connect an application for this domain in the Hub, or name another connection.',
	INVALID_INPUT: 'Check the inputs against what the tool takes: choose it again to load its fields.',
	APPROVAL_REQUIRED: 'Somebody has to approve this in the Hub under Approvals. Then run Replay with the same Idempotency Key.',
	UPSTREAM_ERROR: 'The application behind the connection refused or failed. Look at the connection in the Hub.',
};

/** The envelope itself: the connection, the duration and the request ID stand beside the data. */
const envelope = (body: unknown): JsonObject | undefined => (isRecord(body) ? body : undefined);

export const dialect: Dialect = {
	vendor: 'Rezolve.ai Integration Hub',
	credentialType: () => 'rezolveHubApi',
	origin: ({ apiToken, baseUrl }) => {
		headerSecret(String(apiToken ?? '').trim(), 'API Token');
		return originFrom(withoutVersion(baseUrl), 'Base URL', 'https://integration-hub.rezolve.ai');
	},
	secrets: ({ apiToken }) => [String(apiToken ?? '').trim()].filter((secret) => secret !== ''),
	http: {
		errors: {
			vendor: 'Rezolve.ai Integration Hub',
			read: errorText,
			hints: HINTS,
		},
	},
	record: envelope,
	refusal: (response) => {
		const { status, body } = response;
		if (status >= 300 && status <= 399) return NOT_THE_HUB;
		if (status < 200 || status > 299) return undefined;
		if (isWebPage(response)) return NOT_THE_HUB;
		if (!isRecord(body) || body.success !== false) return undefined;
		const { message, code } = errorText(body);
		return { message: `The Integration Hub refused: ${message ?? code ?? 'it gave no reason'}`, description: [HINTS[code ?? ''] ?? 'Look at the Hub before you run this again.', code ? `Code: ${code}.` : ''].join(' ').trim() };
	},
	// Where the list stands is not documented.
	list: { itemsPath: ['data', 'data.tools', 'data.items', 'tools'], next: () => undefined, pageSize: { parameter: 'limit', max: 100 } },
	keys: { member: 'idempotency_key' },
};
