import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { valueOf, subjectOf } from '../shared/call';
import { invalid } from '../shared/errors';
import type { Call, Field } from '../shared/operation';

/** What a collection makes of the media in it (spec schema NewCollection). */
export const collectionTypes: INodePropertyOptions[] = [
	{ name: 'Entities', value: 'entities', description: 'Structured data that you describe, extracted from each file' },
	{ name: 'Face Analysis', value: 'face-analysis', description: 'Faces, to find and match them' },
	{ name: 'Media Descriptions', value: 'media-descriptions', description: 'Speech, scenes and summaries; can be searched and queried' },
	{ name: 'Metadata', value: 'metadata', description: 'Only what the source knows about a connector\'s file; free of charge' },
	{ name: 'Rich Transcripts', value: 'rich-transcripts', description: 'The older kind of Media Descriptions' },
];

const parts: INodePropertyOptions[] = [
	{ name: 'Audio Description', value: 'enable_audio_description' },
	{ name: 'Scene Text', value: 'enable_scene_text' },
	{ name: 'Speech', value: 'enable_speech' },
	{ name: 'Summary', value: 'enable_summary' },
	{ name: 'Visual Scene Description', value: 'enable_visual_scene_description' },
];

const forType = (type: string, more: Record<string, string[]> = {}) => ({ show: { collection_type: [type], ...more } });

/** The vendor has one switch for each part; what is not chosen is switched off. `usual` is what the vendor did by itself. */
const describes = (name: string, config: string, type: string, usual: string[]): Field => ({
	displayName: 'Describe',
	name,
	type: 'multiOptions',
	options: parts,
	default: [...usual],
	description: 'What to make of each file',
	displayOptions: forType(type),
	sendAs: (chosen: string[]): IDataObject => ({ [config]: Object.fromEntries(parts.map(({ value }) => [value, chosen.includes(String(value))])) }),
});

const ofLevel = (level: string): IDataObject => ({
	'extract_config.enable_video_level_entities': level === 'video',
	'extract_config.enable_segment_level_entities': level === 'segment',
});

/** The fields of a new collection that belong to its type. */
export const typeFields: Field[] = [
	describes('describe', 'describe_config', 'media-descriptions', [
		'enable_scene_text', 'enable_speech', 'enable_summary', 'enable_visual_scene_description',
	]),
	describes('transcribe', 'transcribe_config', 'rich-transcripts', ['enable_speech', 'enable_summary']),
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. The products that are named, and what is said about each',
		description: 'What to extract from each file, in your own words. Fill in Prompt, Schema, or both.',
		displayOptions: forType('entities'),
		sendAs: 'extract_config.prompt',
	},
	{
		displayName: 'Schema (JSON)',
		name: 'schema',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "products": [{ "name": "string", "opinion": "string" }] }',
		description: 'The shape of the data to extract',
		displayOptions: forType('entities'),
		sendAs: 'extract_config.schema',
	},
	{
		displayName: 'Extract From',
		name: 'mode',
		type: 'options',
		default: 'media',
		options: [
			{ name: 'Metadata', value: 'metadata', description: 'What the source and you say about the file; the media is not read' },
			{ name: 'Picture and Sound', value: 'media' },
			{ name: 'Transcript', value: 'transcript', description: 'Only what is said' },
		],
		description: 'What the entities are extracted from',
		displayOptions: forType('entities'),
		sendAs: (mode: string): IDataObject => ({
			...(mode !== 'media' && { [`extract_config.enable_${mode}_mode`]: true }),
			...(mode === 'metadata' && ofLevel('video')),
		}),
	},
	{
		displayName: 'Extract For',
		name: 'level',
		type: 'options',
		default: 'segment',
		options: [
			{ name: 'Each Segment', value: 'segment' },
			{ name: 'The Whole File', value: 'video' },
		],
		description: 'What gets a set of entities of its own',
		// The metadata of a file has no parts.
		displayOptions: forType('entities', { mode: ['media', 'transcript'] }),
		sendAs: ofLevel,
	},
	{
		displayName: 'Face Detection (JSON)',
		name: 'face_detection_config',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "frame_extraction_config": { "strategy": "uniform", "uniform_config": { "frames_per_second": 1 } } }',
		description: 'How frames are sampled; in Cloudglue\'s own way if left empty',
		displayOptions: forType('face-analysis'),
	},
];

/** Refuses what the vendor would refuse without saying which field, or fill with its own choice. */
export function fitsType(call: Call): void {
	const type = valueOf<string>(call, 'collection_type');
	const lacks = (name: string) => valueOf(call, name) === null;
	if (type === 'entities' && lacks('prompt') && lacks('schema'))
		throw invalid(subjectOf(call), 'Prompt', 'is empty, and so is Schema', 'Say in one of them what to extract from each file.');
	if ((type === 'media-descriptions' && lacks('describe')) || (type === 'rich-transcripts' && lacks('transcribe')))
		throw invalid(subjectOf(call), 'Describe', 'is empty', 'Choose at least one part, or check the expression.');
}
