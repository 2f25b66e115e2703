import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { Complaint, Field } from '../shared/operation';

/** Ransack matchers in words; the value is the suffix that the API wants after the attribute. */
const matchers: INodePropertyOptions[] = [
	{ name: 'Contains', value: 'cont' },
	{ name: 'Does Not Contain', value: 'not_cont' },
	{ name: 'Does Not Equal', value: 'not_eq' },
	{ name: 'Ends With', value: 'end' },
	{ name: 'Equals', value: 'eq' },
	{ name: 'Is Empty', value: 'null' },
	{ name: 'Is Greater Than', value: 'gt' },
	{ name: 'Is Greater Than or Equal', value: 'gteq' },
	{ name: 'Is Less Than', value: 'lt' },
	{ name: 'Is Less Than or Equal', value: 'lteq' },
	{ name: 'Is Not Empty', value: 'not_null' },
	{ name: 'Is One Of', value: 'in' },
	{ name: 'Starts With', value: 'start' },
];

interface Condition {
	attribute: string;
	matcher: string;
	value?: unknown;
}

interface Conditions {
	condition?: Condition[];
}

const NEEDS_NO_VALUE = /null$/;

const valuesOf = (value: unknown) => (Array.isArray(value) ? value : String(value ?? '').split(',')).map((each) => String(each).trim());

/** `filter[<attribute>_<matcher>]=value`; *Is One Of* takes a list, the empty matchers take `true`. */
function toQuery({ condition = [] }: Conditions): IDataObject {
	return Object.fromEntries(
		condition.map(({ attribute, matcher, value }) => {
			const name = `filter[${attribute}_${matcher}]`;
			if (matcher === 'in') return [`${name}[]`, valuesOf(value)];
			return [name, NEEDS_NO_VALUE.test(matcher) ? 'true' : String(value)];
		}),
	);
}

/** Ransack ignores a blank value, and of two conditions of the same name the last would win: both would find too much. */
function checkConditions({ condition = [] }: Conditions): Complaint | undefined {
	const named = new Set<string>();
	for (const { attribute, matcher, value } of condition) {
		if (!NEEDS_NO_VALUE.test(matcher) && valuesOf(value).every((each) => each === ''))
			return { what: `the value for ${attribute} is empty`, todo: 'Enter a value, check the expression, or choose Is Empty.' };
		const name = `${attribute} ${matcher}`;
		if (named.has(name)) return { what: `${attribute} has two conditions of the same kind`, todo: 'Combine them into one, or filter with a Filter node afterwards.' };
		named.add(name);
	}
	return undefined;
}

/** Conditions over the attributes of a list, all of which must hold. */
export function conditions(attributes: INodePropertyOptions[]): Field {
	const [{ value: first }] = attributes;
	return {
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Condition',
		default: {},
		description: 'Conditions that all must hold',
		sendAs: toQuery,
		check: checkConditions,
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [
					{ displayName: 'Attribute', name: 'attribute', type: 'options', options: attributes, default: first },
					{ displayName: 'Matcher', name: 'matcher', type: 'options', options: matchers, default: 'cont' },
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						description: 'Several values for Is One Of are separated by commas',
						displayOptions: { hide: { matcher: ['null', 'not_null'] } },
					},
				],
			},
		],
	};
}

/** The order of a list, as the API offers it. */
export const sort: Field = {
	displayName: 'Sort',
	name: 'sort',
	type: 'options',
	default: '-created_at',
	description: 'The order of the results',
	options: [
		{ name: 'Name (A to Z)', value: 'name' },
		{ name: 'Name (Z to A)', value: '-name' },
		{ name: 'Newest First', value: '-created_at' },
		{ name: 'Newest Original First', value: '-original_created_at' },
		{ name: 'Oldest First', value: 'created_at' },
		{ name: 'Oldest Original First', value: 'original_created_at' },
	],
};
