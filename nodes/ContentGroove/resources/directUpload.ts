import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../shared/operation';

export const directUpload: Resource = {
	value: 'directUpload',
	name: 'Direct Upload',
	description: 'A place to send a file to yourself; Media: Upload does it all in one step',
	operations: [
		{
			value: 'prepare',
			name: 'Prepare',
			action: 'Prepare direct upload',
			description: 'Get an address to send a file to with PUT, and the upload ID to create the media with',
			request: 'GET /direct_uploads',
			output: ({ data }) => (data as IDataObject).attributes as IDataObject,
		},
	],
};
