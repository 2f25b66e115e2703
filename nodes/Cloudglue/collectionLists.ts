import type { INodePropertyOptions } from 'n8n-workflow';
import { subjectOf, valueOf } from '../shared/call';
import { invalid } from '../shared/errors';
import type { Call, Field, Pager } from '../shared/operation';
import { day } from './dates';
import { pages } from './service';

/** What is in a collection, each file once: one that is added while the list is read moves others to the next page. */
export const filePages: Pager = async function* (fetch, wanted) {
	const seen = new Set<unknown>();
	for await (const page of pages(fetch, wanted)) yield page.filter(({ file_id }) => !seen.has(file_id) && seen.add(file_id));
};

/** Filters that all lists of a collection have. */
export const addedAfter = day('Added After', 'added_after', 'Only media that came into the collection after this day (UTC)');
export const addedBefore = day('Added Before', 'added_before', 'Only media that came into the collection before this day (UTC)');

export const addedBy: Field = {
	displayName: 'Sort By',
	name: 'order',
	type: 'options',
	default: 'added_at',
	description: 'What the list is sorted by',
	options: [
		{ name: 'Added At', value: 'added_at' },
		{ name: 'Filename', value: 'filename' },
	],
};

const toggle = (displayName: string, name: string, description: string): Field => ({
	displayName,
	name,
	type: 'boolean',
	default: true,
	description: `Whether to return ${description}`,
});

export const chapters = toggle('Include Chapters', 'include_chapters', 'the chapters, where the segmentation is narrative');
export const shots = toggle('Include Shots', 'include_shots', 'the shots, where the segmentation is by shots');
export const thumbnails = toggle('Include Thumbnails', 'include_thumbnails', 'the addresses of pictures');
export const wordTimes = toggle('Include Word Timestamps', 'include_word_timestamps', 'the time of each word; as JSON only, and not for YouTube');
export const withMetadata = toggle('Include Metadata', 'include_metadata', 'the metadata of the file and of its source');

export const format: Field = {
	displayName: 'Format',
	name: 'response_format',
	type: 'options',
	default: 'json',
	options: [
		{ name: 'JSON', value: 'json' },
		{ name: 'Markdown', value: 'markdown', description: 'One text, in data.content' },
	],
	description: 'How the result is written',
};

const parts: INodePropertyOptions[] = [
	{ name: 'Audio Description', value: 'audio_description' },
	{ name: 'Scene Text', value: 'scene_text' },
	{ name: 'Segment Summary', value: 'segment_summary' },
	{ name: 'Speech', value: 'speech' },
	{ name: 'Summary', value: 'summary' },
	{ name: 'Title', value: 'title' },
	{ name: 'Visual Scene Description', value: 'visual_scene_description' },
];

/** The vendor's text says a comma-separated list; its schema says an array. */
export const modalities: Field = {
	displayName: 'Parts',
	name: 'modalities',
	type: 'multiOptions',
	default: [],
	options: parts,
	description: 'Only these parts; all available ones if left empty',
	sendAs: (chosen: string[]) => ({ modalities: chosen.join(',') }),
};

const second = (displayName: string, name: string, description: string): Field => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 3 },
	default: 0,
	description,
});

export const from = second('From Second', 'start_time_seconds', 'Only what is from this second on');
export const until = second('Until Second', 'end_time_seconds', 'Only what is up to this second');

/** An end before the start would silently give nothing. */
export function endsAfterStart(call: Call): void {
	const [start, end] = [from, until].map(({ name }) => valueOf<number>(call, name));
	if (end === null || end > (start ?? 0)) return;
	throw invalid(subjectOf(call), until.displayName, `${end} s is not after the start at ${start ?? 0} s`, 'Enter an end that is later than the start.');
}
