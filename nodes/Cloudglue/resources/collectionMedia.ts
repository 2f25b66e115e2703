import { subjectOf, valueOf } from '../../shared/call';
import { invalid } from '../../shared/errors';
import type { Call, Resource } from '../../shared/operation';
import { mediaAddress, refusedAsMedia } from '../addresses';
import { collectionFilePicker, collectionPicker } from '../collectionLookups';
import { addedAfter, addedBefore, addedBy, filePages } from '../collectionLists';
import { inOrder } from '../dates';
import { metadata } from '../fileFields';
import { conditions, direction, status } from '../filters';
import { filePicker } from '../lookups';
import { collectionFileJob } from '../service';

/** Segments that are there can't be cut, or have their pictures made, in another way. */
function oneSegmentation(call: Call): void {
	const settings = { segmentation_config: 'Segmentation', enable_segment_thumbnails: 'Segment Thumbnails' };
	const given = Object.entries(settings).find(([name]) => valueOf(call, name) !== null);
	if (!given || valueOf(call, 'segmentation_id') === null) return;
	throw invalid(subjectOf(call), 'Segmentation ID', `is given together with ${given[1]}`, 'Remove one of the two.');
}

export const collectionMedia: Resource = {
	value: 'collectionMedia',
	name: 'Collection Media',
	description: 'The media in a collection and how far they are processed',
	simplify: ['collection_id', 'file_id', 'status', 'added_at', 'filename', 'duration_seconds', 'uri', 'metadata', 'segmentation'],
	operations: [
		{
			value: 'add',
			name: 'Add',
			action: 'Add media to collection',
			description: 'Put a file into a collection: one that Cloudglue has, or one from a public address, a connector or YouTube',
			request: 'POST /collections/{collection_id}/media',
			fields: [
				collectionPicker(),
				{
					displayName: 'Source',
					name: 'source',
					type: 'options',
					default: 'file',
					options: [
						{ name: 'Address or Link', value: 'address', description: 'Of a public file, YouTube, TikTok, Loom, or of a connector\'s file' },
						{ name: 'File in Cloudglue', value: 'file' },
					],
					description: 'Where the media is',
					sendAs: false,
				},
				filePicker({ displayOptions: { show: { source: ['file'] } } }),
				{
					displayName: 'Address or Link',
					name: 'url',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://www.youtube.com/watch?v=abc or grain://recording/abc123',
					description: 'The same address gives the same file',
					displayOptions: { show: { source: ['address'] } },
					check: refusedAsMedia,
					sendAs: (url: string) => ({ url: mediaAddress(url) }),
				},
			],
			optional: [
				{ ...metadata, description: 'Your own data about the file; only metadata collections take it, for others use File: Update' },
				{
					displayName: 'Segment Thumbnails',
					name: 'enable_segment_thumbnails',
					type: 'boolean',
					default: true,
					description: 'Whether to make a picture of each segment',
					sendAs: 'thumbnails_config.enable_segment_thumbnails',
				},
				{
					displayName: 'Segmentation (JSON)',
					name: 'segmentation_config',
					type: 'json',
					default: '',
					placeholder: 'e.g. { "strategy": "uniform", "uniform_config": { "window_seconds": 20, "hop_seconds": 20 } }',
					description: 'How the file is divided into segments; as set in the collection if left empty',
				},
				{
					displayName: 'Segmentation ID',
					name: 'segmentation_id',
					type: 'string',
					default: '',
					description: 'A segmentation that the file has already, such as the one in the result of Collection Media: Get',
				},
			],
			check: oneSegmentation,
			job: collectionFileJob,
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get collection media',
			description: 'Get one file of a collection and how far it is processed there',
			request: 'GET /collections/{collection_id}/videos/{file_id}',
			fields: [collectionPicker(), collectionFilePicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many collection media',
			description: 'Get a list of what is in a collection, filtered and sorted',
			request: 'GET /collections/{collection_id}/videos',
			fields: [collectionPicker()],
			optional: [addedAfter, addedBefore, conditions, addedBy, direction, status],
			list: filePages,
			check: inOrder(addedAfter, addedBefore),
		},
		{
			value: 'remove',
			name: 'Remove',
			action: 'Remove media from collection',
			description: 'Remove a file and its results from a collection; the file stays in Cloudglue',
			request: 'DELETE /collections/{collection_id}/videos/{file_id}',
			fields: [collectionPicker(), collectionFilePicker()],
			simplify: false,
		},
		{
			value: 'waitForCompletion',
			name: 'Wait For Completion',
			action: 'Wait until collection media is processed',
			description: 'Wait until a file is processed in a collection, then return it',
			request: 'GET /collections/{collection_id}/videos/{file_id}',
			fields: [collectionPicker(), collectionFilePicker()],
			job: collectionFileJob,
			waits: 'always',
		},
	],
};
