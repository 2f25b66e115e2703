import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { collectionOf, DEFAULT_RETRY_SECONDS } from './call';
import { limit, returnAll, simplify, waitForCompletion } from './commonFields';
import { DEFAULT_PARALLEL, DEFAULT_PARALLEL_FILES } from './execute';
import type { Field, Operation, Resource } from './operation';
import { DEFAULT_WAIT_MINUTES } from './waitForJob';

/** The panel of a node, derived from its resources: menus, show rules, and everything that operations have in common. */
export function describe(resources: Resource[]): INodeProperties[] {
	const [{ value: first }] = resources;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value, description }) => ({ name, value, description })),
			default: first,
		},
		...resources.map(menuOf),
		...resources.flatMap((resource) => resource.operations.flatMap((operation) => panelOf(resource, operation))),
	];
}

function menuOf({ value, operations }: Resource): INodeProperties {
	const [{ value: first }] = operations;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations
			.map(({ name, value: operation, action, description }): INodePropertyOptions => ({ name, value: operation, action, description }))
			.sort((a, b) => a.name.localeCompare(b.name)),
		default: first,
	};
}

function panelOf(resource: Resource, operation: Operation): INodeProperties[] {
	const here = { resource: [resource.value], operation: [operation.value] };
	const panel = [
		...(operation.fields ?? []).map(property),
		...(operation.list ? [returnAll, limit] : []),
		...(operation.job && operation.waits !== 'always' ? [waitForCompletion] : []),
		...((operation.simplify ?? resource.simplify) ? [simplify] : []),
		...(operation.optional?.length ? [optionalFields(operation)] : []),
		options(operation),
	];
	return panel.map((each) => ({
		...each,
		displayOptions: { ...each.displayOptions, show: { ...here, ...each.displayOptions?.show } },
	}));
}

/** What n8n may see of a field: the words that only this engine reads are left out. */
export function property(field: Field): INodeProperties {
	const known = { ...field };
	delete known.sendAs;
	delete known.check;
	return known;
}

function optionalFields(operation: Operation): INodeProperties {
	const name = collectionOf(operation);
	const labels = { filters: 'Filters', updateFields: 'Update Fields', additionalFields: 'Additional Fields' };
	return {
		displayName: labels[name],
		name,
		type: 'collection',
		placeholder: name === 'filters' ? 'Add Filter' : 'Add Field',
		default: {},
		options: operation.optional?.map(property).sort(byLabel),
	};
}

export const byLabel = (a: INodeProperties, b: INodeProperties) => a.displayName.localeCompare(b.displayName);

function options(operation: Operation): INodeProperties {
	const parallel = operation.file ? DEFAULT_PARALLEL_FILES : DEFAULT_PARALLEL;
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Items in Parallel',
				name: 'itemsInParallel',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 50 },
				default: parallel,
				description: 'How many input items are worked on at once; results keep the order of the input',
			},
			...(operation.job ? [maximumWait] : []),
			{
				displayName: 'Retry Time Limit (Seconds)',
				name: 'retryTimeLimit',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: DEFAULT_RETRY_SECONDS,
				description: 'How long one request may wait and try again when the service is busy or out of reach',
			},
		],
	};
}

const maximumWait: INodeProperties = {
	displayName: 'Maximum Wait (Minutes)',
	name: 'maximumWait',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: DEFAULT_WAIT_MINUTES,
	description: 'How long to wait for completion; after that the item fails, and the error gives the ID to continue with',
};
