import type { Resource } from '../../shared/operation';
import { whole } from '../../shared/paginate';
import { integrationPicker, libraryPicker } from '../lookups';
import { objectsOf } from '../service';

export const integration: Resource = {
	value: 'integration',
	name: 'Integration',
	description: 'How Informer reaches a cloud drive',
	simplify: [
		'id', 'name', 'slug', 'type', 'category', 'mode', 'description', 'authType', 'embedded', 'libraryId', 'scope',
		'createdAt', 'updatedAt',
	],
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get integration of library',
			description: 'Get the integration that a library is filled from',
			request: 'GET /api/libraries/{id}/integration',
			fields: [libraryPicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many integrations',
			description: 'Get a list of the integrations of this Informer; those made for one library are not in it',
			request: 'GET /api/integrations',
			optional: [
				{
					displayName: 'Search',
					name: 'q',
					type: 'string',
					default: '',
					placeholder: 'e.g. drive',
					description: 'Only integrations that match this text',
				},
				{
					displayName: 'Supports Upload',
					name: 'supportsUpload',
					type: 'boolean',
					default: true,
					description: 'Whether to return only integrations that can take files',
				},
			],
			list: whole(objectsOf),
		},
		{
			value: 'set',
			name: 'Set',
			action: 'Set integration of library',
			description: 'Connect a library with another integration; somebody then has to connect the account in Informer',
			request: 'PUT /api/libraries/{id}/integration',
			fields: [libraryPicker(), integrationPicker()],
		},
	],
};
