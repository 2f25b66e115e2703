import type { IDataObject } from 'n8n-workflow';
import { readList } from '../shared/paginate';
import { askForTrigger, type Subscription, type Subscriptions } from '../shared/subscription';
import { contentGroove, flatten, pages } from './service';

const UNDER_WAY_MAX = 100;

const toSubscription = (object: IDataObject): Subscription => {
	const { id, url, subscribed_events, active, created_at } = flatten(object);
	return {
		id: String(id),
		url: String(url),
		events: (subscribed_events ?? []) as string[],
		active: active !== false,
		createdAt: String(created_at),
	};
};

/** ContentGroove's subscriptions: they can't be changed, and creating the same twice gives two. */
export const subscriptions: Subscriptions = {
	service: contentGroove,
	// The key is in whichever header the credential chose.
	secret: ({ headers }) => (headers['X-API-KEY'] ?? headers.Authorization?.replace(/^Bearer /, '')) as string,
	events: (context) => [context.getNodeParameter('event', 0 as never) as string],
	list: async (context, connection) => {
		const doing = 'List webhook subscriptions';
		const fetch = async (query: IDataObject) =>
			await askForTrigger(context, connection, doing, 'GET /webhook_subscriptions', { query });
		return (await readList(pages, fetch, Infinity)).map(toSubscription);
	},
	create: async (context, connection, url, events) => {
		const body = { url, subscribed_events: events };
		const created = await askForTrigger(context, connection, 'Register the webhook', 'POST /webhook_subscriptions', { body });
		return toSubscription(created.data as IDataObject);
	},
	remove: async (context, connection, id) => {
		await askForTrigger(context, connection, 'Remove the webhook', 'DELETE /webhook_subscriptions/{id}', { path: { id } });
	},
	underWay: async (context, connection) => {
		const query = { sort: '-created_at', 'page[number]': 1, 'page[size]': UNDER_WAY_MAX };
		const { data } = await askForTrigger(context, connection, 'List medias', 'GET /medias', { query });
		return (data as IDataObject[]).map(flatten).filter(({ is_processing }) => is_processing !== false).map(({ id }) => String(id));
	},
};
