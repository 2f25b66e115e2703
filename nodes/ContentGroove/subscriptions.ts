import type { IDataObject } from 'n8n-workflow';
import { askAs } from '../shared/call';
import { onStatus } from '../shared/errors';
import type { Connection, Context } from '../shared/operation';
import { readList } from '../shared/paginate';
import type { Subscription, Subscriptions } from '../shared/subscription';
import { contentGroove, flatten, pages } from './service';

/** n8n itself tries create and delete again, and a person waits for Publish. */
export const TRIGGER_RETRY_MS = 20_000;
const UNDER_WAY_MAX = 100;

/** One request of the trigger; errors name what it was for. */
export async function askForTrigger(
	context: Context,
	connection: Connection,
	doing: string,
	line: string,
	parts: { path?: Record<string, string>; query?: IDataObject; body?: IDataObject } = {},
): Promise<IDataObject> {
	const subject = { node: context.getNode(), doing };
	return await askAs(context, connection, subject, line, parts, TRIGGER_RETRY_MS);
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
		const doing = 'Remove the webhook';
		const removed = askForTrigger(context, connection, doing, 'DELETE /webhook_subscriptions/{id}', { path: { id } });
		await removed.catch(onStatus(404, () => undefined)).catch((refused: Error) => {
			context.logger.warn(`ContentGroove webhook subscription ${id} could not be removed; delete it with "Webhook Subscription: Delete".`);
			throw refused;
		});
	},
	underWay: async (context, connection) => {
		const query = { sort: '-created_at', 'page[number]': 1, 'page[size]': UNDER_WAY_MAX };
		const { data } = await askForTrigger(context, connection, 'List medias', 'GET /medias', { query });
		return (data as IDataObject[]).map(flatten).filter(({ is_processing }) => is_processing !== false).map(({ id }) => String(id));
	},
};
