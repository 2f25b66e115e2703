import type { IDataObject } from 'n8n-workflow';
import type { Field, Resource } from '../../shared/operation';
import { whole } from '../../shared/paginate';
import { listConnectorFiles, readSourceMetadata, syncConnectorFile } from '../connectorFiles';
import { day, inOrder } from '../dates';
import { FILE_KEYS } from '../fileFields';
import { connectorFilePicker, connectorPicker } from '../lookups';
import { fileJob, tokenPages } from '../service';
import { SOURCE_KEYS } from '../sourceMetadata';
import { syncManyFiles } from '../syncManyFiles';

const from = day('From', 'from', 'Only files from this day (UTC) on, the day included. Zoom and Gong go back six months if left empty; ignored for S3 and Google Cloud Storage.');
const to = day('To', 'to', 'Only files up to this day (UTC), the day included; ignored for S3 and Google Cloud Storage');

const text = (displayName: string, name: string, placeholder: string, description: string): Field => ({
	displayName,
	name,
	type: 'string',
	default: '',
	placeholder: `e.g. ${placeholder}`,
	description,
});

/** The filters of a listing. Which of them work depends on the connector's type: the node says so when it runs. */
const filters: Field[] = [
	text('Bucket', 'bucket', 'recordings', 'The bucket to list; needed for S3 and Google Cloud Storage, and for these only'),
	text('Folder ID', 'folder_id', '1AbCdEf', 'The folder to list; Google Drive only'),
	from,
	text('Meeting Type', 'meeting_type', 'Sales', 'Only recordings of this meeting type, as Grain filters it; Grain only'),
	text('Path', 'path', '/Recordings', 'The folder to list, the top one if left empty; Dropbox only'),
	text('Prefix', 'prefix', '2026/calls/', 'Only objects whose key begins like this; S3 and Google Cloud Storage only'),
	text('Team', 'team', 'Marketing', 'Only recordings of this team, as Grain filters it; Grain only'),
	text('Title Search', 'title_search', 'weekly', 'Only files with this text in their title; ignored for Recall, S3 and Google Cloud Storage'),
	to,
];

export const dataConnector: Resource = {
	value: 'dataConnector',
	name: 'Data Connector',
	description: 'A source of recordings that is connected with Cloudglue, such as Google Drive, Zoom or S3',
	operations: [
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many data connectors',
			description: 'Get a list of the connected sources',
			request: 'GET /data-connectors',
			list: whole(({ data }) => data as IDataObject[]),
			simplify: ['id', 'type', 'metadata', 'created_at', 'updated_at'],
		},
		{
			value: 'getAllFiles',
			name: 'Get Many Files',
			action: 'Get many data connector files',
			description: 'Browse a connected source: one level of files and folders, which need not be in Cloudglue yet',
			request: 'GET /data-connectors/{id}/files',
			fields: [connectorPicker()],
			optional: filters,
			list: tokenPages,
			check: inOrder(from, to),
			simplify: ['name', 'type', 'uri', 'mime_type', 'size_bytes', 'created_at', 'metadata', ...SOURCE_KEYS],
			run: listConnectorFiles,
		},
		{
			value: 'getSourceMetadata',
			name: 'Get Source Metadata',
			action: 'Get data connector source metadata',
			description: 'Read what the source knows about a file, such as its participants and summary, without syncing it',
			request: 'GET /data-connectors/{id}/source-metadata',
			fields: [connectorPicker(), connectorFilePicker()],
			simplify: ['source_type', ...SOURCE_KEYS],
			run: readSourceMetadata,
		},
		{
			value: 'syncFile',
			name: 'Sync File',
			action: 'Sync data connector file',
			description: 'Bring one file of a connected source into Cloudglue; the same file is never brought in twice',
			request: 'POST /data-connectors/{id}/sync',
			fields: [connectorPicker(), connectorFilePicker()],
			job: fileJob,
			repeatable: true,
			simplify: FILE_KEYS,
			run: syncConnectorFile,
		},
		{
			value: 'syncManyFiles',
			name: 'Sync Many Files',
			action: 'Sync many data connector files',
			description: 'Sync the files of a listing that match the filters, one item per file. Files that are in Cloudglue already are not synced twice; folders are not opened.',
			request: 'GET /data-connectors/{id}/files',
			fields: [connectorPicker()],
			optional: filters,
			list: tokenPages,
			job: fileJob,
			check: inOrder(from, to),
			// Items in Parallel counts the files here.
			oneAtATime: async () => 'sync',
			simplify: ['source_uri', ...FILE_KEYS, 'error', 'message', 'details'],
			run: syncManyFiles,
		},
	],
};
