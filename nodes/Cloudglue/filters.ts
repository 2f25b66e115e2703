import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { Complaint, Field } from '../shared/operation';

/** The vendor's operators in words. */
const operators: INodePropertyOptions[] = [
	{ name: 'Contains All', value: 'ContainsAll', description: 'The list has all of these values' },
	{ name: 'Contains Any', value: 'ContainsAny', description: 'The list has at least one of these values' },
	{ name: 'Equals', value: 'Equal' },
	{ name: 'Is Greater Than', value: 'GreaterThan' },
	{ name: 'Is Less Than', value: 'LessThan' },
	{ name: 'Is Like', value: 'Like', description: 'Ignores case; % matches any text' },
	{ name: 'Is Not', value: 'NotEqual' },
	{ name: 'Is One Of', value: 'In' },
];
const TAKES_SEVERAL = ['ContainsAll', 'ContainsAny', 'In'];

interface Condition {
	attribute: string;
	path?: string;
	operator: string;
	value?: unknown;
}

interface Conditions {
	condition?: Condition[];
}

/** The vendor's filter object as the JSON text that lists take: `{ file: [{ path, operator, valueText }] }`. */
function toFilter({ condition = [] }: Conditions): IDataObject {
	const filter: Record<string, IDataObject[]> = {};
	for (const { attribute, path, operator, value } of condition) {
		const [key, fixed] = attribute.split('.');
		const values = TAKES_SEVERAL.includes(operator)
			? { valueTextArray: (Array.isArray(value) ? value : String(value).split(',')).map((each) => String(each).trim()) }
			: { valueText: String(value) };
		(filter[key] ??= []).push({ path: fixed ?? (path ?? '').trim(), operator, ...values });
	}
	return { filter: JSON.stringify(filter) };
}

function checkConditions({ condition = [] }: Conditions): Complaint | undefined {
	if (condition.some(({ attribute, path }) => attribute === 'metadata' && !path?.trim()))
		return { what: 'a condition on metadata does not say which', todo: 'Enter its Metadata Path, such as speaker or category.name.' };
	const blank = condition.find(({ value }) => String(value ?? '').trim() === '');
	return blank && { what: `the value for ${blank.path || blank.attribute.replace(/^.*\./, '')} is empty`, todo: 'Enter a value, or check the expression.' };
}

/** Conditions over files, all of which must hold; sent as `filter`. */
export const conditions: Field = {
	displayName: 'Conditions',
	name: 'conditions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Condition',
	default: {},
	description: 'Conditions that all must hold',
	sendAs: toFilter,
	check: checkConditions,
	options: [
		{
			displayName: 'Condition',
			name: 'condition',
			values: [
				{
					displayName: 'Attribute',
					name: 'attribute',
					type: 'options',
					default: 'file.filename',
					options: [
						{ name: 'Address', value: 'file.uri' },
						{ name: 'Created At', value: 'file.created_at' },
						{ name: 'Duration (Seconds)', value: 'video_info.duration_seconds' },
						{ name: 'Filename', value: 'file.filename' },
						{ name: 'Has Audio', value: 'video_info.has_audio' },
						{ name: 'ID', value: 'file.id' },
						{ name: 'Metadata', value: 'metadata' },
						{ name: 'Size (Bytes)', value: 'file.bytes' },
					],
				},
				{
					displayName: 'Metadata Path',
					name: 'path',
					type: 'string',
					default: '',
					placeholder: 'e.g. category.name',
					description: 'Where the value is in the metadata, with dots between the levels',
					displayOptions: { show: { attribute: ['metadata'] } },
				},
				{ displayName: 'Operator', name: 'operator', type: 'options', options: operators, default: 'Equal' },
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Several values, where the operator takes them, are separated by commas',
				},
			],
		},
	],
};

/** The way a list is sorted. */
export const direction: Field = {
	displayName: 'Sort Direction',
	name: 'sort',
	type: 'options',
	default: 'desc',
	description: 'The order of the list',
	options: [
		{ name: 'Ascending', value: 'asc' },
		{ name: 'Descending', value: 'desc' },
	],
};

/** The states of a file, and of a file in a collection. */
export const status: Field = {
	displayName: 'Status',
	name: 'status',
	type: 'options',
	default: 'completed',
	description: 'Only what is in this state',
	options: [
		{ name: 'Completed', value: 'completed' },
		{ name: 'Failed', value: 'failed' },
		{ name: 'Not Applicable', value: 'not_applicable' },
		{ name: 'Pending', value: 'pending' },
		{ name: 'Processing', value: 'processing' },
	],
};
