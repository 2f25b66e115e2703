import type { Resource } from '../../shared/operation';
import { libraryPicker } from '../lookups';
import { pages } from '../service';
import { libraryOf, syncFields, syncLibrary } from '../sync';

export const library: Resource = {
	value: 'library',
	name: 'Library',
	description: 'A document library, filled by hand or from a cloud drive',
	simplify: [
		'id', 'name', 'slug', 'type', 'description', 'ownerId', 'shared', 'assistantAccess', 'syncedAt', 'syncInterval',
		'createdAt', 'updatedAt',
	],
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get library',
			description: 'Get one library, with the time of its last sync',
			request: 'GET /api/libraries/{id}',
			fields: [libraryPicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many libraries',
			description: 'Get a list of the libraries that the token\'s owner may see',
			request: 'GET /api/libraries',
			optional: [
				{
					displayName: 'Search',
					name: 'q',
					type: 'string',
					default: '',
					placeholder: 'e.g. handbook',
					description: 'Only libraries that match this text',
				},
				{
					displayName: 'Sort',
					name: 'sort',
					type: 'options',
					default: 'name',
					description: 'The order of the results',
					options: [
						{ name: 'Name (A to Z)', value: 'name' },
						{ name: 'Name (Z to A)', value: '-name' },
					],
				},
			],
			list: pages,
		},
		{
			value: 'getAccount',
			name: 'Get Account',
			action: 'Get cloud account of library',
			description: 'Get the cloud account that a library is connected with',
			request: 'GET /api/libraries/{id}/account',
			fields: [libraryPicker()],
			simplify: false,
		},
		{
			value: 'sync',
			name: 'Sync',
			action: 'Sync library',
			description: 'Sync a library with its cloud drive now; a large library takes minutes',
			request: 'POST /api/libraries/{id}/_sync',
			fields: [libraryPicker()],
			optional: syncFields,
			simplify: false,
			oneAtATime: async (call) => String((await libraryOf(call)).id),
			run: syncLibrary,
		},
	],
};
