import { withoutToken } from '../../shared/callback';
import type { Resource } from '../../shared/operation';
import { conditions, sort } from '../filters';
import { subscriptionPicker } from '../lookups';
import { checkHttpUrl, pages } from '../service';

export const webhookSubscription: Resource = {
	value: 'webhookSubscription',
	name: 'Webhook Subscription',
	description: 'An address that ContentGroove calls; the trigger node looks after its own',
	simplify: ['id', 'url', 'subscribed_events', 'active', 'created_at', 'updated_at'],
	conceal: ({ attributes, ...rest }) => {
		const { url, ...others } = attributes as { url: string };
		return { ...rest, attributes: { url: withoutToken(url), ...others } };
	},
	operations: [
		{
			value: 'create',
			name: 'Create',
			action: 'Create webhook subscription',
			description: 'Have ContentGroove call an address of yours; for a workflow use the ContentGroove Trigger instead',
			request: 'POST /webhook_subscriptions',
			fields: [
				{
					displayName: 'URL',
					name: 'url',
					type: 'string',
					required: true,
					default: '',
					placeholder: 'e.g. https://example.com/hooks/contentgroove',
					description: 'The address that ContentGroove calls; creating twice with the same address gives two subscriptions',
					check: checkHttpUrl,
				},
				{
					displayName: 'Events',
					name: 'subscribed_events',
					type: 'multiOptions',
					required: true,
					default: ['media.processing_finished'],
					options: [
						{ name: 'All Events', value: '*' },
						{ name: 'Media Processing Finished', value: 'media.processing_finished' },
					],
					description: 'The events to subscribe to',
				},
			],
		},
		{
			value: 'get',
			name: 'Get',
			action: 'Get webhook subscription',
			description: 'Get one webhook subscription',
			request: 'GET /webhook_subscriptions/{id}',
			fields: [subscriptionPicker()],
		},
		{
			value: 'getAll',
			name: 'Get Many',
			action: 'Get many webhook subscriptions',
			description: 'Get a list of webhook subscriptions, for example to find unused ones',
			request: 'GET /webhook_subscriptions',
			optional: [
				conditions([
					{ name: 'Active', value: 'active' },
					{ name: 'Created At', value: 'created_at' },
					{ name: 'Updated At', value: 'updated_at' },
					{ name: 'URL', value: 'url' },
				]),
				sort,
			],
			list: pages,
		},
		{
			value: 'delete',
			name: 'Delete',
			action: 'Delete webhook subscription',
			description: 'Stop ContentGroove from calling an address',
			request: 'DELETE /webhook_subscriptions/{id}',
			fields: [subscriptionPicker()],
			simplify: false,
		},
	],
};
