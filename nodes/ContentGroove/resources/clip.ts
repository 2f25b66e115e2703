import { subjectOf, valueOf } from '../../shared/call';
import { invalid } from '../../shared/errors';
import type { Call, Field, Resource } from '../../shared/operation';
import { conditions, sort } from '../filters';
import { clipPicker, mediaPicker } from '../lookups';
import { clipJob, pages } from '../service';

const time = (displayName: string, name: string): Field => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 3 },
	default: 0,
	description: 'Seconds from the start of the media',
});

const startTime = time('Start Time', 'start_time');
const endTime = time('End Time', 'end_time');

const name: Field = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	description: 'What the clip is called in ContentGroove',
};

function endsAfterStart(call: Call): void {
	const [start, end] = ['start_time', 'end_time'].map((field) => valueOf<number>(call, field));
	if (start === null || end === null || end > start) return;
	throw invalid(subjectOf(call), 'End Time', `${end} s is not after the start at ${start} s`, 'Enter an end that is later than the start.');
}

export const clip: Resource = {
	value: 'clip',
	name: 'Clip',
	description: 'A part of a media, suggested by ContentGroove or made by you',
	simplify: [
		'id', 'name', 'text', 'rank', 'start_time', 'end_time', 'is_processing', 'media_id', 'media_file_url',
		'media_file_preview_image_url', 'created_at',
	],
	operations: [
		{
			value: 'create',
			name: 'Create',
			action: 'Create clip',
			description: 'Cut a clip out of a media by start and end time',
			request: 'POST /clips',
			fields: [
				mediaPicker({ sendAs: 'media_id' }),
				{ ...name, required: true, placeholder: 'e.g. The launch' },
				{ ...startTime, required: true },
				{ ...endTime, required: true, default: 10 },
			],
			check: endsAfterStart,
			job: clipJob,
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get clip',
			description: 'Get one clip',
			request: 'GET /clips/{id}',
			fields: [clipPicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many clips',
			description: 'Get a list of clips, of one media or of all',
			request: 'GET /clips',
			optional: [
				conditions([
					{ name: 'Created At', value: 'created_at' },
					{ name: 'End Time', value: 'end_time' },
					{ name: 'External ID', value: 'external_id' },
					{ name: 'Is Processing', value: 'is_processing' },
					{ name: 'Name', value: 'name' },
					{ name: 'Rank', value: 'rank' },
					{ name: 'Start Time', value: 'start_time' },
					{ name: 'Text', value: 'text' },
				]),
				mediaPicker({
					required: false,
					sendAs: (id: string) => ({ 'filter[media_id_eq]': id }),
					description: 'Only the clips of this media',
				}),
				sort,
			],
			list: pages,
		},
		{
			value: 'update',
			name: 'Update',
			action: 'Update clip',
			description: 'Change the name or the times of a clip',
			request: 'PUT /clips/{id}',
			fields: [clipPicker()],
			optional: [endTime, name, startTime],
			check: endsAfterStart,
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete clip',
			description: 'Permanently delete a clip; its media stays',
			request: 'DELETE /clips/{id}',
			fields: [clipPicker()],
			simplify: false,
		},
	],
};
