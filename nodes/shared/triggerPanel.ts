import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';
import { byLabel } from './describe';
import type { Context } from './operation';

export const DEFAULT_MAX_ENTRIES = 1_000;
export const DEFAULT_CATCH_UP_HOURS = 24;
export const DEFAULT_CATCH_UP_LIMIT = 200;

/** What a person has set of `triggerOptions`. */
export function optionsOf(context: Context) {
	return context.getNodeParameter('options', 0 as never, {}) as {
		catchUpHours?: number;
		catchUpLimit?: number;
		includeHeaders?: boolean;
		maxEntries?: number;
	};
}

/** A trigger's Options: those that every trigger has, and its own. */
export const triggerOptions = (own: INodeProperties[]): INodeProperties[] => [...common, ...own].sort(byLabel);

const common: INodeProperties[] = [
	{
		displayName: 'Catch Up: Hours Back',
		name: 'catchUpHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_CATCH_UP_HOURS,
		description: 'How far back to look, at each start of n8n and every 15 minutes, for events that were not delivered. Raise it if n8n may be down for longer.',
	},
	{
		displayName: 'Catch Up: Limit',
		name: 'catchUpLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_CATCH_UP_LIMIT,
		description: 'Max number of objects to look at when catching up, never more than Remember Events; 0 turns it off',
	},
	{
		displayName: 'Include Headers',
		name: 'includeHeaders',
		type: 'boolean',
		default: false,
		description: 'Whether to add the headers of the callback to each item',
	},
	{
		displayName: 'Remember Events',
		name: 'maxEntries',
		type: 'number',
		typeOptions: { minValue: 100, maxValue: 10_000 },
		default: DEFAULT_MAX_ENTRIES,
		description: 'How many past events are remembered to drop repeats; a large number makes each run a little slower',
	},
];

/** What the panel tells people while they wait for a first event. `how` makes one happen. */
export function triggerPanel(service: string, how: string): TriggerPanelDefinition {
	return {
		header: `Listen for a call from ${service}`,
		executionsHelp: {
			inactive: `To test, click "Execute step", then ${how}. The test address stays registered for two minutes and is then removed automatically. Publish the workflow to be called for every event.`,
			active: `The workflow is published: ${service} calls it for every event, and each run is in the list of executions. To see one here, click "Execute step", then ${how}; the published workflow gets that event as well.`,
		},
		activationHint: `Publish the workflow to have ${service} call it for every event.`,
	};
}
