import { InputError } from '../../../shared/http/inputError';
import { defineOperation, isRecord } from '../../../shared/operation';
import { checkedText, choice, text } from '../../../shared/operation/fields';
import { withoutSecret } from '../../withoutSecret';
import { apiKeyLocator } from '../fields';

/** Enough to notice a name in the wrong field; the vendor decides. */
function checkAddress(value: string, displayName: string): string {
	if (/^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/i.test(value)) return value;
	throw new InputError(`${displayName} is not an IP address: "${value.slice(0, 60)}"`, 'Use an address such as 203.0.113.7.');
}

export const validate = defineOperation({
	operation: 'validate',
	name: 'Validate',
	action: 'Validate API key',
	description: 'Find out whether the value of a key works, and for whom; that it does not is an answer too',
	endpoint: 'POST /api/v1/api-key/validate',
	alsoReaches: ['POST /api/v1/api-keys/{keyId}/validate'],
	effect: 'read',
	offeredToModels: false,
	fields: [
		text('apiKey', 'API Key', { required: true, password: true, sendAs: 'body.apiKey', description: 'The whole value. It is sent to Rezolve.ai and kept out of the output.' }),
		checkedText('clientIp', 'Client IP', { required: true, sendAs: 'body.clientIp', placeholder: 'e.g. 203.0.113.7', description: 'The address that the key would be used from' }, checkAddress),
		choice(
			'validatePath',
			'Path',
			[
				{ name: '/API-Key/Validate', value: 'own', description: 'From the page about validation' },
				{ name: '/API-Keys/ID/Validate', value: 'byId', description: 'From the overview of the API' },
			],
			{ default: 'own', description: 'Rezolve.ai documents two. Change it if one is not there.' },
		),
		{ ...apiKeyLocator(), sendAs: undefined, showWhen: { validatePath: ['byId'] } },
	],
	run: async (item) => {
		const { session, values } = item;
		const body = { apiKey: item.text('apiKey'), clientIp: item.text('clientIp') };
		const request =
			values.validatePath === 'byId'
				? session.request('POST /api/v1/api-keys/{keyId}/validate', { path: { keyId: item.text('keyId') }, body })
				: session.request('POST /api/v1/api-key/validate', { body });
		// It changes nothing, so it may be repeated.
		const sent = await session.send(request, 'inherent');
		const answer = sent.kind === 'accept' ? sent.response.body : undefined;
		// A key that does not work comes as success: false, with 200, 401 or 403: that is the answer, not a failure of ours.
		const verdict = isRecord(answer) && isRecord(answer.data) && answer.data.valid === false ? answer.data : session.recordOf(session.expect(sent, request), request);
		return [withoutSecret(verdict, item.text('apiKey'))];
	},
});
