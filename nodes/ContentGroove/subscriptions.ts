import type { IDataObject } from 'n8n-workflow';
import { askAs } from '../shared/call';
import type { Connection, Context } from '../shared/operation';
import { readList } from '../shared/paginate';
import type { Subscription, Subscriptions } from '../shared/subscription';
import { contentGroove, flatten, pages } from './service';

/** n8n itself tries create and delete again, and a person waits for Publish. */
export const TRIGGER_RETRY_MS = 20_000;

/** One request of the trigger; errors name what it was for. */
export async function askForTrigger(
	context: Context,
	connection: Connection,
	doing: string,
	line: string,
	parts: { path?: Record<string, string>; query?: IDataObject; body?: IDataObject } = {},
): Promise<IDataObject> {
	const subject = { node: context.getNode(), doing };
	return await askAs(context, connection, subject, line, parts, { retryMs: TRIGGER_RETRY_MS });
}

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
	events: (context) => [context.getNodeParameter('event') as string],
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
		try {
			await askForTrigger(context, connection, 'Remove the webhook', 'DELETE /webhook_subscriptions/{id}', { path: { id } });
		} catch (refused) {
			if ((refused as { httpCode?: string }).httpCode !== '404') {
				context.logger.warn(`ContentGroove webhook subscription ${id} could not be removed; delete it with "Webhook Subscription: Delete".`);
				throw refused;
			}
		}
	},
};
