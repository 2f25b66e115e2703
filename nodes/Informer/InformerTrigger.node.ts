import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { property } from '../shared/describe';
import { changes } from './changes';
import { libraryPicker, listSearch } from './lookups';

export class InformerTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Entrinsik Informer Trigger',
		name: 'informerTrigger',
		icon: { light: 'file:informer.svg', dark: 'file:informer.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["event"] === "librarySynced" ? "library synced" : "connection expiring" }}',
		description: 'Starts the workflow when a library was synced or its connection is about to expire (unofficial)',
		eventTriggerDescription: '',
		activationMessage: 'From now on this workflow looks for changes at the poll times; what happened before does not start it.',
		defaults: { name: 'Entrinsik Informer Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'informerApi', required: true }],
		properties: [
			{
				displayName: 'Trigger On',
				name: 'event',
				type: 'options',
				default: 'librarySynced',
				options: [
					{
						name: 'Connection Expiring',
						value: 'connectionExpiring',
						description: 'A library\'s permission for its cloud drive ends soon; a person has to connect it again',
					},
					{ name: 'Library Synced', value: 'librarySynced', description: 'A library was brought in step with its cloud drive' },
				],
			},
			property(libraryPicker({ required: false, description: 'The library to watch; all libraries if left empty' })),
			{
				displayName: 'Days Ahead',
				name: 'daysAhead',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 7,
				description: 'How many days before expiry to start the workflow, once per connection',
				displayOptions: { show: { event: ['connectionExpiring'] } },
			},
		],
	};

	methods = { listSearch };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await changes(this);
	}
}
