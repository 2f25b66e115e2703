import type { Resource } from '../../shared/operation';
import { libraryPicker, principal } from '../lookups';
import { objectsOf } from '../service';
import { whole } from '../../shared/paginate';

export const share: Resource = {
	value: 'share',
	name: 'Share',
	description: 'Who may read a library',
	simplify: ['principalId', 'libraryId', 'accessLevel'],
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get share of library',
			description: 'Get what one user or team may do with a library',
			request: 'GET /api/libraries/{id}/shares/{principalId}',
			fields: [libraryPicker(), principal],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many shares of library',
			description: 'Get a list of the users and teams that a library is shared with',
			request: 'GET /api/libraries/{id}/shares',
			fields: [libraryPicker()],
			list: whole(objectsOf),
		},
		{
			value: 'remove',
			name: 'Remove',
			action: 'Remove share of library',
			description: 'Stop sharing a library with a user or team',
			request: 'DELETE /api/libraries/{id}/shares/{principalId}',
			fields: [libraryPicker(), principal],
			simplify: false,
		},
		{
			value: 'set',
			name: 'Set',
			action: 'Share library',
			description: 'Share a library with a user or team, or change what they may do',
			request: 'PUT /api/libraries/{id}/shares/{principalId}',
			fields: [
				libraryPicker(),
				principal,
				{
					displayName: 'Access Level',
					name: 'accessLevel',
					type: 'options',
					required: true,
					default: 1,
					options: [
						{ name: 'None', value: 0 },
						{ name: 'Read', value: 1, description: 'Read the indexed files' },
					],
					description: 'What they may do with the library',
					check: (level: unknown) =>
						level === 0 || level === 1 ? undefined : { what: `${JSON.stringify(level)} is not a level`, todo: 'Enter 0 (none) or 1 (read).' },
				},
			],
		},
	],
};
