'use strict';

const fastify = require('fastify');
const { startQueue } = require('../harness/queue');
const { until } = require('../harness/until');
const { startContentGroove } = require('../sandbox/contentgroove');
const { chain, pause, tarball } = require('../e2e/setUp');

const MEDIAS = 200;

let queue;
let sandbox;
let flow;
let listener;
/** The ids that came out of the trigger, once for each time: n8n tells the listener. */
const seen = [];

beforeAll(async () => {
	listener = fastify();
	listener.post('/seen/:id', async ({ params }) => void seen.push(params.id));
	const url = await listener.listen({ port: 0, host: '127.0.0.1' });
	sandbox = await startContentGroove({ processingMs: 100 });
	// As patient as a vendor: a cold n8n with two database connections takes 200 calls at once, but not all within seconds.
	sandbox.webhooks.settings.retryDelays = [1, 2, 4, 8, 16, 32, 32].map((seconds) => seconds * 1000);
	queue = await startQueue({ tarball: tarball(), workers: 2, webhookProcessors: 1 });
	const { client } = queue.main;
	const data = { apiKey: sandbox.apiKey, sendKeyAs: 'header', baseUrl: sandbox.apiUrl };
	const { id, name } = await client.createCredential({ name: 'ContentGroove', type: 'contentGrooveApi', data });
	const trigger = {
		name: 'Trigger',
		type: 'contentGrooveTrigger',
		webhookId: 'queue-hook',
		parameters: { options: { maxEntries: 2_000 } },
		credentials: { contentGrooveApi: { id, name } },
	};
	const tell = {
		name: 'Tell',
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { method: 'POST', url: `=${url}/seen/{{ $json.id }}` },
	};
	flow = await client.createWorkflow(chain([trigger, tell]));
	await client.publish(flow.id);
}, 600_000);
afterAll(async () => {
	await queue?.stop();
	await listener?.close();
	await sandbox?.close();
}, 120_000);

const unfinished = async () => await queue.main.client.executions({ workflowId: flow.id, status: ['new', 'running', 'waiting'] });

/** Waits until that many medias came out and nothing is left that could bring more. */
async function drained(count) {
	await sandbox.idle();
	await until(() => seen.length >= count, { timeoutMs: 200_000, what: () => `${count} medias; there are ${seen.length}` });
	await until(async () => (await unfinished()).length === 0, { timeoutMs: 200_000, what: 'the queue to be empty' });
	await pause(2_000);
}

it('in queue mode a media whose callback comes six times at once comes out once', async () => {
	sandbox.webhooks.settings.copies = 6;
	const media = sandbox.addMedia({ processing: true });
	await drained(1);
	expect(seen).toEqual([media.id]);
}, 120_000);

it('in queue mode 200 medias at once, with all callbacks sent again later, come out once each', async () => {
	sandbox.webhooks.settings.copies = 1;
	seen.length = 0;
	const medias = sandbox.addMedia({ count: MEDIAS, processing: true });
	await drained(MEDIAS);
	await sandbox.redeliver();
	await drained(MEDIAS);
	expect([...seen].sort()).toEqual(medias.map(({ id }) => id).sort());
}, 600_000);
