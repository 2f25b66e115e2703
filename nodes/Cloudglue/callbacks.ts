import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { onStatus } from '../shared/errors';
import type { Connection, Context } from '../shared/operation';
import { askForTrigger } from '../shared/subscription';
import type { Delivery, Source } from '../shared/trigger';
import { FAMILIES, isChosen } from './events';
import { newest, webhooks } from './webhooks';

const DAY_MS = 24 * 3_600_000;

/** Cloudglue's callbacks: `{ event_id, event_type, payload }`, retried three times at most. */
export const callbacks: Source = {
	...webhooks,
	// The vendor's pages; not in the specification.
	secretHeader: 'X-Cloudglue-Webhook-Secret',
	read: ({ event_id, event_type, payload }, context) => {
		if (typeof event_type !== 'string' || !payload || typeof payload !== 'object' || !isChosen(context, event_type)) return undefined;
		return deliveryOf(event_type, payload as IDataObject, event_id);
	},
	missed: async (context, connection, { since, underWay }, limit) => {
		const found: Array<{ at: number; delivery: Delivery }> = [];
		for (const family of FAMILIES) {
			for (const status of ['completed', 'failed']) {
				const event = `${family.name}.job.${status}`;
				if (!isChosen(context, event)) continue;
				// The filter knows whole days (UTC) only.
				const created_after = new Date(Date.parse(since) - DAY_MS).toISOString().slice(0, 10);
				const ended = await newest(context, connection, family.list, { status, created_after }, limit);
				const recent = ended.filter((object) => Number(object.created_at) >= Date.parse(since));
				const waiting = underWay.filter((id) => id.startsWith(`${family.name} `)).map((id) => id.slice(family.name.length + 1));
				const known = new Set(recent.map(family.idOf));
				for (const id of waiting.filter((each) => !known.has(each))) {
					const object = await objectIfThere(context, connection, family, id);
					if (object?.status === status) recent.push(object);
				}
				for (const object of recent) {
					const delivery = deliveryOf(event, { [family.get.variable]: family.idOf(object), ...object });
					if (delivery) found.push({ at: Number(object.created_at), delivery });
				}
			}
		}
		return found.sort((a, b) => a.at - b.at).slice(-limit).map(({ delivery }) => delivery);
	},
};

/**
 * Jobs run once, so a job's id and state name the event, for callbacks and for catch-up alike. A file can leave a
 * collection and come back, so there the vendor's own id of the event counts.
 */
function deliveryOf(event: string, payload: IDataObject, eventId?: unknown): Delivery | undefined {
	const family = FAMILIES.find(({ name }) => event.startsWith(`${name}.job.`));
	const id = family?.idOf(payload) || (typeof eventId === 'string' ? eventId : '');
	return id ? { key: `${event} ${id}`, event, payload } : undefined;
}

async function objectIfThere(
	context: Context,
	connection: Connection,
	{ get }: (typeof FAMILIES)[number],
	id: string,
): Promise<IDataObject | undefined> {
	const answered = askForTrigger(context, connection, 'Read what the event is about', get.request, { path: { [get.variable]: id } });
	return await answered.catch(onStatus(404, () => undefined));
}

/**
 * What the trigger puts out for one delivery. With *Confirm With Cloudglue* the object is read anew: proof that the
 * event is true, and all of its data; nothing comes out when Cloudglue does not know it (a deletion excepted).
 */
export async function happened(context: IExecuteFunctions, connection: Connection, { event, payload }: Delivery): Promise<IDataObject[]> {
	const { confirm = false } = context.getNodeParameter('options', 0, {}) as { confirm?: boolean };
	const family = FAMILIES.find(({ name }) => event.startsWith(`${name}.job.`));
	if (!confirm || !family || event.endsWith('.deleted')) return [{ event, ...payload }];
	const object = await objectIfThere(context, connection, family, family.idOf(payload));
	if (object) return [{ event, ...payload, ...object }];
	context.logger.info(`Cloudglue does not know what ${event} is about; the event is dropped.`);
	return [];
}
