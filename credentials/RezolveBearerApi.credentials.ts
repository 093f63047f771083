import type { Icon, ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';
import { platformFields, platformTest } from '../nodes/Rezolve/credentialFields';
import { bearer } from '../nodes/shared/http/bearer';

export class RezolveBearerApi implements ICredentialType {
	name = 'rezolveBearerApi';

	displayName = 'Rezolve.ai Bearer API';

	icon: Icon = { light: 'file:../nodes/Rezolve/rezolve.svg', dark: 'file:../nodes/Rezolve/rezolve.dark.svg' };

	documentationUrl = 'https://docs.rezolve.ai/docs/api-reference/overview';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'The token (JWT) of a person, without the word Bearer. When it runs out, paste a new one.',
		},
		...platformFields,
	];

	authenticate = bearer(({ apiToken }) => String(apiToken).trim());

	test: ICredentialTestRequest = platformTest;
}
