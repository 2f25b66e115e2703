import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { reach } from '../nodes/shared/connect';
import { contentGroove } from '../nodes/ContentGroove/service';

export class ContentGrooveApi implements ICredentialType {
	name = 'contentGrooveApi';

	displayName = 'ContentGroove API';

	icon = { light: 'file:../nodes/ContentGroove/contentGroove.svg', dark: 'file:../nodes/ContentGroove/contentGroove.dark.svg' } as const;

	documentationUrl = 'https://developers.contentgroove.com/api_reference';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'Made on the API Keys page of ContentGroove (app.contentgroove.com/api_keys)',
		},
		{
			displayName: 'Send Key As',
			name: 'sendKeyAs',
			type: 'options',
			options: [
				{ name: 'X-API-KEY Header', value: 'header' },
				{ name: 'Bearer Token', value: 'bearer' },
			],
			default: 'header',
			description: 'ContentGroove accepts both; choose Bearer Token if a proxy on the way drops other headers',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.contentgroove.com/api/v1',
			required: true,
			description: 'Change it only for a proxy or a test server',
		},
	];

	/** Used by n8n for the test and for HTTP Request's predefined credentials; the nodes ask `connect` themselves. */
	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { headers } = reach(contentGroove, credential);
		return { ...options, headers: { ...options.headers, ...headers } };
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/medias', qs: { 'page[size]': 1 }, disableFollowRedirect: true },
		rules: [
			{
				// A login page or another API answers 200 as well, but has no `data`.
				type: 'responseSuccessBody',
				properties: { key: 'data', value: undefined, message: 'This address is not the ContentGroove API. Check the Base URL.' },
			},
		],
	};
}
