import type { Resource } from '../../shared/operation';
import { whole } from '../../shared/paginate';
import { libraryPicker } from '../lookups';
import { objectsOf } from '../service';

export const assistant: Resource = {
	value: 'assistant',
	name: 'Assistant',
	description: 'Informer\'s AI assistants and their access to a library',
	simplify: ['id', 'name', 'libraryId', 'ownerId', 'embedded', 'instructions', 'chatId'],
	operations: [
		{
			value: 'getAccess',
			name: 'Get Access',
			action: 'Get assistant access to library',
			description: 'Get whether assistants may use a library',
			request: 'GET /api/libraries/{id}/assistant-access',
			fields: [libraryPicker()],
			simplify: false,
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many assistants of library',
			description: 'Get a list of the assistants made for the files of a library',
			request: 'GET /api/libraries/{id}/assistants',
			fields: [libraryPicker()],
			optional: [
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
			list: whole(objectsOf, 'limit'),
		},
		{
			value: 'enableAccess',
			name: 'Enable Access',
			action: 'Enable assistant access to library',
			description: 'Let assistants use a library; useful where its files are indexed',
			request: 'PUT /api/libraries/{id}/assistant-access',
			fields: [libraryPicker()],
			constants: { enabled: true },
			simplify: false,
		},
		{
			value: 'disableAccess',
			name: 'Disable Access',
			action: 'Disable assistant access to library',
			description: 'Keep assistants from using a library',
			request: 'DELETE /api/libraries/{id}/assistant-access',
			fields: [libraryPicker()],
			output: () => ({ enabled: false }),
			simplify: false,
		},
	],
};
