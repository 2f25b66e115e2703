import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe } from '../shared/describe';
import { execute } from '../shared/execute';
import { collectionSearch } from './collectionLookups';
import { listSearch } from './lookups';
import { resources } from './resources';
import { cloudglue } from './service';

export class Cloudglue implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloudglue',
		name: 'cloudglue',
		icon: { light: 'file:cloudglue.svg', dark: 'file:cloudglue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Sync, upload and organise video and audio in Cloudglue (unofficial)',
		defaults: { name: 'Cloudglue' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'cloudglueApi', required: true }],
		properties: describe(resources),
	};

	methods = { listSearch: { ...listSearch, ...collectionSearch } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, cloudglue, resources);
	}
}
