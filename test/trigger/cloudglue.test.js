'use strict';

const { memory, startEngine, trigger } = require('../engine');
const { startCloudglue } = require('../sandbox/cloudglue');

let sandbox;
let workflows = 0;
beforeAll(async () => {
	await startEngine();
	sandbox = await startCloudglue({ processingMs: 20 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	memory.rows.clear();
});

function workflow({ id = `workflow-${++workflows}`, ...o } = {}) {
	const cloudglueApi = { apiKey: sandbox.apiKey, baseUrl: sandbox.apiUrl };
	return trigger({ type: 'cloudglueTrigger', credentials: { cloudglueApi }, id, webhookId: id, ...o });
}

const webhooks = () => [...sandbox.state.webhooks.values()];
const webhookOf = (flow) => webhooks().find(({ endpoint }) => endpoint.includes(flow.workflow.id));

async function published(parameters) {
	const flow = workflow({ parameters });
	await flow.publish();
	return flow;
}

/** A delivery as Cloudglue makes it. */
async function call(flow, body, headers = {}) {
	const { endpoint, webhook_secret } = webhookOf(flow);
	return await flow.call({ url: endpoint, body, headers: { 'x-cloudglue-webhook-secret': webhook_secret, ...headers } });
}

const completed = ({ id: file_id, filename }, event_id = 'e1') => ({ event_id, event_type: 'file.job.completed', payload: { file_id, filename, status: 'completed' } });

/** Starts n8n with this workflow and waits for the end of its first look. */
async function listen(flow) {
	const ear = await flow.listen();
	for (let before = -1; before !== sandbox.requests.length; ) {
		before = sandbox.requests.length;
		await new Promise((resolve) => setTimeout(resolve, 60));
	}
	return ear;
}

const keysOf = ({ emitted }) => emitted.flat().map(({ json }) => json.key);

describe('Publishing', () => {
	it('registers for the chosen events, and for all of a family or of all when those are chosen', async () => {
		await published({ events: ['file.job.completed'] });
		await published({ events: ['extract.job.*', 'file.job.failed'] });
		await published({ events: ['*'] });
		const [one, family, all] = webhooks().map(({ subscribed_events }) => subscribed_events);
		expect(one).toEqual(['file.job.completed']);
		expect([...family].sort()).toEqual(['extract.job.completed', 'extract.job.failed', 'extract.job.processing', 'file.job.failed']);
		expect(all).toHaveLength(17);
	});

	it('leaves one webhook however often it is done, replaces it when the events change, and removes it in the end', async () => {
		const flow = await published({ events: ['file.job.completed'] });
		await flow.publish();
		await flow.create();
		expect(webhooks()).toHaveLength(1);
		await workflow({ id: flow.workflow.id, parameters: { events: ['describe.job.*'] } }).publish();
		expect(webhooks().map(({ subscribed_events }) => [...subscribed_events].sort())).toEqual([['describe.job.completed', 'describe.job.failed', 'describe.job.processing']]);
		sandbox.state.webhooks.set('foreign', { id: 'foreign', endpoint: 'https://x.example/', subscribed_events: [], active: true, created_at: 0 });
		await flow.unpublish();
		expect(webhooks().map(({ id }) => id)).toEqual(['foreign']);
	});

	it('puts back a webhook that was switched off', async () => {
		const flow = await published();
		webhookOf(flow).active = false;
		expect(await flow.checkExists()).toBe(false);
		await flow.create();
		expect(webhooks()).toMatchObject([{ active: true }]);
	});
});

describe('A callback', () => {
	it('becomes one item, six copies and a restart notwithstanding', async () => {
		const flow = await published();
		const body = completed(sandbox.addFile());
		const answers = await Promise.all(Array.from({ length: 6 }, async () => await call(flow, body)));
		expect(answers.every(({ status }) => status === 200)).toBe(true);
		const runs = answers.filter(({ run }) => run);
		expect(runs).toHaveLength(1);
		expect((await flow.execute(runs[0].run)).items.map(({ json }) => json)).toEqual([{ event: 'file.job.completed', ...body.payload }]);
		expect((await workflow({ id: flow.workflow.id }).execute(runs[0].run)).items).toEqual([]);
	});

	it('is refused without the secret, with a stale one, and with a wrong token', async () => {
		const flow = await published();
		const body = completed(sandbox.addFile());
		const { endpoint, webhook_secret } = webhookOf(flow);
		const headers = { 'x-cloudglue-webhook-secret': webhook_secret };
		expect(await flow.call({ url: endpoint, body })).toMatchObject({ status: 401, run: undefined });
		expect(await flow.call({ url: endpoint, body, headers: { 'x-cloudglue-webhook-secret': 'whsec_old' } })).toMatchObject({ status: 401, run: undefined });
		delete flow.staticData().registration.secret;
		expect(await flow.call({ url: endpoint, body, headers: { 'x-cloudglue-webhook-secret': '' } })).toMatchObject({ status: 401, run: undefined });
		expect(await flow.call({ url: endpoint.replace(/[0-9a-f]{64}/, 'f'.repeat(64)), body, headers })).toMatchObject({ status: 401, run: undefined });
	});

	it('passes with the secret of a webhook that was made anew behind the workflow\'s back', async () => {
		const flow = await published();
		webhookOf(flow).webhook_secret = 'whsec_new';
		expect((await call(flow, completed(sandbox.addFile()))).run).toHaveLength(1);
	});

	it('out of order passes as it comes', async () => {
		const flow = await published({ events: ['file.job.*'] });
		const file = sandbox.addFile();
		const done = completed(file);
		const processing = { ...done, event_id: 'e0', event_type: 'file.job.processing' };
		expect((await call(flow, done)).run).toHaveLength(1);
		expect((await call(flow, processing)).run).toHaveLength(1);
	});

	it('of an event that was not chosen, or of none, starts nothing', async () => {
		const flow = await published();
		for (const body of [{ ...completed({ id: 'f' }), event_type: 'file.job.failed' }, { event_id: 'x', payload: {} }, { event_type: 'file.job.completed' }, { event_type: 'file.job.completed', payload: {} }])
			expect(await call(flow, body)).toMatchObject({ status: 200, run: undefined });
	});

	it('of an event that nobody knows yet passes when any event was chosen', async () => {
		const flow = await published({ events: ['*'] });
		const { run } = await call(flow, { event_id: 'e9', event_type: 'find_moments.job.completed', payload: { moment_id: 'm' } });
		expect((await flow.execute(run)).items[0].json).toEqual({ event: 'find_moments.job.completed', moment_id: 'm' });
	});

	it('is read anew when Cloudglue is to confirm it', async () => {
		const flow = await published({ options: { confirm: true } });
		const file = sandbox.addFile({ filename: 'true.mp4' });
		const { run } = await call(flow, completed({ id: file.id, filename: 'forged.mp4' }));
		expect((await flow.execute(run)).items[0].json).toMatchObject({ filename: 'true.mp4', file_id: file.id });
		const gone = await call(flow, completed({ id: 'gone' }));
		expect((await flow.execute(gone.run)).items).toEqual([]);
	});
});

describe('Catching up', () => {
	it('emits nothing old at the first publish', async () => {
		sandbox.addFile({ count: 3 });
		await new Promise((resolve) => setTimeout(resolve, 5));
		const flow = await published();
		expect((await listen(flow)).emitted).toEqual([]);
	});

	it('emits once what finished unheard: files, descriptions, extractions and segments', async () => {
		const flow = await published({ events: ['*'] });
		const file = sandbox.addFile();
		const jobs = ['describe', 'extract', 'segment'].map((kind) => sandbox.addJob(kind, { fileId: file.id }).job_id);
		const failed = sandbox.addFile({ status: 'failed' });
		const ear = await listen(flow);
		expect(keysOf(ear).sort()).toEqual(
			[`file.job.completed ${file.id}`, `file.job.failed ${failed.id}`, `describe.job.completed ${jobs[0]}`, `extract.job.completed ${jobs[1]}`, `segment.job.completed ${jobs[2]}`].sort(),
		);
		expect((await flow.execute(ear.emitted[0])).items).toHaveLength(5);
		// The vendor's late retry of one of them.
		expect((await flow.execute((await call(flow, completed(file))).run)).items).toEqual([]);
		for (const data of (await listen(flow)).emitted) expect((await flow.execute(data)).items).toEqual([]);
	});

	it('looks at no more than it can remember the events of', async () => {
		const flow = await published({ events: ['file.job.*'], options: { maxEntries: 100 } });
		sandbox.addFile({ count: 70 });
		expect(keysOf(await listen(flow)).length).toBeLessThanOrEqual(50);
	});

	it('finds a file that was being processed at publish and finished unheard', async () => {
		sandbox.setProcessing(Infinity);
		const file = sandbox.addFile({ processing: true });
		const flow = await published();
		sandbox.finish(file.id, { silently: true });
		expect(keysOf(await listen(flow))).toEqual([`file.job.completed ${file.id}`]);
	});
});
