import type { Field, Resource } from '../../shared/operation';
import { conditions, sort } from '../filters';
import { mediaPicker } from '../lookups';
import { details, readMedia } from '../mediaDetails';
import { checkHttpUrl, mediaJob, pages } from '../service';
import { uploadMedia } from '../uploadMedia';

const name: Field = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the media is called in ContentGroove',
};

const description: Field = {
	displayName: 'Description',
	name: 'description',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'What the media is about',
};

export const media: Resource = {
	value: 'media',
	name: 'Media',
	description: 'A video or audio that ContentGroove processes into clips',
	simplify: [
		'id', 'name', 'description', 'is_processing', 'has_fetch_error', 'created_at', 'processing_started_at', 'source_url',
		'source_file_content_type', 'source_file_duration', 'clip_ids', 'clips', 'transcript',
		// One item per clip
		'media_id', 'text', 'rank', 'start_time', 'end_time', 'media_file_url', 'media_file_preview_image_url',
	],
	operations: [
		{
			value: 'createFromUrl',
			name: 'Create From URL',
			action: 'Create media from a URL',
			description: 'Import a video or audio that is publicly available; ContentGroove fetches it',
			request: 'POST /medias',
			fields: [
				{
					displayName: 'Source URL',
					name: 'source_url',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://example.com/talk.mp4',
					description: 'Public address of the file, without a login in front of it',
					check: checkHttpUrl,
				},
			],
			optional: [description, name],
			job: mediaJob,
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get media',
			description: 'Get one media, with its clips if wanted',
			request: 'GET /medias/{id}',
			fields: [mediaPicker()],
			optional: details,
			run: readMedia,
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many medias',
			description: 'Get a list of medias, filtered and sorted',
			request: 'GET /medias',
			optional: [
				conditions([
					{ name: 'Created At', value: 'created_at' },
					{ name: 'Description', value: 'description' },
					{ name: 'External ID', value: 'external_id' },
					{ name: 'Has Fetch Error', value: 'has_fetch_error' },
					{ name: 'Is Processing', value: 'is_processing' },
					{ name: 'Name', value: 'name' },
					{ name: 'Original Created At', value: 'original_created_at' },
					{ name: 'Processing Started At', value: 'processing_started_at' },
					{ name: 'Source URL', value: 'source_url' },
				]),
				sort,
			],
			list: pages,
		},
		{
			value: 'update',
			name: 'Update',
			action: 'Update media',
			description: 'Change the name or the description of a media',
			request: 'PUT /medias/{id}',
			fields: [mediaPicker()],
			optional: [description, name],
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete media',
			description: 'Permanently delete a media together with its clips',
			request: 'DELETE /medias/{id}',
			fields: [mediaPicker()],
			simplify: false,
		},
		{
			value: 'upload',
			name: 'Upload',
			action: 'Upload media',
			description: 'Send a file of up to 5 GB from n8n to ContentGroove and create a media of it',
			request: 'POST /medias',
			file: 'upload',
			fields: [
				{
					displayName: 'Input Data Field Name',
					name: 'inputDataFieldName',
					type: 'string',
					required: true,
					default: 'data',
					hint: 'The name of the input field containing the file to upload',
					sendAs: false,
				},
			],
			optional: [
				description,
				{ ...name, description: 'What the media is called in ContentGroove; the name of the file if left empty' },
				{
					displayName: 'Upload ID',
					name: 'upload_id',
					type: 'string',
					default: '',
					description: 'ID of a file that is uploaded already; creates the media without sending the file again',
				},
			],
			job: mediaJob,
			run: uploadMedia,
		},
		{
			value: 'waitForProcessing',
			name: 'Wait For Processing',
			action: 'Wait until media is processed',
			description: 'Wait until ContentGroove has processed a media, then return it',
			request: 'GET /medias/{id}',
			fields: [mediaPicker()],
			optional: details,
			job: mediaJob,
			waits: 'always',
			run: readMedia,
		},
	],
};
