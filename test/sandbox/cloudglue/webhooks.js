'use strict';

const { randomBytes, randomUUID } = require('node:crypto');
const { fail, find } = require('./errors');
const { list } = require('./query');

const RETRIES = 3;
const JOBS = ['processing', 'completed', 'failed'];
const EVENTS = Object.entries({
	describe: JOBS,
	extract: JOBS,
	file: [...JOBS, 'deleted'],
	'collection.file': [...JOBS, 'deleted'],
	segment: JOBS,
}).flatMap(([kind, states]) => states.map((status) => `${kind}.job.${status}`));

const texts = (metadata) => metadata && Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]));

/** What an event says of an object: a summary, as the vendor calls it. Only that of files is documented. */
function payloadOf(event, object) {
	const { id: file_id, uri, filename, metadata, bytes, status } = object;
	if (event.startsWith('file.')) return { file_id, uri, filename, metadata: texts(metadata), bytes, status };
	const { file_id: fileId, collection_id, job_id, url, criteria, error } = object;
	return { job_id, collection_id, file_id: fileId, url, criteria, status, error };
}

/** Events to whoever subscribed to them: `emit(event, object)`, and `tell(record, what)`, what became of a file, a medium or a job. */
function createEvents(state, webhooks) {
	/** Resolves, when all is sent or given up, to the statuses by webhook. `eventId` makes it one that was sent before. */
	async function emit(event, object, { eventId = randomUUID() } = {}) {
		if (!EVENTS.includes(event)) throw fail(400, `Unknown event ${event}`);
		// Made into text at once: what happens to the object later is another event.
		const body = JSON.stringify({ event_id: eventId, event_type: event, payload: payloadOf(event, object) });
		const retryDelays = webhooks.settings.retryDelays.slice(0, RETRIES);
		const asked = [...state.webhooks.values()].filter(({ active, subscribed_events: events }) => active && events.includes(event));
		return await Promise.all(
			asked.map(({ endpoint: url, webhook_secret: secret }) =>
				webhooks.deliver({ url, body, headers: { 'X-Cloudglue-Webhook-Secret': secret }, retryDelays }),
			),
		);
	}
	function tell({ kind, object }, what = object.status) {
		const event = `${kind}.job.${what}`;
		if (EVENTS.includes(event)) void emit(event, object);
	}
	return { emit, tell };
}

function checked({ endpoint, subscribed_events: events, description, active }) {
	if (endpoint !== undefined && !URL.canParse(endpoint)) throw fail(400, 'endpoint must be a URL');
	if (events !== undefined && !(Array.isArray(events) && events.length && events.every((event) => EVENTS.includes(event)))) {
		throw fail(400, 'subscribed_events must have at least one known event');
	}
	const given = { endpoint, subscribed_events: events, description, active };
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function addWebhookRoutes(api, { state }) {
	const webhookOf = ({ params }) => find(state.webhooks, params.id, 'Webhook');

	api.post('/webhooks', async ({ body }) => {
		const { active: _active, ...given } = checked(body ?? {});
		if (!given.endpoint || !given.subscribed_events) throw fail(400, 'endpoint and subscribed_events are required');
		const webhook = { id: randomUUID(), object: 'webhook', created_at: Date.now(), webhook_secret: `whsec_${randomBytes(24).toString('hex')}`, active: true, ...given };
		state.webhooks.set(webhook.id, webhook);
		return webhook;
	});
	api.get('/webhooks', async ({ query }) => list([...state.webhooks.values()], query));
	api.get('/webhooks/:id', async (request) => webhookOf(request));
	api.put('/webhooks/:id', async (request) => Object.assign(webhookOf(request), checked(request.body ?? {})));
	api.delete('/webhooks/:id', async (request) => {
		const { id } = webhookOf(request);
		state.webhooks.delete(id);
		return { id, object: 'webhook' };
	});
}

module.exports = { EVENTS, addWebhookRoutes, createEvents };
