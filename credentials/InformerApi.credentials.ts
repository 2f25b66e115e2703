import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { reach } from '../nodes/shared/connect';
import { informer } from '../nodes/Informer/service';

export class InformerApi implements ICredentialType {
	name = 'informerApi';

	displayName = 'Entrinsik Informer API';

	icon = { light: 'file:../nodes/Informer/informer.svg', dark: 'file:../nodes/Informer/informer.dark.svg' } as const;

	documentationUrl = 'https://entrinsik-org.github.io/i5/docs/api/auth';

	properties: INodeProperties[] = [
		{
			displayName: 'Instance URL',
			name: 'instanceUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://acme.entrinsik.com',
			description: 'The address of your Informer as you open it in a browser. Plain http is taken for hosts of a private network only.',
		},
		{
			displayName: 'API Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made in Informer under your profile; a read-only token can look but not sync',
		},
	];

	/** Used by n8n for the test and for HTTP Request's predefined credentials; the nodes ask `connect` themselves. */
	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { baseUrl, headers } = reach(informer, credential);
		// The test's base is the address as it was pasted.
		return { ...options, ...(options.baseURL && { baseURL: baseUrl }), headers: { ...options.headers, ...headers } };
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.instanceUrl}}', url: '/api/libraries', qs: { limit: 1 }, disableFollowRedirect: true },
		rules: [
			{
				// Informer's login page answers 200 as well, but has no `total`.
				type: 'responseSuccessBody',
				properties: { key: 'total', value: undefined, message: 'This address is not an Informer. Check the Instance URL.' },
			},
		],
	};
}
