import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	IRun,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookFunctions,
} from 'n8n-workflow';
import { placeOf } from './callback';
import { connect } from './connect';
import { forget, isStarted, noteFailed, noteStarted, onlyNew } from './deliveries';
import type { Connection, Context } from './operation';
import { registrationOf, type Registration } from './registration';
import { heal, type Subscriptions } from './subscription';
import { DEFAULT_CATCH_UP_HOURS, DEFAULT_CATCH_UP_LIMIT, DEFAULT_MAX_ENTRIES, optionsOf } from './triggerPanel';

const CHECK_MINUTES = 15;

/** One thing that happened, on its way from `webhook()` or catch-up to `execute()`. */
export interface Delivery {
	/** The same for every copy of one event, and different for everything else that happens. */
	key: string;
	event: string;
	payload: IDataObject;
	/** Request headers of a callback, without what proves its origin. */
	headers?: IDataObject;
}

/** A vendor's events: the subscriptions that bring them and what to make of them. */
export interface Source extends Subscriptions {
	/** The delivery in a callback's body; undefined when it is none, or not what the node's parameters ask for. */
	read(body: IDataObject, context: IWebhookFunctions): Delivery | undefined;
	/** Header in which the vendor repeats the subscription's own secret. */
	secretHeader?: string;
	/** What happened since (ISO 8601) and may never have been delivered: at most `limit`, oldest first. */
	missed(context: ITriggerFunctions, connection: Connection, registration: Registration, limit: number): Promise<Delivery[]>;
}

/**
 * `execute()`: the deliveries that no execution of this node has handled before. It is the first thing every
 * execution does, on whichever worker, because only executions can use n8n's shared memory. A person who tests or
 * retries a run wants to see the delivery again, so those pass; a retried one counts as handled from then on.
 */
export async function newDeliveries(context: IExecuteFunctions): Promise<Delivery[]> {
	const deliveries = context.getInputData().map(({ json }) => json as unknown as Delivery);
	if (context.getMode() === 'manual') return deliveries;
	const keys = deliveries.map(({ key }) => key);
	const fresh = await onlyNew(context, keys, memoryOf(context));
	if (context.getMode() === 'retry') return deliveries;
	for (const key of keys) noteStarted(`${placeOf(context)}:${key}`);
	return deliveries.filter(({ key }) => fresh.delete(key));
}

const memoryOf = (context: Context) => optionsOf(context).maxEntries ?? DEFAULT_MAX_ENTRIES;

/**
 * Runs `make` for each delivery and links its results to it. When one fails, the run has no output at all: then all of
 * them count as unhandled again, so that the next look brings them.
 */
export async function itemsOf(
	context: IExecuteFunctions,
	deliveries: Delivery[],
	make: (delivery: Delivery, index: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[][]> {
	const made = linkedItems(deliveries, make);
	await made.catch(async () => {
		// What a person's test could not show may well have been put out by the published workflow.
		if (context.getMode() === 'manual') return;
		const forgotten = forget(context, deliveries.map(({ key }) => key), memoryOf(context));
		await forgotten.catch(({ message }: Error) => context.logger.error(`Events that were not put out can't be brought again: ${message}`));
	});
	return [await made];
}

async function linkedItems(
	deliveries: Delivery[],
	make: (delivery: Delivery, index: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[]> {
	const items: INodeExecutionData[] = [];
	for (const [item, delivery] of deliveries.entries()) {
		const headers = delivery.headers ? { headers: delivery.headers } : {};
		for (const json of await make(delivery, item)) items.push({ json: { ...json, ...headers }, pairedItem: { item } });
	}
	return items;
}

/**
 * `trigger()`: at each start of n8n, at publish and every 15 minutes, puts a drifted subscription right and emits what
 * was never delivered. What comes twice this way `newDeliveries` drops. A service that is down is no reason to
 * refuse the workflow: the log says so, and the next look finds it.
 */
export async function keepUp(context: ITriggerFunctions, source: Source): Promise<ITriggerResponse> {
	if (context.getMode() === 'manual') return {};
	const look = async () => {
		try {
			await catchUp(context, source);
		} catch (cause) {
			const { message, description } = cause as Error & { description?: string };
			context.logger.warn(`${source.service.name} Trigger could not look for missed events: ${message}. ${description ?? ''}`);
		}
	};
	context.helpers.registerCron({ expression: `${Math.floor(Math.random() * 60)} */${CHECK_MINUTES} * * * *` }, () => void look());
	void look();
	return {};
}

async function catchUp(context: ITriggerFunctions, source: Source): Promise<void> {
	const registration = registrationOf(context);
	if (!registration) return;
	await heal(context, source, registration);
	const { catchUpHours, catchUpLimit } = optionsOf(context);
	const earliest = Date.now() - (catchUpHours ?? DEFAULT_CATCH_UP_HOURS) * 3_600_000;
	const since = new Date(Math.max(earliest, Date.parse(registration.since))).toISOString();
	// Never more than the memory holds, or what it has forgotten would come again. An object has an event of its own for
	// about every second kind: it completes or fails, is processing, is deleted.
	const kinds = Math.ceil(source.events(context).length / 2);
	const limit = Math.min(catchUpLimit ?? DEFAULT_CATCH_UP_LIMIT, Math.floor(memoryOf(context) / kinds));
	// After the look-back nobody remembers whether those came.
	const underWay = Date.parse(registration.since) < earliest ? [] : registration.underWay;
	const connection = await connect(context, source.service);
	const missed = limit > 0 ? await source.missed(context, connection, { ...registration, since, underWay }, limit) : [];
	const news = missed.filter(({ key }) => !isStarted(`${placeOf(context)}:${key}`));
	if (news.length === 0) return;
	const keys = news.map(({ key }) => `${placeOf(context)}:${key}`);
	keys.forEach(noteStarted);
	// In queue mode a worker runs it, and cannot tell this process what it could not put out.
	const ended = whenEnded(({ status }) => /^(error|crashed)$/.test(status) && keys.forEach(noteFailed));
	context.emit([news.map((delivery) => ({ json: delivery as unknown as IDataObject }))], undefined, ended);
}

type Ended = NonNullable<Parameters<ITriggerFunctions['emit']>[2]>;

/** What `emit` resolves with the run when it has ended. */
function whenEnded(look: (run: IRun) => void): Ended {
	let resolve!: Ended['resolve'];
	let reject!: Ended['reject'];
	const promise = new Promise<IRun>((...settle) => ([resolve, reject] = settle));
	promise.then(look).catch(() => undefined);
	return { promise, resolve, reject };
}
