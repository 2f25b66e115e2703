import type { Resource } from '../../shared/operation';
import { whole } from '../../shared/paginate';
import { libraryPicker, snapshotPicker } from '../lookups';
import { objectsOf } from '../service';

export const snapshot: Resource = {
	value: 'snapshot',
	name: 'Snapshot',
	description: 'The files of a library as they were at one time',
	operations: [
		{
			value: 'create',
			name: 'Create',
			action: 'Create snapshot of library',
			description: 'Keep the present state of a library; the oldest snapshots beyond the limit are deleted',
			request: 'POST /api/libraries/{id}/snapshots',
			fields: [libraryPicker()],
			optional: [
				{
					displayName: 'Snapshots to Keep',
					name: 'keep',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
					default: 10,
					sendAs: 'limit',
					description: 'How many snapshots the library keeps; older ones are deleted',
				},
				{
					displayName: 'Trigger',
					name: 'trigger',
					type: 'options',
					default: 'manual',
					description: 'What Informer shows as the reason of the snapshot',
					options: [
						{ name: 'Manual', value: 'manual' },
						{ name: 'Refresh', value: 'refresh' },
						{ name: 'Scheduled', value: 'scheduled' },
					],
				},
			],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many snapshots of library',
			description: 'Get a list of the snapshots of a library',
			request: 'GET /api/libraries/{id}/snapshots',
			fields: [libraryPicker()],
			list: whole(objectsOf),
		},
		{
			value: 'restore',
			name: 'Restore',
			action: 'Restore library from snapshot',
			description: 'Replace ALL current files of a library by those of a snapshot',
			request: 'POST /api/libraries/{id}/snapshots/{snapshotId}/_restore',
			fields: [libraryPicker(), snapshotPicker()],
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete snapshot of library',
			description: 'Permanently delete a snapshot; the files of the library stay',
			request: 'DELETE /api/libraries/{id}/snapshots/{snapshotId}',
			fields: [libraryPicker(), snapshotPicker()],
		},
	],
};
