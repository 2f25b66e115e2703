import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { describe } from '../shared/describe';
import { execute } from '../shared/execute';
import { listSearch } from './lookups';
import { resources } from './resources';
import { informer } from './service';

export class Informer implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Entrinsik Informer',
		name: 'informer',
		icon: { light: 'file:informer.svg', dark: 'file:informer.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Keep document libraries of Entrinsik Informer in step with cloud drives (unofficial)',
		defaults: { name: 'Entrinsik Informer' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'informerApi', required: true }],
		properties: describe(resources),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, informer, resources);
	}
}
