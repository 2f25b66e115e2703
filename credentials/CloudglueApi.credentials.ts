import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { reach } from '../nodes/shared/connect';
import { cloudglue } from '../nodes/Cloudglue/service';

const message = 'This address is not the Cloudglue API. Check the Base URL.';

export class CloudglueApi implements ICredentialType {
	name = 'cloudglueApi';

	displayName = 'Cloudglue API';

	icon = { light: 'file:../nodes/Cloudglue/cloudglue.svg', dark: 'file:../nodes/Cloudglue/cloudglue.dark.svg' } as const;

	documentationUrl = 'https://docs.cloudglue.dev';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. cg-…',
			description: 'Made in the Cloudglue app (app.cloudglue.dev)',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.cloudglue.dev/v1',
			required: true,
			description: 'Change it only for a proxy or a test server',
		},
	];

	/** Used by n8n for the test and for HTTP Request's predefined credentials; the nodes ask `connect` themselves. */
	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { headers } = reach(cloudglue, credential);
		return { ...options, headers: { ...options.headers, ...headers } };
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/data-connectors', disableFollowRedirect: true },
		// A login page or another API may answer 200 as well, but has not both.
		rules: [
			{ type: 'responseSuccessBody', properties: { key: 'object', value: undefined, message } },
			{ type: 'responseSuccessBody', properties: { key: 'data', value: undefined, message } },
		],
	};
}
