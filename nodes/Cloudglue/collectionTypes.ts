import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import { valueOf, subjectOf } from '../shared/call';
import { invalid } from '../shared/errors';
import type { Call, Field } from '../shared/operation';

/** What a collection makes of the media in it (spec schema NewCollection). */
export const collectionTypes: INodePropertyOptions[] = [
	{ name: 'Entities', value: 'entities', description: 'Structured data that you describe, taken out of each file' },
	{ name: 'Face Analysis', value: 'face-analysis', description: 'Faces, to find and match them' },
	{ name: 'Media Descriptions', value: 'media-descriptions', description: 'Speech, scenes and summaries; can be searched and asked' },
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

const forType = (type: string) => ({ show: { collection_type: [type] } });

/** The vendor has one switch for each part; what is not chosen is switched off. */
const describes = (name: string, config: string, type: string): Field => ({
	displayName: 'Describe',
	name,
	type: 'multiOptions',
	options: parts,
	default: ['enable_scene_text', 'enable_speech', 'enable_summary', 'enable_visual_scene_description'],
	description: 'What to make of each file',
	displayOptions: forType(type),
	sendAs: (chosen: string[]): IDataObject => ({ [config]: Object.fromEntries(parts.map(({ value }) => [value, chosen.includes(String(value))])) }),
});

/** The fields of a new collection that belong to its type. */
export const typeFields: Field[] = [
	describes('describe', 'describe_config', 'media-descriptions'),
	describes('transcribe', 'transcribe_config', 'rich-transcripts'),
	{
		displayName: 'Prompt',
		name: 'prompt',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. The products that are named, and what is said about each',
		description: 'What to take out of each file, in your words; or give a schema, or both',
		displayOptions: forType('entities'),
		sendAs: 'extract_config.prompt',
	},
	{
		displayName: 'Schema (JSON)',
		name: 'schema',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "products": [{ "name": "string", "opinion": "string" }] }',
		description: 'The shape of the data to take out',
		displayOptions: forType('entities'),
		sendAs: 'extract_config.schema',
	},
	{
		displayName: 'Entities Of',
		name: 'level',
		type: 'options',
		default: 'segment',
		options: [
			{ name: 'Each Segment', value: 'segment' },
			{ name: 'The Whole File', value: 'video' },
		],
		description: 'Whether there is one set of entities for a file or one for each part of it',
		displayOptions: forType('entities'),
		sendAs: (level: string): IDataObject => ({
			'extract_config.enable_video_level_entities': level === 'video',
			'extract_config.enable_segment_level_entities': level === 'segment',
		}),
	},
	{
		displayName: 'Take From',
		name: 'mode',
		type: 'options',
		default: 'media',
		options: [
			{ name: 'Metadata', value: 'metadata', description: 'What the source and you say about the file; the media is not read' },
			{ name: 'Picture and Sound', value: 'media' },
			{ name: 'Transcript', value: 'transcript', description: 'Only what is said' },
		],
		description: 'Where the entities are taken from',
		displayOptions: forType('entities'),
		sendAs: (mode: string): IDataObject => (mode === 'media' ? {} : { [`extract_config.enable_${mode}_mode`]: true }),
	},
	{
		displayName: 'Face Detection (JSON)',
		name: 'face_detection_config',
		type: 'json',
		default: '',
		placeholder: 'e.g. { "frame_extraction_config": { "strategy": "uniform", "uniform_config": { "frames_per_second": 1 } } }',
		description: 'How frames are taken; the service\'s own way if left out',
		displayOptions: forType('face-analysis'),
	},
];

/** Entities need to be described, or the vendor refuses the collection without saying which field. */
export function describesEntities(call: Call): void {
	if (valueOf(call, 'collection_type') !== 'entities' || valueOf(call, 'prompt') !== null || valueOf(call, 'schema') !== null) return;
	throw invalid(subjectOf(call), 'Prompt', 'is empty, and so is Schema', 'Say in one of them what to take out of each file.');
}
