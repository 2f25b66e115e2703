'use strict';

const { createHash } = require('node:crypto');
const { createServer: createHttpServer } = require('node:http');
const axios = require('axios');
const { startContentGroove } = require('../sandbox/contentgroove');
const { sampleVideo } = require('../sandbox/media');
const { spec, validatorOf } = require('./specs');
// The validator's own: the project does not depend on one.
const { default: Ajv } = require(require.resolve('ajv', { paths: [require.resolve('openapi-backend')] }));

/**
 * Where the vendor's spec contradicts its own example, the sandbox follows the example; the schema is put right before the comparison.
 * | place in the schema                                | says                     | example and sandbox                           |
 * | clip `media_file_content_duration`                 | this name                | `media_file_duration` (text, as typed there)  |
 * | media `relationships.transcription`                | missing                  | there in every answer for a single media      |
 * | callback `data.transcription`                      | beside `relationships`   | inside, as in the answers                     |
 * | callback `source_file_duration`, clip `start_time`, `end_time` | number       | text: "98.865532"                             |
 * | callback clip `end_char`                           | text (example a number)  | text                                          |
 * | callback `included` items                          | `oneOf` (both fit each)  | either: `anyOf`                               |
 * | 404, and 401 of the deletes                        | example without a schema | the example's shape, compared by hand         |
 * | 404 of PUT, 400, 422                               | not listed               | answered as JSON:API errors                   |
 */
function corrected(definition) {
	const { clip_response_object_data: clip, media_response_object_data: media } = definition.components.schemas;
	const clipAttributes = clip.properties.attributes.properties;
	clipAttributes.media_file_duration = clipAttributes.media_file_content_duration;
	delete clipAttributes.media_file_content_duration;

	const callback = callbackSchema(definition).properties.payload.properties;
	const { relationships, transcription, attributes } = callback.data.properties;
	relationships.properties.transcription = transcription;
	media.properties.relationships.properties.transcription = { type: 'object' };
	delete callback.data.properties.transcription;
	attributes.properties.source_file_duration.type = 'string';
	const [callbackClip] = callback.included.items.oneOf;
	callbackClip.properties.attributes.properties.start_time.type = 'string';
	callbackClip.properties.attributes.properties.end_time.type = 'string';
	callback.included.items = { anyOf: callback.included.items.oneOf };

	// Strict from here on: an attribute the vendor does not know is fiction.
	const schemas = Object.values(definition.components.schemas);
	for (const schema of [...schemas, callbackSchema(definition)]) closeObjects(schema);
	return definition;
}

function callbackSchema({ paths }) {
	const [callback] = Object.values(paths['/medias'].post.callbacks['media.processing_finished']);
	return callback.post.requestBody.content['application/json'].schema;
}

function closeObjects(schema) {
	if (schema.properties && Object.keys(schema.properties).length) schema.additionalProperties = false;
	const inner = [...Object.values(schema.properties ?? {}), schema.items, ...(schema.anyOf ?? [])];
	inner.filter((one) => one && !one.$ref).forEach(closeObjects);
}

/** Long enough to be seen on a busy machine. */
const PROCESSING_MS = 400;
const SOURCE = 'https://archive.org/download/SF143/SF143_512kb.mp4';
const NOT_FOUND = { errors: [{ detail: null, source: null, status: '404', title: 'Not Found' }] };
const http = axios.create({ validateStatus: () => true, proxy: false });

let definition;
let backend;
let sandbox;
const covered = new Set();

/** Calls an operation by its id and holds the answer against the vendor's schema. */
async function call(operationId, { id, attributes, params, headers } = {}) {
	const operation = backend.router.getOperation(operationId);
	const { status, data } = await http.request({
		method: operation.method,
		url: sandbox.apiUrl + operation.path.replace('{id}', id),
		params,
		headers: { 'X-API-KEY': sandbox.apiKey, ...headers },
		data: attributes && { data: { attributes } },
	});
	if (status < 300) covered.add(operationId);
	if (data !== '' && operation.responses[status]?.content?.['application/json']?.schema) {
		expect(backend.validateResponse(data, operationId, status).errors).toBeNull();
	}
	return { status, data };
}

async function until(look) {
	for (const end = Date.now() + 5000; Date.now() < end; ) {
		const found = await look();
		if (found) return found;
		await new Promise((done) => setTimeout(done, 10));
	}
	throw new Error('waited in vain');
}

/** Someone to call back: keeps what came, answers the given statuses in turn, then 200. */
async function receiver(...statuses) {
	const received = [];
	const server = createHttpServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		received.push(JSON.parse(text));
		response.writeHead(statuses.shift() ?? 200).end();
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { received, url: `http://127.0.0.1:${server.address().port}/hook?token=t`, close: () => server.close() };
}

beforeAll(async () => {
	definition = corrected(spec('contentgroove'));
	backend = await validatorOf(definition);
	sandbox = await startContentGroove({ processingMs: PROCESSING_MS });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

describe('medias', () => {
	test('are created from a URL, processed, read, changed and deleted', async () => {
		const { status, data } = await call('createMedia', { attributes: { source_url: SOURCE, name: 'Chimp', description: 'Enos' } });
		expect(status).toBe(200);
		expect(data.data.attributes).toMatchObject({ name: 'Chimp', description: 'Enos', source_url: SOURCE, is_processing: null });
		const { id } = data.data;
		const read = async () => (await call('getMediaById', { id })).data.data;
		await until(async () => (await read()).attributes.is_processing === true);
		const done = await until(async () => ((one) => one.attributes.is_processing === false && one)(await read()));
		expect(done.relationships.clips.data).toHaveLength(3);
		expect(done.relationships.transcription.data).toMatchObject({ type: 'transcriptions' });

		const changed = await call('updateMediaById', { id, attributes: { name: 'Enos', source_url: 'ignored' } });
		expect(changed.data.data.attributes).toMatchObject({ name: 'Enos', source_url: SOURCE });
		expect(await call('deleteMediaById', { id })).toEqual({ status: 204, data: '' });
		expect(await call('getMediaById', { id })).toEqual({ status: 404, data: NOT_FOUND });
		expect((await call('getClips')).data.data).toEqual([]);
	});

	test('whose source cannot be fetched end with has_fetch_error and no clips', async () => {
		const { data } = await call('createMedia', { attributes: { source_url: 'https://example.com/fetch-error.mp4' } });
		const done = await until(async () => {
			const { data: one } = (await call('getMediaById', { id: data.data.id })).data;
			return one.attributes.is_processing === false && one;
		});
		expect(done.attributes.has_fetch_error).toBe(true);
		expect(done.relationships).toEqual({ clips: { data: [] }, transcription: { data: null } });
	});

	test('are listed with filters, sorting and pages, and without a total or a next link', async () => {
		sandbox.addMedia({ count: 30 });
		const { id } = sandbox.addMedia({ name: 'Chimp', description: null, created_at: '2020-01-01T00:00:00.000Z' });
		const list = async (params) => (await call('getMedias', { params })).data;
		const names = async (params) => (await list(params)).data.map(({ attributes }) => attributes.name);

		expect(await names({ 'page[size]': 5, 'page[number]': 7 })).toEqual(['Chimp']);
		expect(await names({ 'page[size]': 5, 'page[number]': 8 })).toEqual([]);
		expect(await names()).toHaveLength(25);
		expect(Object.keys((await list({ 'page[size]': 5 })).links).sort()).toEqual(['current', 'self']);
		expect((await names({ sort: '-created_at', 'page[size]': 100 })).at(-1)).toBe('Chimp');
		expect((await names({ sort: 'name' }))[0]).toBe('Chimp');
		for (const [filter, value] of Object.entries({
			name_eq: 'Chimp', name_cont: 'HIM', name_start: 'chi', name_end: 'IMP', name_not_cont: 'media', name_in: 'Chimp,Enos',
			created_at_lt: '2021-01-01', created_at_lteq: '2020-01-01T00:00:00.000Z', id_eq: id, name_or_description_cont: 'chimp', name_cont_any: 'chimp,x',
		})) {
			expect([filter, await names({ [`filter[${filter}]`]: value })]).toEqual([filter, ['Chimp']]);
		}
		for (const [filter, value] of Object.entries({
			name_not_eq: 'Chimp', name_not_in: 'Chimp', created_at_gt: '2021-01-01', created_at_gteq: '2021-01-01', source_url_present: 'true',
			source_created_at_null: '1', description_blank: 'true', is_processing_false: 'true', has_fetch_error_true: 'false', name_not_null: '1', name_eq: '',
		})) {
			expect([filter, (await names({ [`filter[${filter}]`]: value, 'page[size]': 100 })).length >= 30]).toEqual([filter, true]);
		}
		for (const params of [{ 'filter[nme_eq]': 'x' }, { 'filter[name_like]': 'x' }, { sort: 'rank' }]) {
			expect(await call('getMedias', { params })).toMatchObject({ status: 400, data: { errors: [{ status: '400' }] } });
		}
		sandbox.state.pageLinks = true;
		expect((await list({ 'page[size]': 5 })).links.next).toMatch(/page\[number\]=2$/);
	});
});

test('clips: listed with their media, created, changed, deleted', async () => {
	const media = sandbox.addMedia({ name: 'Chimp' });
	const attributes = { name: 'Mine', media_id: media.id, start_time: 10.1, end_time: 12.3 };
	const { data } = await call('createClip', { attributes });
	expect(data.data).toMatchObject({ attributes: { name: 'Mine', is_processing: null }, relationships: { media: { data: { id: media.id } } } });
	const { id } = data.data;
	await until(async () => (await call('getClipById', { id })).data.data.attributes.media_file_url);
	const changed = await call('updateClipById', { id, attributes: { end_time: 13 } });
	expect(changed.data.data.attributes).toMatchObject({ name: 'Mine', start_time: 10.1, end_time: 13 });
	expect((await call('getClips', { params: { 'filter[rank_eq]': 1 } })).data.data).toHaveLength(1);
	expect((await call('getClips', { params: { 'filter[media_id_eq]': media.id } })).data.data).toHaveLength(4);
	expect((await call('deleteClipById', { id })).status).toBe(204);
	expect((await call('deleteClipById', { id })).data).toEqual(NOT_FOUND);
	expect((await call('createClip', { attributes: { ...attributes, media_id: 'none' } })).status).toBe(404);
	expect((await call('createClip', { attributes: { name: 'x' } })).status).toBe(422);
});

test('webhook subscriptions: twice is two, all events by default, no update', async () => {
	const url = 'https://example.com/hook';
	const first = (await call('createWebhookSubscription', { attributes: { url } })).data.data;
	await call('createWebhookSubscription', { attributes: { url, subscribed_events: ['media.processing_finished'] } });
	expect((await call('getWebhookSubscriptions')).data.data.map(({ attributes }) => attributes.subscribed_events)).toEqual([
		['*'],
		['media.processing_finished'],
	]);
	expect((await call('getWebhookSubscriptions', { params: { 'filter[url_eq]': url, sort: '-created_at' } })).data.data).toHaveLength(2);
	expect((await call('getWebhookSubscriptionById', { id: first.id })).data.data).toEqual(first);
	expect(await call('deleteWebhookSubscriptionById', { id: first.id })).toEqual({ status: 204, data: '' });
	expect((await call('getWebhookSubscriptionById', { id: first.id })).data).toEqual(NOT_FOUND);
	expect((await call('deleteWebhookSubscriptionById', { id: first.id })).data).toEqual(NOT_FOUND);
	expect((await call('createWebhookSubscription', { attributes: {} })).status).toBe(422);
	expect((await http.put(`${sandbox.apiUrl}/webhook_subscriptions/${first.id}`, {}, { headers: { 'X-API-KEY': sandbox.apiKey } })).status).toBe(404);
});

describe('direct uploads', () => {
	const slot = async () => (await call('getUploadUrl')).data.data.attributes;
	const file = sampleVideo();

	test('take the bytes, become one media, once', async () => {
		const { upload_url, upload_id } = await slot();
		const create = async () => await call('createMedia', { attributes: { upload_id, name: 'Tone' } });
		expect((await create()).status).toBe(422);
		const put = await http.put(upload_url, file, { headers: { 'Content-Type': 'audio/wav' } });
		expect([put.status, put.data]).toEqual([200, '']);
		const sha256 = createHash('sha256').update(file).digest('hex');
		expect(sandbox.requests.at(-1)).toMatchObject({ method: 'PUT', status: 200, bytes: file.length, sha256, body: undefined });
		expect(sandbox.state.uploads.get(upload_id).received).toEqual({ bytes: file.length, sha256, contentType: 'audio/wav' });
		expect((await create()).data.data.attributes).toMatchObject({ name: 'Tone', source_url: null });
		expect((await create()).data.errors[0]).toMatchObject({ code: 'taken', source: { pointer: '/data/attributes/upload_id' } });
		expect((await call('createMedia', { attributes: { upload_id: 'none' } })).status).toBe(422);
	});

	test('refuse keys, wrong signatures, chunks and expired addresses as S3 does', async () => {
		const { upload_url, upload_id } = await slot();
		const put = async (url, headers = {}, body = file) => {
			const { status, data } = await http.put(url, body, { headers, maxRedirects: 0 });
			return [status, /<Code>(.*)<\/Code>/.exec(data)?.[1]];
		};
		expect(await put(upload_url, { Authorization: 'Bearer x' })).toEqual([400, 'InvalidArgument']);
		expect(await put(upload_url, { 'X-API-KEY': 'x' })).toEqual([400, 'InvalidArgument']);
		expect(await put(upload_url.replace(/Signature=./, 'Signature=-'))).toEqual([403, 'SignatureDoesNotMatch']);
		expect(await put(upload_url.split('?')[0])).toEqual([403, 'SignatureDoesNotMatch']);
		expect(await put(upload_url, {}, require('node:stream').Readable.from([file]))).toEqual([411, 'MissingContentLength']);
		sandbox.state.uploads.get(upload_id).expiresAt = 0;
		expect(await put(upload_url)).toEqual([403, 'AccessDenied']);
		expect(sandbox.state.uploads.get(upload_id).received).toBeNull();
	});
});

describe('refusals', () => {
	test('401 without a key; the key counts as bearer, as header and in the query', async () => {
		for (const operationId of backend.router.getOperations().map((one) => one.operationId)) {
			const { status, data } = await call(operationId, { id: 'x', headers: { 'X-API-KEY': 'wrong' } });
			expect([operationId, status]).toEqual([operationId, 401]);
			expect(data).toEqual({ errors: [{ message: 'You need to sign in or sign up before continuing.' }] });
		}
		const get = async (config) => (await http.get(`${sandbox.apiUrl}/medias`, config)).status;
		expect(await get({ headers: { Authorization: `Bearer ${sandbox.apiKey}` } })).toBe(200);
		expect(await get({ params: { api_key: sandbox.apiKey } })).toBe(200);
		expect(await get({ params: { api_key: 'wrong' } })).toBe(401);
	});

	test('402 over the quota, 429 over the limit, 400 for what is not JSON, 404 for PUT', async () => {
		sandbox.state.quotaExceeded = true;
		const { id: media_id } = sandbox.addMedia();
		for (const [operationId, attributes] of [
			['createMedia', { source_url: SOURCE }],
			['createClip', { name: 'x', media_id, start_time: 1, end_time: 2 }],
		]) {
			expect(await call(operationId, { attributes })).toMatchObject({ status: 402, data: { errors: [{ code: 'exceeded_quota_count', status: '422' }] } });
		}
		for (const [body, type] of [['{', 'application/json'], ['{"data":{"attributes":{}}}', 'text/plain'], ['', 'application/json']]) {
			const { status } = await http.post(`${sandbox.apiUrl}/medias`, body, { headers: { 'X-API-KEY': sandbox.apiKey, 'Content-Type': type } });
			expect([body, status]).toEqual([body, 400]);
		}
		expect(await call('updateMediaById', { id: 'x', attributes: { name: 'x' } })).toEqual({ status: 404, data: NOT_FOUND });
		expect(await call('updateClipById', { id: 'x', attributes: { name: 'x' } })).toEqual({ status: 404, data: NOT_FOUND });
		sandbox.limit({ perSecond: 1 });
		expect((await call('getMedias')).status).toBe(200);
		expect(await call('getMedias')).toMatchObject({ status: 429, data: { errors: [{ title: 'Too Many Requests' }] } });
		expect(sandbox.stats()).toEqual({ total: 2, limited: 1, maxInOneWindow: 2 });
	});
});

describe('callbacks', () => {
	async function subscribe(...statuses) {
		const hook = await receiver(...statuses);
		await call('createWebhookSubscription', { attributes: { url: hook.url } });
		return hook;
	}

	test('tell every matching subscription, in the form of the spec', async () => {
		const hook = await subscribe();
		await call('createWebhookSubscription', { attributes: { url: hook.url, subscribed_events: ['other'] } });
		const { id } = (await call('createMedia', { attributes: { source_url: SOURCE, name: 'Chimp' } })).data.data;
		const body = await until(() => hook.received[0]);
		const validate = new Ajv({ strict: false });
		expect([validate.validate(callbackSchema(definition), withoutNulls(body)), validate.errors]).toEqual([true, null]);
		const { data, included } = body.payload;
		expect(data).toMatchObject({ id, attributes: { is_processing: false, source_file_duration: '20' } });
		expect(included.map(({ type }) => type)).toEqual(['clips', 'clips', 'clips', 'transcriptions']);
		expect(included[0].attributes).toMatchObject({ start_time: '0.71', end_time: '5.63', end_char: '94', media_file_height: 240 });
		expect([...data.relationships.clips.data.map((one) => one.id), data.relationships.transcription.data.id]).toEqual(included.map((one) => one.id));
		await sandbox.idle();
		expect(hook.received).toHaveLength(1);
		hook.close();
	});

	test('are retried until 200, and given up after a limited number of times', async () => {
		const hook = await subscribe(500, 204, 200, 500, 500, 500);
		sandbox.webhooks.settings.retryDelays = [5, 10];
		const media = sandbox.addMedia({ silently: false });
		await sandbox.idle();
		expect(sandbox.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([[1, 500], [2, 204], [3, 200]]);
		sandbox.finish(media.id);
		await sandbox.idle();
		expect(hook.received).toHaveLength(6);
		expect(new Set(hook.received.map((one) => JSON.stringify(one))).size).toBe(1);
		hook.close();
	});

	test('come in copies, again, late, not at all, or forged', async () => {
		const hook = await subscribe();
		const count = async () => (await sandbox.idle(), hook.received.length);
		sandbox.webhooks.settings.copies = 6;
		const media = sandbox.addMedia({ silently: false });
		expect(await count()).toBe(6);
		await sandbox.redeliver({ copies: 2 });
		expect(await count()).toBe(8);
		Object.assign(sandbox.webhooks.settings, { copies: 1, withhold: true });
		sandbox.finish(media.id);
		expect(await count()).toBe(8);
		await sandbox.release();
		expect(await count()).toBe(9);
		sandbox.finish(media.id, { silently: true });
		expect(await count()).toBe(9);
		expect(await sandbox.forge({ url: hook.url, body: { event: 'media.processing_finished' } })).toBe(200);

		const before = media.attributes.processing_started_at;
		sandbox.reprocess(media.id);
		const again = await until(() => hook.received[10]);
		expect(again.payload.data.id).toBe(media.id);
		expect(again.payload.data.attributes.processing_started_at > before).toBe(true);
		hook.close();
	});

	/** The schema of the callback allows no null anywhere; the vendor's answers have them for what is not known. */
	const withoutNulls = (value) => JSON.parse(JSON.stringify(value, (_key, one) => one ?? undefined));
});

test('the control API does from outside what the functions do inside', async () => {
	const control = async (method, path, data) => (await http.request({ method, url: `${sandbox.url}/_sandbox/${path}`, data })).data;
	await control('post', 'faults', { method: 'GET', path: '/api/v1/medias', status: 503, headers: { 'Retry-After': '7' }, times: null });
	expect((await call('getMedias')).status).toBe(503);
	expect((await call('getClips')).status).toBe(200);
	await control('delete', 'faults');
	expect((await call('getMedias')).status).toBe(200);
	expect((await control('get', 'requests')).map(({ status }) => status)).toEqual([503, 200, 200]);
	await control('post', 'settings', { quotaExceeded: true, processingMs: null });
	expect(await control('get', 'state')).toMatchObject({ quotaExceeded: true, medias: [] });
	const [{ id }] = await control('post', 'media', { count: 2, processing: true });
	expect((await control('post', 'finish', { mediaId: id, fetchError: true })).attributes.has_fetch_error).toBe(true);
	expect((await control('post', 'reprocess', { mediaId: id })).attributes.is_processing).toBe(true);
	await control('post', 'deliveries', { copies: 2 });
	expect(sandbox.webhooks.settings.copies).toBe(2);
	await control('post', 'reset');
	expect(sandbox.state).toMatchObject({ quotaExceeded: false, processingMs: PROCESSING_MS });
	expect(sandbox.requests).toEqual([]);
});

test('faults: dropped before and after the work, cut, HTML, late', async () => {
	const create = async () => await call('createMedia', { attributes: { source_url: SOURCE } });
	sandbox.faults.add({ method: 'POST', drop: true });
	await expect(create()).rejects.toThrow(/hang up|ECONNRESET/);
	expect(sandbox.state.medias.size).toBe(0);
	sandbox.faults.add({ method: 'POST', drop: 'after' });
	await expect(create()).rejects.toThrow(/hang up|ECONNRESET/);
	expect(sandbox.state.medias.size).toBe(1);
	const raw = async (fault) => {
		sandbox.faults.add(fault);
		return await http.get(`${sandbox.apiUrl}/medias`, { headers: { 'X-API-KEY': sandbox.apiKey }, responseType: 'text', transformResponse: (text) => text });
	};
	expect(() => JSON.parse('{"data":[{')).toThrow();
	const { data: cut } = await raw({ truncate: true });
	expect(() => JSON.parse(cut)).toThrow();
	expect(await raw({ html: true })).toMatchObject({ status: 502, data: expect.stringMatching(/^<!DOCTYPE html>/) });
	const start = Date.now();
	expect((await raw({ delay: 80, after: 0 })).status).toBe(200);
	expect(Date.now() - start).toBeGreaterThanOrEqual(75);
});

test('every operation of the spec has been answered with success', () => {
	expect([...covered].sort()).toEqual(backend.router.getOperations().map((one) => one.operationId).sort());
});
