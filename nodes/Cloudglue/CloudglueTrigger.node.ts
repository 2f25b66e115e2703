import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type ITriggerFunctions,
	type ITriggerResponse,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';
import { connect } from '../shared/connect';
import { receive } from '../shared/receive';
import { isRegistered, register, unregister } from '../shared/subscription';
import { itemsOf, keepUp, newDeliveries } from '../shared/trigger';
import { triggerOptions, triggerPanel } from '../shared/triggerPanel';
import { callbacks, happened } from './callbacks';
import { eventOptions } from './events';
import { cloudglue } from './service';

export class CloudglueTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Cloudglue Trigger',
		name: 'cloudglueTrigger',
		icon: { light: 'file:cloudglue.svg', dark: 'file:cloudglue.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Cloudglue has processed a file or a job (unofficial)',
		eventTriggerDescription: 'Waiting for Cloudglue to call. Upload a short file to Cloudglue, or sync one.',
		activationMessage: 'From now on Cloudglue calls this workflow. It may take Cloudglue a few minutes to process a file.',
		triggerPanel: triggerPanel('Cloudglue', 'upload a short file to Cloudglue, or sync one'),
		defaults: { name: 'Cloudglue Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'cloudglueApi', required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'cloudglue' }],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'events',
				type: 'multiOptions',
				required: true,
				default: ['file.job.completed'],
				options: eventOptions,
				description: 'Events come from the whole account; use a Filter node to narrow them down',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: triggerOptions([
					{
						displayName: 'Confirm With Cloudglue',
						name: 'confirm',
						type: 'boolean',
						default: false,
						description: 'Whether to read the file or job again first, to confirm the event and get all of its data',
					},
				]),
			},
		],
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this, callbacks);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await register(this, callbacks);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				await unregister(this, callbacks);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, callbacks);
	}

	async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
		return await keepUp(this, callbacks);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const deliveries = await newDeliveries(this);
		const connection = await connect(this, cloudglue);
		return await itemsOf(this, deliveries, async (delivery): Promise<IDataObject[]> => await happened(this, connection, delivery));
	}
}
