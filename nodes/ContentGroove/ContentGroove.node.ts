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
import { contentGroove } from './service';

export class ContentGroove implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ContentGroove',
		name: 'contentGroove',
		icon: { light: 'file:contentGroove.svg', dark: 'file:contentGroove.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Turn recordings into clips and transcripts with ContentGroove (unofficial)',
		defaults: { name: 'ContentGroove' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [{ name: 'contentGrooveApi', required: true }],
		// A presigned address lets anybody write: it goes on to the next node, but not into the execution log.
		sensitiveOutputFields: ['upload_url'],
		properties: describe(resources),
	};

	methods = { listSearch };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await execute(this, contentGroove, resources);
	}
}
