'use strict';

const { resources } = require('../../dist/nodes/ContentGroove/resources');
const { run, search, storeFile } = require('../engine');
const { startContentGroove } = require('../sandbox/contentgroove');
const { sampleVideo } = require('../sandbox/media');
const { workbench } = require('./workbench');

const bench = workbench({
	type: 'contentGroove',
	folder: 'ContentGroove',
	start: startContentGroove,
	credentials: ({ apiKey, apiUrl }) => ({ contentGrooveApi: { apiKey, sendKeyAs: 'header', baseUrl: apiUrl } }),
	processingMs: 50,
});
const { use } = bench;
let sandbox;
let credentials;
beforeAll(() => ({ sandbox, credentials } = bench));

const twoItems = (a, b) => ({ items: [{ json: a }, { json: b }] });
const hostile = { name: 'A "quoted" & <b>bold</b> name ?#/\\ with \u0000-less ümläuts 🎬', description: '{{ $json }} = ${x}\nnew line' };

async function fileItem(content, fileName = 'talk.wav', mimeType = 'audio/wav') {
	return { json: {}, binary: { data: await storeFile(content, { fileName, mimeType }) } };
}

describe('Media', () => {
	it('imports two recordings from their addresses, whatever their names contain', async () => {
		const { json, links } = await use(
			'media',
			'createFromUrl',
			{ source_url: '={{ $json.url }}', additionalFields: { name: '={{ $json.name }}', description: hostile.description } },
			twoItems({ url: 'https://example.com/a.mp4?x=1&y=ä', name: hostile.name }, { url: 'http://example.com/b.mp4', name: '0' }),
		);
		expect(json.map(({ source_url }) => source_url)).toEqual(['https://example.com/a.mp4?x=1&y=ä', 'http://example.com/b.mp4']);
		expect(json.map(({ name }) => name)).toEqual([hostile.name, '0']);
		expect(json[0].description).toBe(hostile.description);
		expect(links).toEqual([0, 1]);
	});

	it('waits for completion when asked to', async () => {
		const { json } = await use('media', 'createFromUrl', { source_url: 'https://example.com/a.mp4', waitForCompletion: true });
		expect(json[0]).toMatchObject({ is_processing: false, source_file_duration: 20 });
	});

	it('sends a file in three steps, without its key on the way to the storage', async () => {
		const content = sampleVideo();
		const { json } = await use('media', 'upload', { waitForCompletion: true }, { items: [await fileItem(content)] });
		expect(json[0]).toMatchObject({ name: 'talk.wav', is_processing: false });
		const put = sandbox.requests.find(({ method, path }) => method === 'PUT' && path.startsWith('/uploads/'));
		expect(put.headers).toMatchObject({ 'content-length': String(content.length) });
		expect(put.headers).not.toHaveProperty('authorization');
		expect(put.headers).not.toHaveProperty('x-api-key');
		expect([...sandbox.state.uploads.values()][0].received.bytes).toBe(content.length);
	});

	it('names the type of the file when the storage insists on one', async () => {
		sandbox.faults.add({ method: 'PUT', path: /^\/uploads\//, status: 403 });
		await use('media', 'upload', {}, { items: [await fileItem(sampleVideo())] });
		expect([...sandbox.state.uploads.values()][0].received.contentType).toBe('audio/wav');
	});

	it('reads one media by ID, by address, and by what an expression gives', async () => {
		const { id } = sandbox.addMedia({ name: 'Talk' });
		const { json } = await use('media', 'get', { media: '={{ $json.media }}' }, twoItems({ media: id }, { media: `https://app.contentgroove.com/medias/${id}?tab=clips` }));
		expect(json.map((media) => media.id)).toEqual([id, id]);
		const [byUrl] = (await use('media', 'get', { media: { __rl: true, mode: 'url', value: `https://app.contentgroove.com/medias/${id}` } })).json;
		expect(byUrl).toMatchObject({ id, name: 'Talk', clip_ids: expect.any(Array) });
	});

	it('attaches the transcript where ContentGroove gives it', async () => {
		const { id } = sandbox.addMedia();
		const included = [{ id: 't', type: 'transcriptions', attributes: { text: 'Hello' } }];
		sandbox.faults.add({ method: 'GET', path: `/api/v1/medias/${id}`, after: 1, status: 200, body: { data: { id, type: 'medias', attributes: {} }, included } });
		const [media] = (await use('media', 'get', { media: id, additionalFields: { attach: ['transcript'] } })).json;
		expect(media.transcript).toBe('Hello');
		expect(sandbox.requests.at(-1).query).toEqual({ include: 'transcription' });
	});

	it('attaches clips and transcript, or gives one item per clip', async () => {
		const { id } = sandbox.addMedia();
		const [media] = (await use('media', 'get', { media: id, additionalFields: { attach: ['clips', 'transcript'] } })).json;
		expect(media.clips).toHaveLength(3);
		expect(media.clips[0]).toMatchObject({ media_id: id, text: expect.any(String) });
		const { json, links } = await use('media', 'get', { media: id, additionalFields: { onePerClip: true } });
		expect(json.map(({ media_id }) => media_id)).toEqual([id, id, id]);
		expect(links).toEqual([0, 0, 0]);
	});

	it('waits for a media that is being processed, and shows or refuses one that could not be fetched', async () => {
		const good = sandbox.addMedia({ processing: true });
		const bad = sandbox.addMedia({ fetchError: true });
		const parameters = { media: '={{ $json.id }}' };
		const { json } = await use('media', 'waitForProcessing', parameters, twoItems({ id: good.id }, { id: bad.id }));
		expect(json.map(({ has_fetch_error }) => has_fetch_error)).toEqual([false, true]);
		const { branches } = await use('media', 'waitForProcessing', { ...parameters, additionalFields: { failOnFetchProblem: true } }, {
			...twoItems({ id: good.id }, { id: bad.id }),
			onError: 'continueErrorOutput',
		});
		expect(branches[0]).toHaveLength(1);
		expect(branches[1][0].json.error).toMatch(`could not fetch the file of media "${bad.id}"`);
	});

	it('lists all pages, a few, or what the conditions leave', async () => {
		sandbox.addMedia({ count: 230, name: 'Talk' });
		sandbox.addMedia({ name: hostile.name });
		expect((await use('media', 'getAll', { returnAll: true })).json).toHaveLength(231);
		expect((await use('media', 'getAll', { limit: 7, filters: { sort: 'name' } })).json).toHaveLength(7);
		const condition = [{ attribute: 'name', matcher: 'eq', value: hostile.name }];
		expect((await use('media', 'getAll', { filters: { conditions: { condition } } })).json).toHaveLength(1);
		const several = [{ attribute: 'name', matcher: 'in', value: 'Talk 1, Talk 2' }, { attribute: 'description', matcher: 'null' }];
		expect((await use('media', 'getAll', { filters: { conditions: { condition: several } } })).json).toHaveLength(2);
	});

	it('changes and deletes two medias', async () => {
		const [a, b] = sandbox.addMedia({ count: 2 });
		const both = twoItems({ id: a.id }, { id: b.id });
		const updated = await use('media', 'update', { media: '={{ $json.id }}', updateFields: hostile }, both);
		expect(updated.json.map(({ id, name }) => [id, name])).toEqual([[a.id, hostile.name], [b.id, hostile.name]]);
		expect((await use('media', 'delete', { media: '={{ $json.id }}' }, both)).json).toEqual([{ deleted: true }, { deleted: true }]);
		expect(sandbox.state.medias.size).toBe(0);
	});

	it('deletes a media whose first answer was lost on the way, and says so once', async () => {
		const { id } = sandbox.addMedia();
		sandbox.faults.add({ method: 'DELETE', path: /medias/, drop: 'after' });
		expect((await use('media', 'delete', { media: id })).json).toEqual([{ deleted: true }]);
		await expect(use('media', 'delete', { media: id })).rejects.toMatchObject({ message: `ContentGroove does not know media "${id}"` });
	});

	it('gives the vendor\'s own object when Simplify is off', async () => {
		const { id } = sandbox.addMedia();
		const [raw] = (await use('media', 'get', { media: id, simplify: false })).json;
		expect(raw).toMatchObject({ id, type: 'medias', attributes: { source_file_height: 240 }, relationships: {} });
	});
});

describe('Clip', () => {
	it('cuts, reads, renames and deletes two clips', async () => {
		sandbox.setProcessing(0);
		const { id } = sandbox.addMedia();
		const created = await use('clip', 'create', { media: id, name: '={{ $json.name }}', start_time: 1.5, end_time: '={{ $json.end }}' }, twoItems({ name: hostile.name, end: 4 }, { name: 'b', end: '5.25' }));
		expect(created.json.map(({ name, start_time, end_time, media_id }) => [name, start_time, end_time, media_id])).toEqual([
			[hostile.name, 1.5, 4, id],
			['b', 1.5, 5.25, id],
		]);
		await new Promise((resolve) => setTimeout(resolve, 50));
		const both = twoItems(...created.json);
		expect((await use('clip', 'get', { clip: '={{ $json.id }}' }, both)).json.map(({ name }) => name)).toEqual([hostile.name, 'b']);
		expect((await use('clip', 'update', { clip: '={{ $json.id }}', updateFields: { start_time: 0 } }, both)).json.map(({ start_time }) => start_time)).toEqual([0, 0]);
		expect((await use('clip', 'delete', { clip: '={{ $json.id }}' }, both)).json).toEqual([{ deleted: true }, { deleted: true }]);
	});

	it('waits for two clips until ContentGroove has cut them', async () => {
		const { id } = sandbox.addMedia();
		const { json } = await use('clip', 'create', { media: id, name: 'a', start_time: 1, end_time: 2, waitForCompletion: true }, twoItems({}, {}));
		expect(json.map(({ is_processing }) => is_processing)).toEqual([false, false]);
	});

	it('lists the clips of one media', async () => {
		const [a] = sandbox.addMedia({ count: 2 });
		const { json } = await use('clip', 'getAll', { returnAll: true, filters: { media: { __rl: true, mode: 'id', value: a.id } } });
		expect(json).toHaveLength(3);
		expect((await use('clip', 'getAll', { returnAll: true })).json).toHaveLength(6);
		const nothing = { filters: { media: { __rl: true, mode: 'id', value: '={{ $json.missing }}' } } };
		await expect(use('clip', 'getAll', nothing)).rejects.toMatchObject({ message: 'Media: is empty' });
	});
});

describe('Direct Upload and Webhook Subscription', () => {
	it('prepares a place for a file', async () => {
		const [slot] = (await use('directUpload', 'prepare')).json;
		expect(slot).toEqual({ upload_id: expect.any(String), upload_url: expect.stringContaining('X-Amz-Signature') });
	});

	it('creates, reads, lists and deletes subscriptions, and keeps our token to itself', async () => {
		const url = 'https://example.com/hook?media-sync-token=secret&x=1';
		const { json } = await use('webhookSubscription', 'create', { url, subscribed_events: ['*'] }, twoItems({}, {}));
		expect(json[0]).toMatchObject({ url: 'https://example.com/hook?x=1', subscribed_events: ['*'], active: true });
		const both = twoItems(...json);
		expect((await use('webhookSubscription', 'get', { subscription: '={{ $json.id }}' }, both)).json.map(({ id }) => id)).toEqual(json.map(({ id }) => id));
		expect(JSON.stringify((await use('webhookSubscription', 'getAll', { simplify: false })).json)).not.toContain('secret');
		await use('webhookSubscription', 'delete', { subscription: '={{ $json.id }}' }, both);
		expect(sandbox.state.subscriptions.size).toBe(0);
	});
});

describe('Pickers', () => {
	it('list medias page by page, newest first, and search by name', async () => {
		sandbox.addMedia({ count: 60, name: 'Talk' });
		const first = await search('searchMedias', { type: 'contentGroove', credentials });
		expect(first.results).toHaveLength(50);
		const second = await search('searchMedias', { type: 'contentGroove', credentials, token: first.paginationToken });
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(60);
		const found = await search('searchMedias', { type: 'contentGroove', credentials, filter: 'Talk 17' });
		expect(found.results.map(({ name }) => name)).toEqual(['Talk 17']);
	});

	it('list clips and subscriptions', async () => {
		sandbox.addMedia();
		await use('webhookSubscription', 'create', { url: 'https://example.com/hook?media-sync-token=secret', subscribed_events: ['*'] });
		expect((await search('searchClips', { type: 'contentGroove', credentials })).results).toHaveLength(3);
		const { results } = await search('searchSubscriptions', { type: 'contentGroove', credentials });
		expect(results).toEqual([{ name: 'https://example.com/hook', value: expect.any(String) }]);
	});

	it('search all subscriptions, although ContentGroove can\'t', async () => {
		for (let n = 0; n < 130; n++) sandbox.state.subscriptions.set(`s${n}`, { id: `s${n}`, attributes: { url: `https://example.com/hook/${n}`, subscribed_events: ['*'], active: true, created_at: new Date().toISOString() } });
		const { results } = await search('searchSubscriptions', { type: 'contentGroove', credentials, filter: 'HOOK/129' });
		expect(results.map(({ value }) => value)).toEqual(['s129']);
	});
});

it('sends the key as a bearer token when the credential says so', async () => {
	const { contentGrooveApi } = credentials;
	await run({ type: 'contentGroove', credentials: { contentGrooveApi: { ...contentGrooveApi, sendKeyAs: 'bearer' } }, parameters: { resource: 'media', operation: 'getAll' } });
	expect(sandbox.requests[0].headers).toMatchObject({ authorization: `Bearer ${sandbox.apiKey}` });
	expect(sandbox.requests[0].headers).not.toHaveProperty('x-api-key');
});

bench.takenTogether({
	resources,
	document: 'contentgroove',
	prefix: '/api/v1',
	// The vendor documents neither, but its examples page subscriptions and its callbacks bring a transcript.
	tolerated: /webhook_subscriptions: .*"page"|medias\/[^:]+: .*"include"/,
});
