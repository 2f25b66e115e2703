'use strict';

const { memory, startEngine, trigger } = require('../engine');
const { startContentGroove } = require('../sandbox/contentgroove');

let sandbox;
let workflows = 0;
beforeAll(async () => {
	await startEngine();
	sandbox = await startContentGroove({ processingMs: 20 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	memory.rows.clear();
	memory.overwrites = 0;
});

/** A workflow with a ContentGroove Trigger; each call is another workflow unless `id` says otherwise. */
function workflow({ credential = {}, id = `workflow-${++workflows}`, ...o } = {}) {
	const contentGrooveApi = { apiKey: sandbox.apiKey, sendKeyAs: 'header', baseUrl: sandbox.apiUrl, ...credential };
	return trigger({ type: 'contentGrooveTrigger', credentials: { contentGrooveApi }, id, webhookId: id, ...o });
}

const pause = async (ms) => await new Promise((resolve) => setTimeout(resolve, ms));
const subscriptions = () => [...sandbox.state.subscriptions.values()].map(({ attributes }) => attributes);
const urlOf = (id) => subscriptions().find(({ url }) => url.includes(id))?.url;

/** The body that ContentGroove sends for a media. */
async function callbackFor(media) {
	const { finishedCallback } = require('../sandbox/contentgroove/documents');
	return JSON.parse(JSON.stringify(finishedCallback(media, sandbox.state.clips)));
}

/** Starts n8n with this workflow and waits for the end of its first look. */
async function listen(flow) {
	const ear = await flow.listen();
	await quiet();
	return ear;
}

/** Resolves when nothing has been asked for a moment. */
async function quiet() {
	for (let before = -1; before !== sandbox.requests.length; ) {
		before = sandbox.requests.length;
		await pause(60);
	}
}

describe('Publishing', () => {
	it('registers one subscription; publishing again or restarting leaves one', async () => {
		const flow = workflow();
		await flow.publish();
		await flow.publish();
		await flow.create();
		await listen(flow);
		expect(subscriptions()).toHaveLength(1);
		expect(subscriptions()[0]).toMatchObject({ subscribed_events: ['media.processing_finished'], active: true });
	});

	it('replaces the subscription when the events change', async () => {
		const flow = workflow();
		await flow.publish();
		await workflow({ id: flow.workflow.id, parameters: { event: '*' } }).publish();
		expect(subscriptions()).toMatchObject([{ subscribed_events: ['*'] }]);
	});

	it('replaces a subscription whose token was made with another key, and leaves those of others alone', async () => {
		const flow = workflow();
		await flow.publish();
		const drifted = subscriptions()[0];
		drifted.url = drifted.url.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
		const foreign = { url: 'https://n8n.example.com/webhook/another', subscribed_events: ['*'], active: true };
		sandbox.state.subscriptions.set('foreign', { id: 'foreign', attributes: foreign });
		expect(await flow.checkExists()).toBe(false);
		await flow.create();
		expect(subscriptions()).toHaveLength(2);
		expect(subscriptions()).toContainEqual(foreign);
		expect(await flow.checkExists()).toBe(true);
	});

	it('puts a drifted subscription right once, although n8n starts the first look and registers at the same time', async () => {
		const flow = workflow();
		await flow.publish();
		const [drifted] = subscriptions();
		drifted.url = drifted.url.replace(/[0-9a-f]{64}/, 'f'.repeat(64));
		sandbox.faults.add({ method: 'POST', path: /webhook_subscriptions/, delay: 100 });
		await Promise.all([flow.listen(), flow.publish()]);
		await pause(150);
		await quiet();
		expect(subscriptions()).toHaveLength(1);
		expect(await flow.checkExists()).toBe(true);
	});

	it('is not brought back by a look that n8n starts just after it was unpublished', async () => {
		const flow = workflow();
		await flow.publish();
		const other = workflow({ id: flow.workflow.id, staticData: JSON.parse(JSON.stringify(flow.workflow.staticData)) });
		await flow.unpublish();
		await listen(other);
		expect(subscriptions()).toEqual([]);
	});

	it('leaves nothing behind when a look is under way while the workflow is unpublished', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.state.subscriptions.clear();
		sandbox.faults.add({ method: 'GET', path: /webhook_subscriptions/, delay: 100 });
		await Promise.all([flow.listen(), flow.unpublish()]);
		await pause(150);
		await quiet();
		expect(subscriptions()).toEqual([]);
	});

	it('removes its own subscription when unpublished, also when it is gone already', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.state.subscriptions.set('foreign', { id: 'foreign', attributes: { url: 'https://x.example/', subscribed_events: ['*'], active: true } });
		await flow.unpublish();
		await flow.unpublish();
		expect(subscriptions().map(({ url }) => url)).toEqual(['https://x.example/']);
	});

	it('survives that somebody else deletes the subscription at the same moment', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.faults.add({ method: 'DELETE', path: /webhook_subscriptions/, status: 404 });
		await expect(flow.unpublish()).resolves.toBe(true);
	});

	it('keeps the test address and the published one apart', async () => {
		const flow = workflow();
		await flow.publish();
		const test = workflow({ id: flow.workflow.id, mode: 'manual' });
		await test.create();
		expect(subscriptions()).toHaveLength(2);
		await test.unpublish();
		expect(subscriptions()).toHaveLength(1);
		expect(await flow.checkExists()).toBe(true);
	});

	it('refuses an address that ContentGroove could never call, and says what to set', async () => {
		const flow = workflow({ credential: { baseUrl: 'https://api.contentgroove.com/api/v1' } });
		flow.additionalData.webhookBaseUrl = 'http://localhost:5678/webhook';
		await expect(flow.create()).rejects.toMatchObject({
			message: expect.stringContaining('http://localhost:5678 is a private address'),
			description: expect.stringContaining('N8N_WEBHOOK_URL'),
		});
	});
});

describe('A callback', () => {
	it('of a test is let in although n8n does not tell the node that it is one', async () => {
		const flow = workflow({ mode: 'manual' });
		await flow.create();
		const url = urlOf(flow.workflow.id);
		expect(url).toContain('/webhook-test/');
		expect((await flow.call({ url, body: await callbackFor(sandbox.addMedia()) })).run).toHaveLength(1);
	});

	it('becomes one run with the media, its clips and its transcript', async () => {
		const flow = workflow();
		await flow.publish();
		const media = sandbox.addMedia({ name: 'Talk' });
		const { status, run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(media) });
		expect(status).toBe(200);
		const { items } = await flow.execute(run);
		expect(items).toHaveLength(1);
		expect(items[0].json).toMatchObject({ event: 'media.processing_finished', id: media.id, name: 'Talk', transcript: expect.any(String) });
		expect(items[0].json.clips.map(({ start_time }) => typeof start_time)).toEqual(['number', 'number', 'number']);
	});

	it('that comes six times at once, and again after a restart, gives its items once', async () => {
		const flow = workflow();
		await flow.publish();
		const body = await callbackFor(sandbox.addMedia());
		const answers = await Promise.all(Array.from({ length: 6 }, async () => await flow.call({ url: urlOf(flow.workflow.id), body })));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
		expect(answers.filter(({ run }) => run)).toHaveLength(1);
		const { run } = answers.find((answer) => answer.run);
		// Copies that other processes let in reach execute() at the same time.
		const results = await Promise.all(Array.from({ length: 6 }, async () => await flow.execute(run)));
		expect(results.flatMap(({ items }) => items)).toHaveLength(1);
		expect((await workflow({ id: flow.workflow.id }).execute(run)).items).toHaveLength(0);
	});

	it('is remembered although another worker overwrites the memory at the same moment', async () => {
		const flow = workflow();
		await flow.publish();
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(sandbox.addMedia()) });
		memory.overwrites = 2;
		expect((await flow.execute(run)).items).toHaveLength(1);
		await pause(1_500);
		expect((await flow.execute(run)).items).toHaveLength(0);
	});

	it('for a media that was processed a second time is a new event', async () => {
		const flow = workflow();
		await flow.publish();
		const media = sandbox.addMedia();
		const once = async () => (await flow.execute((await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(media) })).run)).items;
		expect(await once()).toHaveLength(1);
		sandbox.finish(sandbox.reprocess(media.id).id);
		expect(await once()).toHaveLength(1);
	});

	it('passes again when a person tests or retries the run', async () => {
		const flow = workflow();
		await flow.publish();
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(sandbox.addMedia()) });
		expect((await flow.execute(run)).items).toHaveLength(1);
		for (const mode of ['manual', 'retry']) expect((await workflow({ id: flow.workflow.id, mode }).execute(run)).items).toHaveLength(1);
	});

	it('becomes one item per clip when asked for', async () => {
		const flow = workflow({ parameters: { output: 'clips' } });
		await flow.publish();
		const media = sandbox.addMedia();
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(media) });
		const { items } = await flow.execute(run);
		expect(items.map(({ json }) => [json.media_id, json.media.id])).toEqual(Array(3).fill([media.id, media.id]));
	});

	it('starts a run only for the outcome that was asked for', async () => {
		const flow = workflow({ parameters: { options: { outcome: 'fetchProblem' } } });
		await flow.publish();
		const url = urlOf(flow.workflow.id);
		expect((await flow.call({ url, body: await callbackFor(sandbox.addMedia()) })).run).toBeUndefined();
		expect((await flow.call({ url, body: await callbackFor(sandbox.addMedia({ fetchError: true })) })).run).toHaveLength(1);
	});

	it('is read anew when ContentGroove is to confirm it, and dropped when the media is gone', async () => {
		const flow = workflow({ parameters: { options: { confirm: true } } });
		await flow.publish();
		const media = sandbox.addMedia({ name: 'True name' });
		const forged = await callbackFor(media);
		forged.payload.data.attributes.name = 'Made up';
		const deliver = async (body) => (await flow.execute((await flow.call({ url: urlOf(flow.workflow.id), body })).run)).items;
		expect((await deliver(forged))[0].json).toMatchObject({ name: 'True name', transcript: expect.any(String) });
		const gone = await callbackFor(sandbox.addMedia());
		sandbox.state.medias.delete(gone.payload.data.id);
		expect(await deliver(gone)).toHaveLength(0);
	});

	it('brings its headers along when asked for, without what n8n is reached with', async () => {
		const flow = workflow({ parameters: { options: { includeHeaders: true } } });
		await flow.publish();
		const headers = { 'user-agent': 'ContentGroove', authorization: 'Basic c2VjcmV0' };
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(sandbox.addMedia()), headers });
		expect((await flow.execute(run)).items[0].json.headers).toEqual({ 'user-agent': 'ContentGroove' });
	});

	it('never brings its token along, which proxies repeat in headers', async () => {
		const flow = workflow({ parameters: { options: { includeHeaders: true } } });
		await flow.publish();
		const url = urlOf(flow.workflow.id);
		const { run } = await flow.call({ url, body: await callbackFor(sandbox.addMedia()), headers: { 'x-original-uri': url, via: 'proxy' } });
		expect((await flow.execute(run)).items[0].json.headers).toEqual({ via: 'proxy' });
	});
});

describe('What is not a callback of ours', () => {
	let flow;
	let url;
	let body;
	beforeEach(async () => {
		flow = workflow();
		await flow.publish();
		url = urlOf(flow.workflow.id);
		body = await callbackFor(sandbox.addMedia());
	});

	it.each([
		['no token', (address) => address.replace(/\?.*/, '')],
		['a wrong token', (address) => address.replace(/[0-9a-f]{64}/, 'a'.repeat(64))],
		['a token that is too short', (address) => address.replace(/[0-9a-f]{64}/, 'a')],
		['the token of another workflow', (address) => address.replace(/[0-9a-f]{64}/, /[0-9a-f]{64}/.exec(otherUrl())[0])],
	])('is refused with 401 and starts nothing: %s', async (_what, forge) => {
		const answer = await flow.call({ url: forge(url), body });
		expect(answer).toMatchObject({ status: 401, run: undefined });
	});

	function otherUrl() {
		const { tokenOf, withToken } = require('../../dist/nodes/shared/callback');
		return withToken('https://n8n.example.com/webhook/other/contentgroove', tokenOf('other:node-1', sandbox.apiKey));
	}

	it.each([
		['an event that was not asked for', { event: 'media.created', payload: { data: { id: '1' } } }],
		['no event', { payload: { data: { id: '1' } } }],
		['an event that is no text', { event: 7, payload: { data: { id: '1' } } }],
		['no payload', { event: 'media.processing_finished' }],
		['a payload without a media', { event: 'media.processing_finished', payload: {} }],
		['attributes that are text', { event: 'media.processing_finished', payload: { data: { id: '1', attributes: 'x' } } }],
		['an empty id', { event: 'media.processing_finished', payload: { data: { id: '' } } }],
		['a list', []],
	])('is answered with 200 and starts nothing: %s', async (_what, odd) => {
		expect(await flow.call({ url, body: odd })).toMatchObject({ status: 200, run: undefined });
	});

	it('is answered with 200 and starts nothing: text that is not JSON', async () => {
		expect(await flow.call({ url, body: undefined, rawBody: Buffer.from('{"event":') })).toMatchObject({ status: 200, run: undefined });
	});

	it.each([['nothing where objects belong', { attributes: null, relationships: null }], ['no attributes', {}]])('but one with %s is a callback, and gets through to the end', async (_what, data) => {
		const odd = workflow({ parameters: { options: { outcome: 'successful' } } });
		await odd.publish();
		const payload = { data: { id: '1', ...data }, included: [null, 7, { type: 'clips', id: 'c', attributes: null }] };
		const { status, run } = await odd.call({ url: urlOf(odd.workflow.id), body: { event: 'media.processing_finished', payload } });
		expect(status).toBe(200);
		expect((await odd.execute(run)).items).toMatchObject([{ json: { id: '1', clips: [{ id: 'c' }] } }]);
	});

	it('but JSON under another content type is understood', async () => {
		const headers = { 'content-type': 'application/vnd.api+json' };
		const { run } = await flow.call({ url, body: undefined, rawBody: Buffer.from(JSON.stringify(body)), headers });
		expect(run).toHaveLength(1);
	});

	it('any event passes, also one that nobody knows yet, when any event was asked for', async () => {
		const any = workflow({ parameters: { event: '*' } });
		await any.publish();
		const { run } = await any.call({ url: urlOf(any.workflow.id), body: { event: 'clip.rendered', payload: { data: { id: 'c1', attributes: { name: 'x' } } } } });
		expect((await any.execute(run)).items[0].json).toEqual({ event: 'clip.rendered', id: 'c1', name: 'x' });
	});
});

describe('Catching up', () => {
	const idsOf = ({ emitted }) => emitted.flat().map(({ json }) => json.payload.data.id);

	it('emits nothing old at the first publish', async () => {
		sandbox.addMedia({ count: 3 });
		await quiet();
		const flow = workflow();
		await flow.publish();
		const ear = await listen(flow);
		expect(ear.emitted).toEqual([]);
	});

	it('emits once what finished while n8n was down, with its clips', async () => {
		const flow = workflow();
		await flow.publish();
		const media = sandbox.addMedia();
		const ear = await listen(flow);
		expect(idsOf(ear)).toEqual([media.id]);
		const { items } = await flow.execute(ear.emitted[0]);
		expect(items[0].json).toMatchObject({ id: media.id, clips: [{}, {}, {}] });
		ear.tick();
		const again = await listen(workflow({ id: flow.workflow.id, staticData: flow.workflow.staticData }));
		for (const data of [...ear.emitted.slice(1), ...again.emitted]) expect((await flow.execute(data)).items).toEqual([]);
	});

	it('emits what finished while a change was being published, and nothing of a longer pause', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.setProcessing(Infinity);
		const underWay = sandbox.addMedia({ processing: true });
		await flow.unpublish();
		const begun = sandbox.addMedia();
		sandbox.finish(underWay.id, { silently: true });
		await flow.publish();
		const ear = await listen(flow);
		expect(idsOf(ear).sort()).toEqual([begun.id, underWay.id].sort());

		await flow.unpublish();
		flow.staticData().left.since = new Date(Date.now() - 10 * 60_000).toISOString();
		sandbox.addMedia();
		await flow.publish();
		const later = await listen(flow);
		expect(later.emitted).toEqual([]);
	});

	it('does not emit what a callback brought', async () => {
		const flow = workflow();
		await flow.publish();
		const media = sandbox.addMedia();
		await flow.execute((await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(media) })).run);
		const { emitted } = await listen(flow);
		expect(emitted).toEqual([]);
	});

	it('brings again what a run could not put out, and then no more', async () => {
		const flow = workflow();
		await flow.publish();
		const medias = sandbox.addMedia({ count: 3 });
		const ear = await listen(flow);
		sandbox.faults.add({ method: 'GET', path: /clips/, status: 400, after: 1 });
		expect((await flow.execute(ear.emitted[0])).error).toBeDefined();
		ear.tick();
		await quiet();
		expect((await flow.execute(ear.emitted[1])).items.map(({ json }) => json.id).sort()).toEqual(medias.map(({ id }) => id).sort());
		ear.tick();
		await quiet();
		expect(ear.emitted).toHaveLength(2);
		expect((await flow.execute(ear.emitted[1])).items).toEqual([]);
	});

	it('brings again what a run on a worker could not put out', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.addMedia();
		const ear = await listen(flow);
		ear.ends[0].resolve({ status: 'error' });
		await pause(0);
		ear.tick();
		await quiet();
		expect(idsOf(ear)).toHaveLength(2);
	});

	it('counts a run that a person retried as handled', async () => {
		const flow = workflow({ parameters: { options: { confirm: true } } });
		await flow.publish();
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(sandbox.addMedia()) });
		sandbox.faults.add({ method: 'GET', path: /medias/, status: 400 });
		expect((await flow.execute(run)).error).toBeDefined();
		expect((await workflow({ id: flow.workflow.id, mode: 'retry' }).execute(run)).items).toHaveLength(1);
		expect((await flow.execute(run)).items).toEqual([]);
	});

	it('does not bring again what only a person\'s test could not show', async () => {
		const options = { parameters: { options: { confirm: true } } };
		const flow = workflow(options);
		await flow.publish();
		const { run } = await flow.call({ url: urlOf(flow.workflow.id), body: await callbackFor(sandbox.addMedia()) });
		expect((await flow.execute(run)).items).toHaveLength(1);
		sandbox.faults.add({ method: 'GET', path: /medias/, status: 400 });
		expect((await workflow({ ...options, id: flow.workflow.id, mode: 'manual' }).execute(run)).error).toBeDefined();
		expect((await flow.execute(run)).items).toEqual([]);
	});

	it('looks back no further than the hours that are set, also for what was being processed at publish', async () => {
		sandbox.setProcessing(Infinity);
		const underWay = sandbox.addMedia({ processing: true });
		const flow = workflow();
		await flow.publish();
		sandbox.finish(underWay.id, { silently: true });
		const old = sandbox.addMedia();
		const longAgo = new Date(Date.now() - 48 * 3_600_000).toISOString();
		for (const { attributes } of [underWay, old]) attributes.processing_started_at = longAgo;
		flow.staticData().registration.since = new Date(Date.now() - 72 * 3_600_000).toISOString();
		const ear = await listen(flow);
		expect(ear.emitted).toEqual([]);
	});

	it('finds a media that was being processed at publish and finished unheard', async () => {
		sandbox.setProcessing(Infinity);
		const media = sandbox.addMedia({ processing: true });
		const flow = workflow();
		await flow.publish();
		sandbox.finish(media.id, { silently: true });
		const ear = await listen(flow);
		expect(idsOf(ear)).toEqual([media.id]);
	});

	it('works where ContentGroove refuses or ignores the filter', async () => {
		sandbox.addMedia();
		const flow = workflow();
		await flow.publish();
		const media = sandbox.addMedia();
		sandbox.faults.add({ method: 'GET', path: /medias$/, status: 400 });
		const ear = await listen(flow);
		expect(idsOf(ear)).toEqual([media.id]);
	});

	it('puts back a subscription that was deleted behind its back', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.state.subscriptions.clear();
		await listen(flow);
		expect(urlOf(flow.workflow.id)).toBeDefined();
	});

	it('only warns while ContentGroove is down', async () => {
		const flow = workflow();
		await flow.publish();
		sandbox.faults.add({ path: /.*/, status: 400, times: Infinity });
		const { warnings } = await listen(flow);
		expect(warnings).toEqual([expect.stringContaining('could not look for missed events')]);
	});

	it('looks at no more than the limit, and at nothing when that is 0', async () => {
		const flow = workflow({ parameters: { options: { catchUpLimit: 2 } } });
		await flow.publish();
		sandbox.addMedia({ count: 5 });
		const ear = await listen(flow);
		expect(idsOf(ear)).toHaveLength(2);
		const none = workflow({ parameters: { options: { catchUpLimit: 0 } } });
		await none.publish();
		sandbox.addMedia();
		const { emitted } = await listen(none);
		expect(emitted).toEqual([]);
	});
});
