import type { IDataObject } from 'n8n-workflow';
import type { Connection, Context } from '../shared/operation';
import { readList } from '../shared/paginate';
import { askForTrigger, type Subscription, type Subscriptions } from '../shared/subscription';
import { chosenEvents, FAMILIES } from './events';
import { cloudglue, pages } from './service';

const UNDER_WAY_MAX = 100;

const toSubscription = ({ id, endpoint, subscribed_events, active, created_at, webhook_secret }: IDataObject): Subscription => ({
	id: String(id),
	url: String(endpoint),
	events: (subscribed_events ?? []) as string[],
	active: active !== false,
	createdAt: new Date(Number(created_at)).toISOString(),
	secret: webhook_secret as string,
});

/** Cloudglue's webhooks: account-wide, each with a secret of its own that every callback repeats. */
export const webhooks: Subscriptions = {
	service: cloudglue,
	secret: ({ headers }) => headers.Authorization.replace(/^Bearer /, ''),
	events: chosenEvents,
	list: async (context, connection) => {
		const fetch = async (query: IDataObject) => await askForTrigger(context, connection, 'List webhooks', 'GET /webhooks', { query });
		return (await readList(pages, fetch, Infinity)).map(toSubscription);
	},
	create: async (context, connection, endpoint, subscribed_events) => {
		const body = { endpoint, subscribed_events, description: 'Made by an n8n workflow, which removes it when it is unpublished' };
		return toSubscription(await askForTrigger(context, connection, 'Register the webhook', 'POST /webhooks', { body }));
	},
	remove: async (context, connection, id) => {
		await askForTrigger(context, connection, 'Remove the webhook', 'DELETE /webhooks/{webhook_id}', { path: { webhook_id: id } });
	},
	underWay: async (context, connection) => {
		const ids: string[] = [];
		for (const family of FAMILIES.filter(({ asksFor }) => asksFor(chosenEvents(context)))) {
			for (const status of ['pending', 'processing'])
				ids.push(...(await newest(context, connection, family.list, { status }, UNDER_WAY_MAX)).map((object) => `${family.name} ${family.idOf(object)}`));
		}
		return ids;
	},
};

/** The newest objects of one of Cloudglue's job lists, without the jobs' results. */
export async function newest(
	context: Context,
	connection: Connection,
	{ request, query }: { request: string; query: IDataObject },
	filters: IDataObject,
	wanted: number,
): Promise<IDataObject[]> {
	const fetch = async (page: IDataObject) =>
		await askForTrigger(context, connection, 'List what is under way', request, { query: { ...query, ...filters, ...page } });
	return await readList(pages, fetch, wanted);
}
