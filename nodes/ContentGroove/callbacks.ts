import type { IDataObject, INodeParameters, ITriggerFunctions } from 'n8n-workflow';
import { onStatus } from '../shared/errors';
import type { Connection, Context } from '../shared/operation';
import { readList } from '../shared/paginate';
import type { Registration } from '../shared/registration';
import { askForTrigger } from '../shared/subscription';
import type { Delivery, Source } from '../shared/trigger';
import { flatten, pages } from './service';
import { subscriptions } from './subscriptions';

export const FINISHED = 'media.processing_finished';
export const ANY_EVENT = '*';

type Outcome = 'all' | 'successful' | 'fetchProblem';

/** ContentGroove's callbacks: no delivery id, no signature, at least once. */
export const callbacks: Source = {
	...subscriptions,
	read: ({ event, payload }, context) => {
		if (typeof event !== 'string' || !payload || typeof payload !== 'object') return undefined;
		const { included, ...rest } = payload as IDataObject;
		const objects = Array.isArray(included) ? { included: included.filter((each) => typeof (each as IDataObject)?.type === 'string') } : {};
		const delivery = deliveryOf(event, { ...rest, ...objects } as IDataObject);
		return delivery && asksFor(context, delivery) ? delivery : undefined;
	},
	missed: async (context, connection, registration, limit) => {
		const started = await startedSince(context, connection, registration.since, limit);
		const known = new Set(started.map(({ id }) => id));
		const others = registration.underWay.filter((id) => !known.has(id));
		const medias = [...(await existing(context, connection, others)), ...started];
		return medias
			.filter((media) => flatten(media).is_processing === false)
			.map((data) => deliveryOf(FINISHED, { data }))
			.filter((delivery) => delivery !== undefined && asksFor(context, delivery))
			.slice(-limit) as Delivery[];
	},
};

/** The id alone would swallow a second, genuine processing of the same media. */
function deliveryOf(event: string, payload: IDataObject): Delivery | undefined {
	const { data } = payload as { data?: IDataObject };
	if (typeof data?.id !== 'string' || data.id === '' || typeof (data.attributes ?? {}) !== 'object') return undefined;
	const { processing_started_at: at } = (data.attributes ?? {}) as { processing_started_at?: string };
	// Callbacks and answers may write the same instant in different ways.
	const instant = at && !Number.isNaN(Date.parse(at)) ? new Date(at).toISOString() : String(at ?? '');
	return { key: `${event} ${data.id} ${instant}`, event, payload };
}

function asksFor(context: Context, { event, payload }: Delivery): boolean {
	const wanted = context.getNodeParameter('event', 0 as never, FINISHED) as string;
	if (wanted !== ANY_EVENT && wanted !== event) return false;
	const { outcome = 'all' } = context.getNodeParameter('options', 0 as never, {}) as INodeParameters & { outcome?: Outcome };
	if (event !== FINISHED || outcome === 'all') return true;
	const failed = flatten(payload.data as IDataObject).has_fetch_error === true;
	return failed === (outcome === 'fetchProblem');
}

/** Medias whose processing began then or later, oldest first; the newest of them if there are more than `limit`. */
async function startedSince(
	context: ITriggerFunctions,
	connection: Connection,
	since: string,
	limit: number,
): Promise<IDataObject[]> {
	const list = async (filter: IDataObject) => {
		const fetch = async (page: IDataObject) =>
			await askForTrigger(context, connection, 'List medias', 'GET /medias', { query: { sort: '-created_at', ...filter, ...page } });
		return await readList(pages, fetch, limit);
	};
	// The vendor documents filters in general, not which attributes have them.
	const medias = await list({ 'filter[processing_started_at_gteq]': since }).catch(onStatus(400, async () => await list({})));
	const startOf = (media: IDataObject) => Date.parse(String(flatten(media).processing_started_at));
	return medias.filter((media) => startOf(media) >= Date.parse(since)).sort((a, b) => startOf(a) - startOf(b));
}

/** These medias, without those that were deleted meanwhile. */
async function existing(context: Context, connection: Connection, ids: Registration['underWay']): Promise<IDataObject[]> {
	const medias: IDataObject[] = [];
	for (const id of ids) {
		const media = await mediaIfThere(context, connection, id);
		if (media) medias.push(media);
	}
	return medias;
}

/** The media, or undefined when ContentGroove does not know it. */
export async function mediaIfThere(context: Context, connection: Connection, id: string): Promise<IDataObject | undefined> {
	const answered = askForTrigger(context, connection, 'Read the media', 'GET /medias/{id}', { path: { id } });
	return (await answered.catch(onStatus(404, (): IDataObject => ({})))).data as IDataObject | undefined;
}
