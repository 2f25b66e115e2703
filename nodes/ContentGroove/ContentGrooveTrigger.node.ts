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
import { ANY_EVENT, callbacks, FINISHED } from './callbacks';
import { finishedMedia } from './finishedMedia';
import { contentGroove } from './service';

export class ContentGrooveTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ContentGroove Trigger',
		name: 'contentGrooveTrigger',
		icon: { light: 'file:contentGroove.svg', dark: 'file:contentGroove.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] === "*" ? "any event" : "media finished" }}',
		description: 'Starts the workflow when ContentGroove has finished a media (unofficial)',
		eventTriggerDescription: 'Waiting for ContentGroove to finish a media. Create one in ContentGroove, or run "Media: Upload" in another workflow.',
		activationMessage: 'From now on ContentGroove calls this workflow. It may take ContentGroove a few minutes to process a media.',
		triggerPanel: triggerPanel('ContentGroove', 'create a short media in ContentGroove'),
		defaults: { name: 'ContentGroove Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'contentGrooveApi', required: true }],
		webhooks: [{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', responseData: '', path: 'contentgroove' }],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				default: FINISHED,
				options: [
					{ name: 'Any Event', value: ANY_EVENT, description: 'Also events that ContentGroove may add later' },
					{
						name: 'Media Processing Finished',
						value: FINISHED,
						description: 'A media has its clips and transcript, or could not be fetched',
					},
				],
			},
			{
				displayName: 'Output',
				name: 'output',
				type: 'options',
				default: 'media',
				options: [
					{ name: 'One Item per Clip', value: 'clips', description: 'Each clip with its media; a media without clips gives none' },
					{ name: 'One Item per Media', value: 'media', description: 'The media with its clips and, as far as ContentGroove sends it, its transcript' },
				],
			},
			{
				displayName: 'Simplify',
				name: 'simplify',
				type: 'boolean',
				default: true,
				description: 'Whether to return a simplified version of the response instead of the raw data',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: triggerOptions([
					{
						displayName: 'Confirm With ContentGroove',
						name: 'confirm',
						type: 'boolean',
						default: false,
						description: 'Whether to read the media again first, to confirm the event and get fresh links',
					},
					{
						displayName: 'Outcome',
						name: 'outcome',
						type: 'options',
						default: 'all',
						description: 'Which finished medias start the workflow',
						options: [
							{ name: 'All', value: 'all' },
							{ name: 'Successful', value: 'successful' },
							{ name: 'With Fetch Problem', value: 'fetchProblem', description: 'ContentGroove could not fetch the file' },
						],
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
		const connection = await connect(this, contentGroove);
		return await itemsOf(this, deliveries, async (delivery): Promise<IDataObject[]> => await finishedMedia(this, connection, delivery));
	}
}
