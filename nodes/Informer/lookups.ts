import { picker, search } from '../shared/lookup';
import type { Field } from '../shared/operation';
import { informer, objectsOf } from './service';

const PAGE = 50;

/** `methods.listSearch` of the nodes. */
export const listSearch = {
	searchLibraries: search(informer, {
		request: 'GET /api/libraries',
		page: (filter, token) => ({ query: { start: Number(token ?? 0), limit: PAGE, sort: 'name', ...(filter ? { q: filter } : {}) } }),
		objects: objectsOf,
		next: (body, token) => {
			const seen = Number(token ?? 0) + objectsOf(body).length;
			return objectsOf(body).length > 0 && seen < Number(body.total ?? 0) ? String(seen) : undefined;
		},
		entry: ({ id, name, type, ownerId }) => ({ name: String(name), value: String(id), description: [type, ownerId].filter(Boolean).join(', ') }),
	}),
	searchIntegrations: search(informer, {
		request: 'GET /api/integrations-list',
		page: () => ({ query: {} }),
		objects: objectsOf,
		searchHere: true,
		entry: ({ id, name, type }) => ({ name: String(name), value: String(id), description: String(type ?? '') }),
	}),
	searchSnapshots: search(informer, {
		request: 'GET /api/libraries/{id}/snapshots',
		page: (_filter, _token, context) => ({ query: {}, path: { id: String(context.getCurrentNodeParameter('library', { extractValue: true }) ?? '') } }),
		objects: objectsOf,
		searchHere: true,
		entry: ({ id, createdAt, trigger, fileCount }) => ({ name: `${String(createdAt)}, ${String(fileCount)} files (${String(trigger)})`, value: String(id) }),
	}),
};

export const libraryPicker = (over: Partial<Field> = {}): Field => ({
	...picker({
		displayName: 'Library',
		name: 'library',
		description: 'The document library in Informer; by ID also takes a natural ID (owner:slug)',
		searchListMethod: 'searchLibraries',
		placeholder: 'engineering:handbook',
		sendAs: 'id',
		address: { placeholder: 'https://acme.entrinsik.com/libraries/engineering:handbook', regex: '/libraries/([^/?#\\s]+)' },
	}),
	...over,
});

export const integrationPicker = (): Field =>
	picker({
		displayName: 'Integration',
		name: 'integration',
		description: 'The integration that connects the library with its cloud drive',
		searchListMethod: 'searchIntegrations',
		placeholder: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		sendAs: 'integrationId',
	});

export const snapshotPicker = (): Field =>
	picker({
		displayName: 'Snapshot',
		name: 'snapshot',
		description: 'The snapshot of the library',
		searchListMethod: 'searchSnapshots',
		placeholder: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		sendAs: 'snapshotId',
	});

/** A principal: whom a library is shared with. */
export const principal: Field = {
	displayName: 'Principal ID',
	name: 'principalId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. team:engineering',
	description: 'A user ID such as alice, or a team as team:engineering',
};

