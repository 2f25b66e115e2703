import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	ITriggerFunctions,
	ITriggerResponse,
	IWebhookFunctions,
	IWebhookResponseData,
	TriggerPanelDefinition,
} from 'n8n-workflow';
import { hasToken, sameText, tokenOf } from './callback';
import { connect } from './connect';
import { acceptedJustNow, isStarted, noteStarted, onlyNew } from './deliveries';
import type { Connection, Context } from './operation';
import { heal, oursOf, registrationOf, type Registration, type Subscriptions } from './subscription';

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

/** The options that every trigger has. */
interface TriggerOptions {
	catchUpHours?: number;
	catchUpLimit?: number;
	includeHeaders?: boolean;
	maxEntries?: number;
}

export const DEFAULT_MAX_ENTRIES = 1_000;
export const DEFAULT_CATCH_UP_HOURS = 24;
export const DEFAULT_CATCH_UP_LIMIT = 200;
const CHECK_MINUTES = 15;
const TOKEN_REMEMBERED_MS = 60_000;

const optionsOf = (context: Context) => context.getNodeParameter('options', 0 as never, {}) as TriggerOptions;
const scopeOf = (context: Context) => `${context.getWorkflow().id}:${context.getNode().id}`;

/**
 * `webhook()`: lets genuine callbacks in, each once. Whatever it drops is answered with 200 as well, because senders
 * take anything else for a failed delivery and repeat it; only a forgery gets 401. Neither starts an execution.
 */
export async function receive(context: IWebhookFunctions, source: Source): Promise<IWebhookResponseData> {
	const webhookUrl = context.getNodeWebhookUrl('default') as string;
	const known = hasToken(context.getQueryData() as object, await expectedToken(context, source, webhookUrl));
	if (!known || !(await hasSecret(context, source, webhookUrl))) return unauthorized(context, source);
	const body = bodyOf(context);
	const delivery = body && source.read(body, context);
	if (!delivery) return answer('Not an event that this workflow asked for');
	if (context.getMode() !== 'manual' && acceptedJustNow(`${scopeOf(context)}:${delivery.key}`)) return answer('Received before');
	const { includeHeaders } = optionsOf(context);
	const headers = includeHeaders ? { headers: headersOf(context, source) } : {};
	return { ...answer('Received'), workflowData: [[{ json: { ...delivery, ...headers } as unknown as IDataObject }]] };
}

const tokens = new Map<string, { token: Promise<string>; until: number }>();

/**
 * The token that a genuine callback carries, remembered for a minute: hundreds of simultaneous callbacks would each
 * wait for one of n8n's few database connections to read the credential.
 */
async function expectedToken(context: IWebhookFunctions, source: Source, webhookUrl: string): Promise<string> {
	const remembered = tokens.get(webhookUrl);
	if (remembered && remembered.until > Date.now()) return await remembered.token;
	const token = connect(context, source.service).then((connection) => tokenOf(webhookUrl, source.secret(connection)));
	tokens.set(webhookUrl, { token, until: Date.now() + TOKEN_REMEMBERED_MS });
	token.catch(() => tokens.delete(webhookUrl));
	return await token;
}

/** The registration remembers the secret; where it does not (a test, a healed subscription), the vendor is asked. */
async function hasSecret(context: IWebhookFunctions, source: Source, webhookUrl: string): Promise<boolean> {
	if (!source.secretHeader) return true;
	const given = context.getHeaderData()[source.secretHeader.toLowerCase()];
	if (typeof given !== 'string') return false;
	if (sameText(given, registrationOf(context)?.secret ?? '')) return true;
	const ours = await oursOf(context, await connect(context, source.service), source, webhookUrl);
	return ours.some(({ secret }) => secret && sameText(given, secret));
}

const answer = (message: string): IWebhookResponseData => ({ webhookResponse: { message } });

function unauthorized(context: IWebhookFunctions, { service }: Source): IWebhookResponseData {
	context.logger.warn(
		`${service.name} Trigger refused a callback that does not prove where it comes from. If ${service.name} sent it, unpublish and publish the workflow to register anew.`,
		{ workflowId: context.getWorkflow().id, node: context.getNode().name },
	);
	context.getResponseObject().status(401).json({ message: 'This callback does not prove where it comes from' });
	return { noWebhookResponse: true };
}

/** The body, also of senders that name an unusual content type; undefined when it is not a JSON object. */
function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	const { body, rawBody } = context.getRequestObject() as { body?: unknown; rawBody?: Buffer };
	const parsed = body && typeof body === 'object' && Object.keys(body).length > 0 ? body : parse(rawBody);
	return parsed && typeof parsed === 'object' && !Array.isArray(parsed) ? (parsed as IDataObject) : undefined;
}

function parse(raw?: Buffer): unknown {
	try {
		return JSON.parse(String(raw));
	} catch {
		return undefined;
	}
}

/** Ready for logs and outputs: without the vendor's secret and what people put in front of n8n. */
function headersOf(context: IWebhookFunctions, { secretHeader }: Source): IDataObject {
	const headers = { ...context.getHeaderData() } as IDataObject;
	for (const name of ['authorization', 'cookie', secretHeader?.toLowerCase()]) if (name) delete headers[name];
	return headers;
}

/**
 * `execute()`: the deliveries that no execution of this node has handled before. It is the first thing every
 * execution does, on whichever worker, because only executions can use n8n's shared memory. A person who tests or
 * retries a run wants to see the delivery again, so those pass.
 */
export async function newDeliveries(context: IExecuteFunctions): Promise<Delivery[]> {
	const deliveries = context.getInputData().map(({ json }) => json as unknown as Delivery);
	if (context.getMode() === 'manual' || context.getMode() === 'retry') return deliveries;
	const keys = deliveries.map(({ key }) => key);
	const fresh = await onlyNew(context, keys, optionsOf(context).maxEntries ?? DEFAULT_MAX_ENTRIES);
	for (const key of keys) noteStarted(`${scopeOf(context)}:${key}`);
	return deliveries.filter(({ key }) => fresh.delete(key));
}

/** Runs `make` for each delivery and links its results to it. */
export async function itemsOf(
	deliveries: Delivery[],
	make: (delivery: Delivery, index: number) => Promise<IDataObject[]>,
): Promise<INodeExecutionData[][]> {
	const items: INodeExecutionData[] = [];
	for (const [item, delivery] of deliveries.entries()) {
		const headers = delivery.headers ? { headers: delivery.headers } : {};
		for (const json of await make(delivery, item)) items.push({ json: { ...json, ...headers }, pairedItem: { item } });
	}
	return [items];
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
	const connection = await connect(context, source.service);
	await heal(context, connection, source, registration);
	const { catchUpHours, catchUpLimit, maxEntries = DEFAULT_MAX_ENTRIES } = optionsOf(context);
	const earliest = Date.now() - (catchUpHours ?? DEFAULT_CATCH_UP_HOURS) * 3_600_000;
	const since = new Date(Math.max(earliest, Date.parse(registration.since))).toISOString();
	// Never more than the memory holds: what it has forgotten would come again.
	const limit = Math.min(catchUpLimit ?? DEFAULT_CATCH_UP_LIMIT, maxEntries);
	const missed = limit > 0 ? await source.missed(context, connection, { ...registration, since }, limit) : [];
	const news = missed.filter(({ key }) => !isStarted(`${scopeOf(context)}:${key}`));
	if (news.length === 0) return;
	context.emit([news.map((delivery) => ({ json: delivery as unknown as IDataObject }))]);
	for (const { key } of news) noteStarted(`${scopeOf(context)}:${key}`);
}

/** The options that every trigger has, for its Options collection. */
export const triggerOptions: INodeProperties[] = [
	{
		displayName: 'Catch Up: Hours Back',
		name: 'catchUpHours',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_CATCH_UP_HOURS,
		description: 'How far back to look, at each start of n8n and every 15 minutes, for events that were not delivered',
	},
	{
		displayName: 'Catch Up: Limit',
		name: 'catchUpLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: DEFAULT_CATCH_UP_LIMIT,
		description: 'Max number of objects to look at when catching up; 0 turns it off',
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
			inactive: `To test, click "Execute step", then ${how}. The test address is registered for two minutes and removed by itself. Publish the workflow to be called for every event.`,
			active: `The workflow is published: ${service} calls it for every event, and each run is in the list of executions. To see one here, click "Execute step", then ${how}; the published workflow gets that event as well.`,
		},
		activationHint: `Publish the workflow to have ${service} call it for every event.`,
	};
}
