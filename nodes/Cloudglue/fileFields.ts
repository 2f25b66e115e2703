import type { Field } from '../shared/operation';
import { day } from './dates';
import { SOURCE_KEYS } from './sourceMetadata';

/** What *Simplify* keeps of a file; what its source knows is there only when the source says it. */
export const FILE_KEYS = [
	'id', 'filename', 'status', 'media_type', 'duration_seconds', 'bytes', 'created_at', 'source', 'uri', 'thumbnail_url', 'metadata',
	...SOURCE_KEYS,
];

export const createdAfter = day('Created After', 'created_after', 'Only files that came into Cloudglue after this day (UTC)');
export const createdBefore = day('Created Before', 'created_before', 'Only files that came into Cloudglue before this day (UTC)');

export const metadata: Field = {
	displayName: 'Metadata (JSON)',
	name: 'metadata',
	type: 'json',
	default: '',
	placeholder: 'e.g. { "speaker": "Ada" }',
	description: 'Your own data about the file, to filter and search by later',
};

export const segmentThumbnails: Field = {
	displayName: 'Segment Thumbnails',
	name: 'enable_segment_thumbnails',
	type: 'boolean',
	default: true,
	description: 'Whether to make a thumbnail for each segment of the file',
};

/** Which pictures of a file are wanted. */
export const thumbnailFilters: Field[] = [
	{
		displayName: 'Default Only',
		name: 'is_default',
		type: 'boolean',
		default: true,
		description: 'Whether to return only the picture that stands for the whole file',
	},
	{
		displayName: 'Segmentation ID',
		name: 'segmentation_id',
		type: 'string',
		default: '',
		description: 'Only pictures of this segmentation',
	},
	{
		displayName: 'Types',
		name: 'type',
		type: 'multiOptions',
		default: [],
		description: 'Only pictures of these types',
		sendAs: (types: string[]) => ({ type: types.join(',') }),
		options: [
			{ name: 'File', value: 'file' },
			{ name: 'Frame', value: 'frame' },
			{ name: 'Keyframe', value: 'keyframe' },
			{ name: 'Segment', value: 'segment' },
		],
	},
];
