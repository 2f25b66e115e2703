'use strict';

const { createCredentials } = require('../harness/credentials');
const { startN8n } = require('../harness/instance');
const { until } = require('../harness/until');
const { startSandbox } = require('../sandbox');
const { chain, emitted, pause, tarball } = require('./setUp');

let n8n;
let sandbox;
let credentials;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startN8n({ tarball: tarball() });
	credentials = await createCredentials(n8n.client, sandbox);
}, 600_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
}, 60_000);

/** The two services that call back: what differs between them. */
const SERVICES = [
	{
		name: 'ContentGroove',
		type: 'contentGrooveTrigger',
		service: () => sandbox.contentGroove,
		few: {},
		fewEvents: ['media.processing_finished'],
		more: { event: '*' },
		moreEvents: ['*'],
		subscriptions: () =>
			[...sandbox.contentGroove.state.subscriptions.values()].map(({ id, attributes }) => ({ id, url: attributes.url, events: attributes.subscribed_events, drift: (url) => (attributes.url = url) })),
		addForeign: () =>
			sandbox.contentGroove.state.subscriptions.set('foreign', { id: 'foreign', attributes: { url: 'https://other.example/hook', subscribed_events: ['*'], active: true } }),
		finishOne: () => sandbox.contentGroove.addMedia({ processing: true }).id,
		addOld: () => sandbox.contentGroove.addMedia({ count: 3 }),
		idOf: ({ id }) => id,
		headers: () => ({}),
		forged: { event: 'media.processing_finished', payload: { data: { id: 'made-up', attributes: {} } } },
		unwanted: [
			{ event: 'media.created', payload: { data: { id: '1' } } },
			{ event: 'media.processing_finished', payload: {} },
		],
	},
	{
		name: 'Cloudglue',
		type: 'cloudglueTrigger',
		service: () => sandbox.cloudglue,
		few: {},
		fewEvents: ['file.job.completed'],
		more: { events: ['file.job.completed', 'file.job.failed'] },
		moreEvents: ['file.job.completed', 'file.job.failed'],
		subscriptions: () =>
			[...sandbox.cloudglue.state.webhooks.values()].map((webhook) => ({ id: webhook.id, url: webhook.endpoint, events: webhook.subscribed_events, drift: (url) => (webhook.endpoint = url) })),
		addForeign: () =>
			sandbox.cloudglue.state.webhooks.set('foreign', { id: 'foreign', endpoint: 'https://other.example/hook', subscribed_events: [], active: true, created_at: 0 }),
		finishOne: () => sandbox.cloudglue.addFile({ processing: true }).id,
		addOld: () => sandbox.cloudglue.addFile({ count: 3 }),
		idOf: ({ file_id }) => file_id,
		headers: (url) => {
			const webhook = [...sandbox.cloudglue.state.webhooks.values()].find(({ endpoint }) => endpoint === url);
			return { 'X-Cloudglue-Webhook-Secret': webhook?.webhook_secret ?? 'none' };
		},
		forged: { event_id: 'e', event_type: 'file.job.completed', payload: { file_id: 'made-up' } },
		unwanted: [
			{ event_id: 'e', event_type: 'file.job.failed', payload: { file_id: 'f' } },
			{ event_id: 'e', event_type: 'file.job.completed' },
		],
	},
];

let hooks = 0;

describe.each(SERVICES)('$name Trigger on a real n8n', (one) => {
	/** A published workflow that starts with the trigger. */
	async function publish(parameters) {
		const webhookId = `hook-${++hooks}`;
		const trigger = { name: 'Trigger', type: one.type, webhookId, parameters, credentials };
		const { id } = await n8n.client.createWorkflow(chain([trigger, { name: 'End', type: 'n8n-nodes-base.noOp' }]));
		await n8n.client.publish(id);
		return { id, webhookId };
	}

	const subscriptionsOf = ({ webhookId }) => one.subscriptions().filter(({ url }) => url.includes(`/${webhookId}/`));

	/** Waits until the workflow has put out items `count` times, and a moment longer for what should not come. */
	async function gave({ id }, count) {
		await until(async () => (await emitted(n8n.client, id)).length >= count, { timeoutMs: 30_000, what: `${count} runs with items` });
		await pause(1_000);
		return (await emitted(n8n.client, id)).map((items) => items.map(({ json }) => one.idOf(json)));
	}

	it('has one subscription after publish, publish again and restart; it is replaced when the events change, and goes with unpublish', async () => {
		one.addForeign();
		const flow = await publish(one.few);
		expect(subscriptionsOf(flow)).toHaveLength(1);
		await n8n.client.publish(flow.id);
		await n8n.restart();
		expect(subscriptionsOf(flow)).toMatchObject([{ events: one.fewEvents }]);

		const { nodes, connections } = await n8n.client.workflow(flow.id);
		nodes[0].parameters = one.more;
		await n8n.client.updateWorkflow(flow.id, { nodes, connections });
		await n8n.client.publish(flow.id);
		expect(subscriptionsOf(flow)).toMatchObject([{ events: expect.arrayContaining(one.moreEvents) }]);

		await n8n.client.unpublish(flow.id);
		expect(subscriptionsOf(flow)).toEqual([]);
		expect(one.subscriptions().map(({ id }) => id)).toContain('foreign');
	});

	it('heals a subscription that drifted, at the next start of n8n', async () => {
		const flow = await publish(one.few);
		const [{ url, drift }] = subscriptionsOf(flow);
		drift(url.replace(/[0-9a-f]{64}/, 'f'.repeat(64)));
		await n8n.restart();
		await until(() => /token=(?!ffff)/.test(subscriptionsOf(flow)[0]?.url), { timeoutMs: 20_000, what: 'the subscription to be healed' });
		expect(subscriptionsOf(flow)).toHaveLength(1);
		await n8n.client.unpublish(flow.id);
	});

	it('gives one run with items for a callback that comes six times at once and again after a restart', async () => {
		const flow = await publish(one.few);
		const { webhooks, deliveries } = one.service();
		webhooks.settings.copies = 6;
		const id = one.finishOne();
		expect(await gave(flow, 1)).toEqual([[id]]);
		await n8n.restart();
		await one.service().redeliver({ copies: 6 });
		expect(await gave(flow, 1)).toEqual([[id]]);
		expect(deliveries.filter(({ url, status }) => url.includes(flow.webhookId) && status === 200).length).toBeGreaterThanOrEqual(12);
		webhooks.settings.copies = 1;
		await n8n.client.unpublish(flow.id);
	});

	it('emits once, after the start, what finished while n8n was down', async () => {
		const flow = await publish(one.few);
		const { webhooks } = one.service();
		webhooks.settings.withhold = true;
		await n8n.kill();
		const id = one.finishOne();
		await pause(800);
		await n8n.restart();
		expect(await gave(flow, 1)).toEqual([[id]]);
		// The vendor's late retry brings the same news.
		await one.service().release();
		await n8n.restart();
		expect(await gave(flow, 1)).toEqual([[id]]);
		await n8n.client.unpublish(flow.id);
	});

	if (one.name === 'ContentGroove')
		it('brings again, at the next start, what a run could not put out', async () => {
			const flow = await publish(one.few);
			const { webhooks, faults } = one.service();
			webhooks.settings.withhold = true;
			await n8n.kill();
			const id = one.finishOne();
			await pause(800);
			faults.add({ method: 'GET', path: /\/clips$/, status: 400 });
			await n8n.restart();
			await until(async () => (await n8n.client.executions({ workflowId: flow.id })).some(({ status }) => status === 'error'), { timeoutMs: 30_000, what: 'the run to fail' });
			await n8n.restart();
			expect(await gave(flow, 1)).toEqual([[id]]);
			await n8n.restart();
			expect(await gave(flow, 1)).toEqual([[id]]);
			webhooks.settings.withhold = false;
			await n8n.client.unpublish(flow.id);
		});

	it('listens for a test event beside the published address, gives it to both, and cleans up', async () => {
		const flow = await publish(one.few);
		expect(await n8n.client.run(flow.id, { trigger: 'Trigger' })).toBeUndefined();
		expect(subscriptionsOf(flow).map(({ url }) => /webhook-test/.test(url)).sort()).toEqual([false, true]);
		const id = one.finishOne();
		expect(await gave(flow, 2)).toEqual([[id], [id]]);
		const modes = (await n8n.client.executions({ workflowId: flow.id })).map(({ mode }) => mode);
		expect(modes.sort()).toEqual(['manual', 'webhook']);
		await until(() => subscriptionsOf(flow).length === 1, { timeoutMs: 20_000, what: 'the test address to be removed' });
		expect(subscriptionsOf(flow)[0].url).not.toMatch(/webhook-test/);
		await n8n.client.unpublish(flow.id);
	});

	it('emits nothing from before the first publish', async () => {
		one.addOld();
		await pause(50);
		const flow = await publish(one.few);
		await n8n.restart();
		await pause(2_000);
		expect(await emitted(n8n.client, flow.id)).toEqual([]);
		await n8n.client.unpublish(flow.id);
	});

	it('starts nothing for forgeries and for what it did not ask for, and n8n stays up', async () => {
		const flow = await publish(one.few);
		const [{ url }] = subscriptionsOf(flow);
		const forged = url.replace(/[0-9a-f]{64}/, '0'.repeat(64));
		const headers = one.headers(url);
		const status = async (message) => await one.service().forge({ headers, ...message });

		expect(await status({ url: forged, body: one.forged })).toBe(401);
		expect(await status({ url: url.split('?')[0], body: one.forged })).toBe(401);
		for (const body of one.unwanted) expect(await status({ url, body })).toBe(200);
		expect(await status({ url, body: 'no JSON at all', headers: { ...headers, 'Content-Type': 'text/plain' } })).toBe(200);
		expect(await status({ url, body: '{"event":' })).toBe(422); // n8n itself refuses it before the node sees it
		expect(await status({ url: forged, body: { ...one.forged, padding: 'x'.repeat(15 * 1024 ** 2) } })).toBe(401);
		expect(await n8n.client.executions({ workflowId: flow.id })).toEqual([]);

		const id = one.finishOne();
		expect(await gave(flow, 1)).toEqual([[id]]);
		await n8n.client.unpublish(flow.id);
	});
});
