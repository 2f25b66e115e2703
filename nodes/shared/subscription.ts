import { NodeOperationError, type IDataObject, type IHookFunctions } from 'n8n-workflow';
import { askAs, type Parts } from './call';
import { placeOf, tokenOf, unreachable, withoutToken, withToken } from './callback';
import { connect } from './connect';
import { onStatus } from './errors';
import type { Connection, Context, Service } from './operation';
import { leave, remember, type Registration } from './registration';
import { inTurn, type Turns } from './turns';

/** A subscription as the vendor lists it. */
export interface Subscription {
	id: string;
	url: string;
	events: string[];
	active: boolean;
	/** ISO 8601, by the vendor's clock. */
	createdAt: string;
	/** What the vendor sends along with every callback, if it does. */
	secret?: string;
}

/** What a vendor's API can do with subscriptions. */
export interface Subscriptions {
	service: Service;
	/** The part of the connection that makes our token ours. */
	secret(connection: Connection): string;
	/** The events that the node's parameters ask for. */
	events(context: Context): string[];
	list(context: Context, connection: Connection): Promise<Subscription[]>;
	create(context: Context, connection: Connection, url: string, events: string[]): Promise<Subscription>;
	remove(context: Context, connection: Connection, id: string): Promise<void>;
	/** Ids of what is under way now: it began before the subscription and may end unheard. */
	underWay(context: Context, connection: Connection): Promise<string[]>;
}

/**
 * n8n runs a trigger's catch-up beside its registration, and each would create what it does not find: so, by webhook
 * address, they take turns, and catch-up brings nothing back that this process has unregistered.
 */
const turns: Turns = new Map();
const unregistered = new Set<string>();

/** Whether exactly one subscription points here, with our token and our events. Changes nothing. */
export async function isRegistered(context: IHookFunctions, subscriptions: Subscriptions): Promise<boolean> {
	const connection = await connect(context, subscriptions.service);
	const webhookUrl = webhookUrlOf(context);
	const ours = await oursOf(context, connection, subscriptions, webhookUrl);
	const address = addressOf(context, connection, subscriptions, webhookUrl);
	const registered = ours.length === 1 && fits(ours[0], address, subscriptions.events(context));
	if (!registered) return false;
	unregistered.delete(webhookUrl);
	await remember(context, connection, subscriptions, webhookUrl, ours[0]);
	return true;
}

/** Makes it so: repeats do no harm, what has drifted is replaced, what is not ours is left alone. */
export async function register(context: IHookFunctions, subscriptions: Subscriptions): Promise<void> {
	const connection = await connect(context, subscriptions.service);
	const webhookUrl = webhookUrlOf(context);
	const obstacle = unreachable(webhookUrl, connection.baseUrl);
	if (obstacle)
		throw new NodeOperationError(context.getNode(), `${subscriptions.service.name} was not registered: ${obstacle.what}`, {
			description: obstacle.todo,
		});
	const kept = await inTurn(turns, webhookUrl, async () => await leaveOne(context, connection, subscriptions, webhookUrl));
	unregistered.delete(webhookUrl);
	await remember(context, connection, subscriptions, webhookUrl, kept);
}

/** Removes every subscription that points here. */
export async function unregister(context: IHookFunctions, subscriptions: Subscriptions): Promise<void> {
	const connection = await connect(context, subscriptions.service);
	const webhookUrl = webhookUrlOf(context);
	unregistered.add(webhookUrl);
	await leave(context, connection, subscriptions);
	await inTurn(turns, webhookUrl, async () => {
		for (const { id } of await oursOf(context, connection, subscriptions, webhookUrl))
			await remove(context, connection, subscriptions, id);
	});
}

/** Catch-up's part: puts the subscription of a published workflow right, also between two starts of n8n. */
export async function heal(context: Context, subscriptions: Subscriptions, { webhookUrl }: Registration): Promise<void> {
	const connection = await connect(context, subscriptions.service);
	await inTurn(turns, webhookUrl, async () => {
		if (!unregistered.has(webhookUrl)) await leaveOne(context, connection, subscriptions, webhookUrl);
	});
}

/** Leaves exactly one fitting subscription and returns it. The new one is made before the drifted are removed. */
async function leaveOne(
	context: Context,
	connection: Connection,
	subscriptions: Subscriptions,
	webhookUrl: string,
): Promise<Subscription> {
	const events = subscriptions.events(context);
	const ours = await oursOf(context, connection, subscriptions, webhookUrl);
	const url = addressOf(context, connection, subscriptions, webhookUrl);
	const good = ours.find((each) => fits(each, url, events));
	const kept = good ?? (await subscriptions.create(context, connection, url, events));
	for (const { id } of ours) if (id !== kept.id) await remove(context, connection, subscriptions, id);
	return kept;
}

async function remove(context: Context, connection: Connection, subscriptions: Subscriptions, id: string): Promise<void> {
	const { name } = subscriptions.service;
	// Somebody may have deleted it meanwhile: gone is gone.
	const removed = subscriptions.remove(context, connection, id).catch(onStatus(404, () => undefined));
	await removed.catch((refused: Error) => {
		context.logger.warn(`${name} webhook ${id} could not be removed and may have to be deleted by hand: ${refused.message}`);
		throw refused;
	});
}

/** n8n itself tries create and delete again, and a person waits for Publish. */
const TRIGGER_RETRY_MS = 20_000;

/** One request of a trigger; errors name what it was for. */
export async function askForTrigger(
	context: Context,
	connection: Connection,
	doing: string,
	line: string,
	parts: Parts = {},
): Promise<IDataObject> {
	return await askAs(context, connection, { node: context.getNode(), doing }, line, parts, TRIGGER_RETRY_MS);
}

/** The subscriptions that point at this address, whatever their token and events. */
async function oursOf(
	context: Context,
	connection: Connection,
	subscriptions: Subscriptions,
	webhookUrl: string,
): Promise<Subscription[]> {
	const all = await subscriptions.list(context, connection);
	return all.filter(({ url }) => withoutToken(url) === new URL(webhookUrl).href);
}

function addressOf(context: Context, connection: Connection, subscriptions: Subscriptions, webhookUrl: string): string {
	return withToken(webhookUrl, tokenOf(placeOf(context), subscriptions.secret(connection)));
}

function fits({ url, events, active }: Subscription, address: string, wanted: string[]): boolean {
	const sameEvents = events.length === wanted.length && wanted.every((event) => events.includes(event));
	return active && sameEvents && url === address;
}

function webhookUrlOf(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') as string;
}
