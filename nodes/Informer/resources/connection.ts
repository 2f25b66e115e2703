import type { Resource } from '../../shared/operation';
import { libraryPicker } from '../lookups';

export const connection: Resource = {
	value: 'connection',
	name: 'Connection',
	description: 'The permission that a cloud drive gave to a library',
	operations: [
		{
			value: 'get',
			name: 'Get',
			action: 'Get connection of library',
			description: 'Get the connection of a library and when it expires; tokens are not part of it',
			request: 'GET /api/libraries/{id}/connection',
			fields: [libraryPicker()],
		},
		{
			value: 'disconnect',
			name: 'Disconnect',
			action: 'Disconnect library',
			description: 'Revoke a library\'s access to its cloud drive: every later sync fails until a person connects it again in a browser',
			request: 'DELETE /api/libraries/{id}/connection',
			fields: [libraryPicker()],
			output: () => ({ disconnected: true }),
		},
	],
};
