import type { IDataObject } from 'n8n-workflow';
import type { Resource } from '../../shared/operation';
import { publicAddress, refusedAsPublic } from '../addresses';
import { inOrder } from '../dates';
import { createdAfter, createdBefore, FILE_KEYS, metadata, segmentThumbnails, thumbnailFilters } from '../fileFields';
import { conditions, direction, status } from '../filters';
import { filePicker } from '../lookups';
import { fileJob, pages } from '../service';
import { syncFromUrl } from '../syncFromUrl';
import { uploadFile } from '../uploadFile';

export const file: Resource = {
	value: 'file',
	name: 'File',
	description: 'A video, audio or image in Cloudglue',
	simplify: FILE_KEYS,
	operations: [
		{
			value: 'syncFromUrl',
			name: 'Sync From URL',
			action: 'Sync file from a URL',
			description: 'Bring a public video or audio into Cloudglue from its address: a direct link, Dropbox, TikTok (costs credits) or Loom',
			request: 'POST /files/sync',
			fields: [
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://example.com/video.mp4',
					description: 'Public address of the file. Files of a connector are for Data Connector: Sync File.',
					hint: 'An address that is in Cloudglue already gives the existing file, and new metadata is ignored',
					check: refusedAsPublic,
					sendAs: (url: string) => ({ url: publicAddress(url) }),
				},
				segmentThumbnails,
			],
			optional: [metadata],
			job: fileJob,
			repeatable: true,
			run: syncFromUrl,
		},
		{
			value: 'upload',
			name: 'Upload',
			action: 'Upload file',
			description: 'Send a video, audio or image from n8n to Cloudglue',
			request: 'POST /files',
			file: 'upload',
			fields: [
				{
					displayName: 'Input Data Field Name',
					name: 'inputDataFieldName',
					type: 'string',
					required: true,
					default: 'data',
					hint: 'The name of the input field containing the file to upload',
					sendAs: 'file',
				},
				segmentThumbnails,
			],
			optional: [metadata],
			job: fileJob,
			run: uploadFile,
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get file',
			description: 'Get one file with its status and metadata',
			request: 'GET /files/{file_id}',
			fields: [filePicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many files',
			description: 'Get a list of files, filtered and sorted',
			request: 'GET /files',
			optional: [
				conditions,
				createdAfter,
				createdBefore,
				{
					displayName: 'Sort By',
					name: 'order',
					type: 'options',
					default: 'created_at',
					description: 'What the list is sorted by',
					options: [
						{ name: 'Created At', value: 'created_at' },
						{ name: 'Filename', value: 'filename' },
					],
				},
				direction,
				status,
			],
			list: pages,
			check: inOrder(createdAfter, createdBefore),
		},
		{
			value: 'update',
			name: 'Update',
			action: 'Update file',
			description: 'Change the name or the metadata of a file',
			request: 'PUT /files/{file_id}',
			fields: [filePicker()],
			optional: [
				{
					displayName: 'Filename',
					name: 'filename',
					type: 'string',
					default: '',
					description: 'What the file is called in Cloudglue',
				},
				metadata,
			],
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete file',
			description: 'Permanently delete a file from Cloudglue; the original at its source stays',
			request: 'DELETE /files/{file_id}',
			fields: [filePicker()],
			simplify: false,
		},
		{
			value: 'refreshSourceMetadata',
			name: 'Refresh Source Metadata',
			action: 'Refresh file source metadata',
			description: 'Read what the source knows about a connector\'s file again, and store it; free of charge',
			request: 'POST /files/{file_id}/sync',
			fields: [filePicker()],
			repeatable: true,
		},
		{
			value: 'getTags',
			name: 'Get Tags',
			action: 'Get file tags',
			description: 'Get all tags of a file and of its segments',
			request: 'GET /files/{file_id}/tags',
			fields: [filePicker()],
			output: ({ data }) => data as IDataObject[],
			simplify: false,
		},
		{
			value: 'getThumbnails',
			name: 'Get Thumbnails',
			action: 'Get file thumbnails',
			description: 'Get the addresses of the pictures that were made of a file',
			request: 'GET /files/{file_id}/thumbnails',
			fields: [filePicker()],
			optional: thumbnailFilters,
			list: pages,
			simplify: false,
		},
	],
};
