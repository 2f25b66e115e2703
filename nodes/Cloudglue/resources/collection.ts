import type { Field, Resource } from '../../shared/operation';
import { collectionPicker } from '../collectionLookups';
import { collectionTypes, fitsType, typeFields } from '../collectionTypes';
import { inOrder, moment } from '../dates';
import { direction } from '../filters';
import { pages } from '../service';

const name: Field = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the collection is called; no two of an account may have the same name',
};

const description: Field = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 2 },
	default: '',
	description: 'What the collection is for',
};

const createdAfter = moment('Created After', 'created_after', 'Only collections made after this time');
const createdBefore = moment('Created Before', 'created_before', 'Only collections made before this time');

export const collection: Resource = {
	value: 'collection',
	name: 'Collection',
	description: 'A group of media that Cloudglue processes in the same way, such as into descriptions, entities or faces',
	simplify: [
		'id', 'name', 'description', 'collection_type', 'file_count', 'created_at', 'default_segmentation_config',
		// Only the one of its type is there
		'describe_config', 'extract_config', 'face_detection_config', 'transcribe_config',
	],
	operations: [
		{
			value: 'create',
			name: 'Create',
			action: 'Create collection',
			description: 'Create a collection and choose what Cloudglue makes of the media in it',
			request: 'POST /collections',
			fields: [
				{ ...name, required: true, placeholder: 'e.g. Customer calls' },
				{
					displayName: 'Type',
					name: 'collection_type',
					type: 'options',
					required: true,
					options: collectionTypes,
					default: 'media-descriptions',
					description: 'What Cloudglue makes of each file; can\'t be changed later',
				},
				...typeFields,
			],
			optional: [
				description,
				{
					displayName: 'Segment Thumbnails',
					name: 'enable_segment_thumbnails',
					type: 'boolean',
					default: true,
					description: 'Whether to make a picture of each segment',
					sendAs: 'default_thumbnails_config.enable_segment_thumbnails',
				},
				{
					displayName: 'Segmentation (JSON)',
					name: 'default_segmentation_config',
					type: 'json',
					default: '',
					placeholder: 'e.g. { "strategy": "uniform", "uniform_config": { "window_seconds": 20, "hop_seconds": 20 } }',
					description: 'How files are divided into segments; evenly if left empty',
				},
			],
			check: fitsType,
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get collection',
			description: 'Get one collection with its settings',
			request: 'GET /collections/{collection_id}',
			fields: [collectionPicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many collections',
			description: 'Get a list of collections, filtered and sorted',
			request: 'GET /collections',
			optional: [
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
						{ name: 'Name', value: 'name' },
					],
				},
				direction,
				{
					displayName: 'Type',
					name: 'collection_type',
					type: 'options',
					options: collectionTypes,
					default: 'media-descriptions',
					description: 'Only collections of this type',
				},
			],
			list: pages,
			check: inOrder(createdAfter, createdBefore),
		},
		{
			value: 'update',
			name: 'Update',
			action: 'Update collection',
			description: 'Change the name or the description of a collection',
			request: 'PUT /collections/{collection_id}',
			fields: [collectionPicker()],
			optional: [description, name],
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete collection',
			description: 'Permanently delete a collection and all its results; the files stay in Cloudglue',
			request: 'DELETE /collections/{collection_id}',
			fields: [collectionPicker()],
			simplify: false,
		},
	],
};
