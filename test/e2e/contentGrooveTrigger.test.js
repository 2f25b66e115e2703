'use strict';

const { startN8n } = require('../harness/instance');
const { until } = require('../harness/until');
const { startContentGroove } = require('../sandbox/contentgroove');
const { chain, emitted, pause, tarball } = require('./setUp');

let n8n;
let sandbox;
let credentials;

beforeAll(async () => {
	sandbox = await startContentGroove({ processingMs: 100 });
	n8n = await startN8n({ tarball: tarball() });
	const data = { apiKey: sandbox.apiKey, sendKeyAs: 'header', baseUrl: sandbox.apiUrl };
	const { id, name } = await n8n.client.createCredential({ name: 'ContentGroove', type: 'contentGrooveApi', data });
	credentials = { contentGrooveApi: { id, name } };
}, 600_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
});

let hooks = 0;
/** A workflow that starts with the trigger. */
async function createFlow(parameters = {}) {
	const webhookId = `hook-${++hooks}`;
	const nodes = [
		{ name: 'Trigger', type: 'contentGrooveTrigger', webhookId, parameters, credentials },
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	];
	const { id } = await n8n.client.createWorkflow(chain(nodes));
	return { id, webhookId };
}

async function publish(parameters) {
	const flow = await createFlow(parameters);
	await n8n.client.publish(flow.id);
	return flow;
}

const subscriptionsOf = ({ webhookId }) =>
	[...sandbox.state.subscriptions.values()].map(({ attributes }) => attributes).filter(({ url }) => url.includes(`/${webhookId}/`));

/** Waits until the workflow has put out items `count` times, and a moment longer for what should not come. */
async function gave({ id }, count) {
	await until(async () => (await emitted(n8n.client, id)).length >= count, { timeoutMs: 30_000, what: `${count} runs with items` });
	await pause(1_000);
	return (await emitted(n8n.client, id)).map((items) => items.map(({ json }) => json.id));
}

describe('The subscription', () => {
	it('is one after publish, publish again and restart, is replaced when the events change, and goes with unpublish', async () => {
		sandbox.state.subscriptions.set('foreign', { id: 'foreign', attributes: { url: 'https://other.example/hook', subscribed_events: ['*'], active: true } });
		const flow = await publish();
		expect(subscriptionsOf(flow)).toHaveLength(1);
		await n8n.client.publish(flow.id);
		await n8n.restart();
		expect(subscriptionsOf(flow)).toMatchObject([{ subscribed_events: ['media.processing_finished'] }]);

		const { nodes, connections } = await n8n.client.workflow(flow.id);
		nodes[0].parameters = { event: '*' };
		await n8n.client.updateWorkflow(flow.id, { nodes, connections });
		await n8n.client.publish(flow.id);
		expect(subscriptionsOf(flow)).toMatchObject([{ subscribed_events: ['*'] }]);

		await n8n.client.unpublish(flow.id);
		expect(subscriptionsOf(flow)).toEqual([]);
		expect(sandbox.state.subscriptions.has('foreign')).toBe(true);
	});

	it('that drifted is healed at the next start of n8n', async () => {
		const flow = await publish();
		const [drifted] = subscriptionsOf(flow);
		drifted.url = drifted.url.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
		await n8n.restart();
		await until(() => /token=(?!ffff)/.test(subscriptionsOf(flow)[0]?.url), { timeoutMs: 20_000, what: 'the subscription to be healed' });
		expect(subscriptionsOf(flow)).toHaveLength(1);
		await n8n.client.unpublish(flow.id);
	});
});

describe('A finished media', () => {
	it('is one run with items, though its callback comes six times at once and again after a restart', async () => {
		const flow = await publish();
		sandbox.webhooks.settings.copies = 6;
		const media = sandbox.addMedia({ processing: true });
		expect(await gave(flow, 1)).toEqual([[media.id]]);
		await n8n.restart();
		await Promise.all((await sandbox.redeliver({ copies: 6 })).flat());
		expect(await gave(flow, 1)).toEqual([[media.id]]);
		expect(sandbox.deliveries.filter(({ url, status }) => url.includes(flow.webhookId) && status === 200).length).toBeGreaterThanOrEqual(12);
		sandbox.webhooks.settings.copies = 1;
		await n8n.client.unpublish(flow.id);
	});

	it('while n8n is stopped is emitted once after the start', async () => {
		const flow = await publish();
		sandbox.webhooks.settings.withhold = true;
		await n8n.kill();
		const media = sandbox.addMedia({ processing: true });
		await pause(500);
		await n8n.restart();
		expect(await gave(flow, 1)).toEqual([[media.id]]);
		// The vendor's late retry brings the same news.
		await sandbox.release();
		await n8n.restart();
		expect(await gave(flow, 1)).toEqual([[media.id]]);
		await n8n.client.unpublish(flow.id);
	});

	it('from before the first publish is not emitted', async () => {
		sandbox.addMedia({ count: 3 });
		const flow = await publish();
		await n8n.restart();
		await pause(2_000);
		expect(await emitted(n8n.client, flow.id)).toEqual([]);
		await n8n.client.unpublish(flow.id);
	});
});

describe('A callback that is not genuine or not ours', () => {
	it('starts nothing, n8n stays up, and the sender is told', async () => {
		const flow = await publish();
		const [{ url }] = subscriptionsOf(flow);
		const forged = url.replace(/[0-9a-f]{64}/, '0'.repeat(64));
		const body = { event: 'media.processing_finished', payload: { data: { id: 'made-up', attributes: {} } } };
		const status = async (message) => await sandbox.forge(message);

		expect(await status({ url: forged, body })).toBe(401);
		expect(await status({ url: url.split('?')[0], body })).toBe(401);
		expect(await status({ url, body: { event: 'media.created', payload: body.payload } })).toBe(200);
		expect(await status({ url, body: { event: 'media.processing_finished', payload: {} } })).toBe(200);
		expect(await status({ url, body: 'no JSON at all', headers: { 'Content-Type': 'text/plain' } })).toBe(200);
		expect(await status({ url, body: '{"event":' })).toBe(422); // n8n itself refuses it before the node sees it
		expect(await status({ url: forged, body: { ...body, padding: 'x'.repeat(15 * 1024 ** 2) } })).toBe(401);
		expect(await n8n.client.executions({ workflowId: flow.id })).toEqual([]);

		const media = sandbox.addMedia({ processing: true });
		expect(await gave(flow, 1)).toEqual([[media.id]]);
		await n8n.client.unpublish(flow.id);
	});
});
