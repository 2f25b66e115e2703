'use strict';

const { createHash } = require('node:crypto');
const { createServer: createHttpServer } = require('node:http');
const axios = require('axios');
const { startCloudglue } = require('../sandbox/cloudglue');
const { EVENTS } = require('../sandbox/cloudglue/webhooks');
const { spec, validatorOf } = require('./specs');

/**
 * Where the vendor's spec is silent or contradicts itself, this is what the sandbox does; the schema is put right before the comparison.
 * | place in the spec                                | says                                | sandbox                                             |
 * | `File.source_metadata`                           | nullable without a type             | an object or null                                   |
 * | 401, and 402, 429, 5xx beyond the listed ones    | not listed                          | `{ error }` everywhere                              |
 * | 400 of lists, of `POST` and `PUT /webhooks`      | not listed                          | refuses what the schema of the parameter refuses    |
 * | 404 of `PUT /files/{file_id}`, tags of a file    | not listed                          | `{ error }`                                         |
 * | 403, 404, 415, 429 of media that is added by URL | not listed                          | as for the syncs                                    |
 * | 409 of `PUT /collections/{collection_id}`        | not listed                          | a taken name is refused there, too                  |
 * | iconik                                           | missing in the texts of connectors  | synced and looked up, as its schema exists          |
 * | configs of a metadata collection                 | "not accepted", and "ignored"       | 400                                                 |
 * | `File.source` of TikTok                          | has no value                        | `http`                                              |
 * | `File.status` not_applicable                     | not explained                       | files that only a metadata collection has           |
 * | payloads of events                               | not described                       | file: as documented; others: ids, status, url       |
 */
function corrected(definition) {
	const { schemas } = definition.components;
	schemas.File.properties.source_metadata = { anyOf: [{ $ref: '#/components/schemas/SourceMetadata' }, { enum: [null] }] };
	for (const name of Object.keys(schemas)) schemas[name] = closed(schemas[name], schemas);
	return definition;
}

/** Strict: a property the vendor does not know is fiction. `allOf` becomes one object, or its parts would refuse each other's. */
function closed(schema, schemas) {
	if (!schema || schema.$ref) return schema;
	const parts = (schema.allOf ?? []).map((part) => (part.$ref ? schemas[part.$ref.split('/').at(-1)] : part));
	if (parts.length && parts.every(({ properties }) => properties)) {
		// Copies: the validator resolves the references of an object that two schemas share in one of them only.
		const properties = structuredClone(Object.assign({}, ...parts.map((part) => part.properties), schema.properties));
		return closed({ type: 'object', properties, required: parts.flatMap(({ required = [] }) => required) }, schemas);
	}
	const properties = schema.properties && Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, closed(one, schemas)]));
	const open = !properties || !Object.keys(properties).length || schema.additionalProperties !== undefined;
	return { ...schema, ...(properties && { properties }), ...(schema.items && { items: closed(schema.items, schemas) }), ...(!open && { additionalProperties: false }) };
}

/** Operations of areas that the sandbox does not play yet. */
const LATER = /completion|tag$|tags$|segmentation|FileSegment|describe$|transcribe|chat|response|search|frame|face(?!Detections$)|share|createExtract|createSegments/i;
const PLAYED = ['listFileTags', 'getDescribe', 'deleteDescribe', 'getFaceDetections'];

const TYPES = ['s3', 'gcs', 'google-drive', 'dropbox', 'zoom', 'gong', 'grain', 'recall', 'iconik'];
const VIDEO = 'https://example.com/talk.mp4';
const YOUTUBE = 'https://www.youtube.com/watch?v=abc';
const http = axios.create({ validateStatus: () => true, proxy: false });

let backend;
let sandbox;
const covered = new Set();

/** Calls an operation by its id (`ids` fill the path in order) and holds the answer against the vendor's schema. */
async function call(operationId, { ids = [], params, body, headers } = {}) {
	const operation = backend.router.getOperation(operationId);
	const left = [...[ids].flat()];
	const { status, data } = await http.request({
		method: operation.method,
		url: sandbox.apiUrl + operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift())),
		params,
		headers: { Authorization: `Bearer ${sandbox.apiKey}`, ...headers },
		data: body,
	});
	if (status < 300) covered.add(operationId);
	if (operation.responses[status]) {
		const { errors } = backend.validateResponse(data, operationId, status);
		expect([operationId, errors?.map(({ instancePath, message, params }) => [instancePath, message, params]) ?? []]).toEqual([operationId, []]);
	}
	if (status >= 400) expect(data).toEqual({ error: expect.any(String) });
	return { status, data };
}

const statusOf = async (...request) => (await call(...request)).status;

async function until(look) {
	for (const end = Date.now() + 5000; Date.now() < end; ) {
		const found = await look();
		if (found) return found;
		await new Promise((done) => setTimeout(done, 10));
	}
	throw new Error('waited in vain');
}

/** Someone to tell: keeps what came, answers the given statuses in turn, then 200. */
async function receiver(...statuses) {
	const received = [];
	const server = createHttpServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		received.push({ secret: request.headers['x-cloudglue-webhook-secret'], ...JSON.parse(text) });
		response.writeHead(statuses.shift() ?? 200).end();
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	return { received, url: `http://127.0.0.1:${server.address().port}/hook`, close: () => server.close() };
}

beforeAll(async () => {
	backend = await validatorOf(corrected(spec('cloudglue')));
	sandbox = await startCloudglue({ processingMs: 60, webhookRetryDelays: [5, 10, 15, 20] });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

describe('data connectors', () => {
	const browse = async (type, params) => await call('listDataConnectorFiles', { ids: sandbox.connector(type).id, params });
	const sync = async (type, url) => await call('syncDataConnectorFile', { ids: sandbox.connector(type).id, body: { url } });
	const lookUp = async (type, url) => await call('getDataConnectorSourceMetadata', { ids: sandbox.connector(type).id, params: { url } });
	const names = async (type, params) => (await browse(type, params)).data.data.map(({ name }) => name);
	const uriOf = (type, n = 0) => sandbox.connector(type).items[n].uri;
	const inBucket = (type) => (['s3', 'gcs'].includes(type) ? { bucket: 'recordings' } : {});

	/** Every page of a listing. */
	async function pages(type, params) {
		const all = [];
		for (let page_token; page_token !== null; ) {
			const { status, data } = await browse(type, { ...params, page_token });
			expect([status, data]).toEqual([200, expect.anything()]);
			expect(data.has_more).toBe(data.next_page_token !== null);
			all.push(data.data);
			page_token = data.next_page_token;
		}
		return all;
	}

	test('are one of each type', async () => {
		const { data } = await call('listDataConnectors');
		expect(data.data.map(({ type }) => type).sort()).toEqual([...TYPES].sort());
	});

	test.each(TYPES)('%s: what is listed can be synced, gives the same file again, and is described as it was listed', async (type) => {
		const { data } = await browse(type, inBucket(type));
		const files = data.data.filter((row) => row.type === 'file');
		expect(files.length).toBeGreaterThan(1);
		for (const { uri, name, size_bytes, metadata } of files) {
			const synced = await sync(type, uri);
			expect(synced).toMatchObject({ status: 200, data: { status: 'pending', source: type, filename: name, bytes: size_bytes } });
			expect((await sync(type, uri)).data.id).toBe(synced.data.id);
			const { media_info: _later, ...listed } = metadata;
			if (Object.keys(listed).length) expect(synced.data.source_metadata).toMatchObject(listed);
			else expect(synced.data.source_metadata).toBeNull();

			const looked = await lookUp(type, uri);
			if (inBucket(type).bucket) expect(looked.status).toBe(501);
			else expect(looked.data.source_metadata).toEqual(synced.data.source_metadata);
		}
		expect(sandbox.state.files.size).toBe(files.length);
	});

	test('list 300 files by cursor, in pages of 20 or as many as asked for', async () => {
		sandbox.addConnectorFiles('grain', 300, { name: 'Standup' });
		const found = (await pages('grain')).map((page) => page.length);
		expect(found).toEqual([...Array(15).fill(20), 4]);
		const all = (await pages('grain', { limit: 100 })).flat();
		expect(new Set(all.map(({ uri }) => uri)).size).toBe(304);
		for (const limit of [0, 101, 'x']) expect((await browse('grain', { limit })).status).toBe(400);
	});

	test('give short and empty pages with more to follow: by a pattern, and where filters work while listing', async () => {
		sandbox.addConnectorFiles('zoom', 50, { name: 'Standup' });
		sandbox.addConnectorFiles('zoom', 1, { name: 'Board Meeting' });
		expect((await pages('zoom', { title_search: 'board' })).map((page) => page.length)).toEqual([0, 0, 1]);
		expect((await pages('iconik', { title_search: 'RECORDING' })).map((page) => page.length)).toEqual([4]);
		sandbox.state.pageSizes = [2, 0, 1];
		expect((await pages('grain')).map((page) => page.length)).toEqual([2, 0, 1, 1]);
	});

	test('take a cursor only with the filters it was issued under', async () => {
		const { next_page_token: page_token } = (await browse('grain', { limit: 1, title_search: 'recording' })).data;
		expect((await browse('grain', { limit: 2, title_search: 'recording', page_token })).data.data).toHaveLength(2);
		expect((await browse('grain', { limit: 1, page_token })).status).toBe(400);
		expect((await browse('zoom', { limit: 1, title_search: 'recording', page_token })).status).toBe(400);
		expect((await browse('grain', { page_token: 'x' })).status).toBe(400);
	});

	test('honour filters where the provider does and ignore them elsewhere', async () => {
		const day = new Date(sandbox.connector('grain').items[0].created_at).toISOString().slice(0, 10);
		const old = { to: new Date(Date.now() - 200 * 86_400_000).toISOString().slice(0, 10) };
		for (const type of ['google-drive', 'dropbox', 'grain', 'recall', 'iconik']) expect([type, await names(type, old)]).toEqual([type, ['Recording 4.mp4']]);
		expect(await names('grain', { from: day, to: day })).toContain('Recording 1.mp4');
		expect(await names('s3', { bucket: 'recordings', ...old, title_search: 'none' })).toHaveLength(4);
		expect(await names('recall', { title_search: 'none' })).toHaveLength(4);
		expect(await names('grain', { team: 'team-b' })).toEqual(['Recording 2.mp4', 'Recording 4.mp4']);
		expect(await names('grain', { meeting_type: 'type-a' })).toEqual(['Recording 1.mp4', 'Recording 3.mp4']);
		expect(await names('zoom', { team: 'team-b', bucket: 'x', folder_id: 'x' })).toHaveLength(3);
		for (const type of ['zoom', 'gong']) {
			expect([type, await names(type)]).not.toContain('Recording 4.mp4');
			expect([type, await names(type, { from: '2000-01-01' })]).toEqual([type, ['Recording 1.mp4', 'Recording 2.mp4', 'Recording 3.mp4', 'Recording 4.mp4']]);
		}
		expect((await browse('zoom', { from: 'yesterday' })).status).toBe(400);
		expect((await browse('s3')).status).toBe(400);
	});

	test.each([['s3', 'prefix'], ['gcs', 'prefix'], ['google-drive', 'folder_id'], ['dropbox', 'path']])('%s: folders are rows that say by %s how to go deeper', async (type, key) => {
		const { data } = (await browse(type, inBucket(type))).data;
		const folder = data.find((row) => row.type === 'folder');
		expect(folder).toMatchObject({ name: 'Archive', uri: null });
		expect(data.map(({ name }) => name)).not.toContain('Recording 3.mp4');
		expect(await names(type, { ...inBucket(type), [key]: folder.metadata[key] })).toEqual(['Recording 3.mp4']);
	});

	test('know an item by each of its addresses', async () => {
		const same = {
			zoom: ['zoom://uuid/%2Fsand%2Bbox1%3D%3D', 'zoom://id/9000000001', 'https://us02web.zoom.us/j/9000000001', 'https://zoom.us/s/9000000001',
				'https://zoom.us/recording/detail?meeting_id=%2Fsand%2Bbox1%3D%3D', 'https://zoom.us/rec/share/sandbox1'],
			dropbox: ['dropbox:///Recording%201.mp4', 'dropbox://Recording 1.mp4', 'dropbox:////Recording%201.mp4', 'https://www.dropbox.com/scl/fi/sandbox1/Recording.mp4?rlkey=x', 'https://www.dropbox.com/s/sandbox1/Recording.mp4'],
			'google-drive': ['gdrive://file/1sandbox1', 'https://drive.google.com/file/d/1sandbox1/view?usp=sharing', 'https://drive.google.com/open?id=1sandbox1'],
		};
		for (const [type, urls] of Object.entries(same)) {
			const ids = [];
			for (const url of urls) ids.push((await sync(type, url)).data.id);
			expect([type, new Set(ids).size, ids[0]]).toEqual([type, 1, expect.any(String)]);
		}
	});

	test('refuse what is not theirs, folders, what is not there, and what is locked', async () => {
		for (const [type, url] of [
			['zoom', uriOf('grain')], ['s3', uriOf('gcs')], ['zoom', VIDEO], ['zoom', YOUTUBE], ['zoom', 'https://www.tiktok.com/@u/video/1'], ['grain', 'https://grain.com/share/recording/grain-1/token'],
			['zoom', 'https://zoom.us/rec/play/x'], ['dropbox', 'https://www.dropbox.com/scl/fo/abc/x'], ['google-drive', 'https://drive.google.com/drive/folders/abc'], ['zoom', undefined], ['zoom', 'x'],
		]) expect([type, url, (await sync(type, url)).status]).toEqual([type, url, 400]);
		for (const [type, url] of [['zoom', 'zoom://id/1'], ['zoom', 'https://zoom.us/rec/share/stale'], ['s3', 's3://recordings/none.mp4'], ['gong', 'gong://call/1']]) {
			expect([url, (await sync(type, url)).status]).toEqual([url, 404]);
		}
		const [locked] = sandbox.addConnectorFiles('dropbox', 1, { locked: true });
		expect((await sync('dropbox', locked.uri)).status).toBe(403);
		const [secret] = sandbox.addConnectorFiles('gong', 1, { isPrivate: true, name: 'Secret' });
		expect((await sync('gong', secret.uri)).status).toBe(404);
		expect(await names('gong')).not.toContain('Secret');
		const [running] = sandbox.addConnectorFiles('recall', 1, { metadata: { status_code: 'processing' } });
		expect((await sync('recall', running.uri)).status).toBe(400);
		for (const operation of ['listDataConnectorFiles', 'syncDataConnectorFile', 'getDataConnectorSourceMetadata']) expect(await statusOf(operation, { ids: 'none' })).toBe(404);
		expect((await lookUp('zoom', uriOf('grain'))).status).toBe(400);
		expect(sandbox.state.files.size).toBe(0);
	});

	test('pass on that a provider throttles or fails', async () => {
		sandbox.state.providers = { zoom: 429, dropbox: 502 };
		expect(await sync('zoom', uriOf('zoom'))).toEqual({ status: 429, data: { error: 'The external service rate-limited the request' } });
		expect((await browse('dropbox')).status).toBe(502);
		expect((await lookUp('dropbox', uriOf('dropbox'))).status).toBe(502);
		expect((await sync('grain', uriOf('grain'))).status).toBe(200);
	});

	test('refresh the source metadata of their files, and of no others', async () => {
		const { id } = (await sync('zoom', uriOf('zoom'))).data;
		sandbox.connector('zoom').items[0].metadata.topic = 'Renamed';
		expect((await call('syncFileSourceMetadata', { ids: id })).data.source_metadata.topic).toBe('Renamed');
		const stored = (await sync('s3', uriOf('s3'))).data;
		for (const ids of [stored.id, sandbox.addFile().id]) expect(await statusOf('syncFileSourceMetadata', { ids })).toBe(400);
		sandbox.state.connectors.delete(sandbox.connector('zoom').id);
		expect(await statusOf('syncFileSourceMetadata', { ids: id })).toBe(400);
		expect(await statusOf('syncFileSourceMetadata', { ids: 'none' })).toBe(404);
	});
});

describe('files', () => {
	const get = async (id) => (await call('getFile', { ids: id })).data;
	const syncUrl = async (url, more) => await call('syncFileFromUrl', { body: { url, ...more } });

	async function upload(fields, { name = 'file', filename = 'Zoë talk.mp4', type = 'video/mp4', content = 'bytes of a film' } = {}) {
		const form = new FormData();
		form.append(name, new Blob([content], { type }), filename);
		for (const [key, value] of Object.entries(fields ?? {})) form.append(key, value);
		return await call('uploadFile', { body: form });
	}

	test('are uploaded, counted and hashed, and processed', async () => {
		sandbox.setProcessing(600);
		const { status, data } = await upload({ metadata: '{"speaker":"Zoë"}', enable_segment_thumbnails: 'true' });
		expect([status, data]).toEqual([200, expect.objectContaining({ status: 'pending', filename: 'Zoë talk.mp4', bytes: 15, source: 'upload', metadata: { speaker: 'Zoë' } })]);
		const sha256 = createHash('sha256').update('bytes of a film').digest('hex');
		expect(sandbox.state.files.get(data.id).received).toEqual({ filename: 'Zoë talk.mp4', contentType: 'video/mp4', bytes: 15, sha256 });
		await until(async () => (await get(data.id)).status === 'processing');
		const done = await until(async () => ((file) => file.status === 'completed' && file)(await get(data.id)));
		expect(done).toMatchObject({ media_type: 'video', media_info: { duration_seconds: 60 }, thumbnail_url: expect.any(String) });
		expect((await http.get(done.thumbnail_url)).headers['content-type']).toBe('image/png');
		const thumbnails = async (params) => (await call('getThumbnails', { ids: data.id, params })).data.data.map(({ type }) => type);
		expect(await thumbnails()).toEqual(['file', 'segment', 'segment', 'segment']);
		expect(await thumbnails({ is_default: true })).toEqual(['file']);
		expect(await thumbnails({ type: 'segment,keyframe', limit: 2 })).toEqual(['segment', 'segment']);
	});

	test('are refused without a file, with bad metadata, of another type, over quota', async () => {
		expect((await upload({}, { name: 'other' })).status).toBe(400);
		expect((await upload({ metadata: 'x' })).status).toBe(400);
		expect((await upload({ metadata: '[]' })).status).toBe(400);
		expect((await upload({ enable_segment_thumbnails: 'yes' })).status).toBe(400);
		expect((await upload({}, { filename: 'page.html', type: 'text/html' })).status).toBe(415);
		expect(await statusOf('uploadFile', { body: { file: 'x' } })).toBe(400);
		expect(await statusOf('uploadFile', { body: Buffer.from('--b\r\ncut'), headers: { 'Content-Type': 'multipart/form-data; boundary=b' } })).toBe(400);
		sandbox.state.quotaExceeded = true;
		expect(await upload()).toEqual({ status: 429, data: { error: 'Monthly upload limit reached' } });
		expect(sandbox.state.files.size).toBe(0);
	});

	test('come from a public address, once', async () => {
		const { status, data } = await syncUrl(VIDEO, { metadata: { speaker: 'A' }, enable_segment_thumbnails: false });
		expect([status, data]).toEqual([200, expect.objectContaining({ source: 'http', filename: 'talk.mp4', metadata: { speaker: 'A' } })]);
		expect((await syncUrl(VIDEO, { metadata: { speaker: 'B' } })).data).toMatchObject({ id: data.id, metadata: { speaker: 'A' } });
		await until(async () => (await get(data.id)).status === 'completed');
		expect((await call('getThumbnails', { ids: data.id })).data.total).toBe(1);
		for (const [url, source] of [
			[`https://www.loom.com/share/${'0123456789abcdef'.repeat(2)}`, 'loom'], ['https://www.tiktok.com/@u/video/1', 'http'], ['https://www.dropbox.com/scl/fi/abc/public.mp4?rlkey=x', 'dropbox'],
			['https://drive.google.com/uc?id=1', 'http'], ['https://app.box.com/shared/static/film.mp4', 'http'],
		]) expect([url, (await syncUrl(url)).data.source]).toEqual([url, source]);
	});

	test('are refused from YouTube, connectors, pages, closed doors, and for want of credits', async () => {
		sandbox.state.outOfCredits = true;
		for (const [url, status] of [
			[YOUTUBE, 400], ['https://youtu.be/abc', 400], ...TYPES.map((type) => [sandbox.connector(type).items[0].uri, 400]), ['https://drive.google.com/file/d/1/view', 400], ['https://zoom.us/j/1', 400],
			['https://www.dropbox.com/scl/fo/abc/x', 400], ['https://dl.dropboxusercontent.com/1/view/abc/x.mp4', 400], ['https://vimeo.com/1', 400], ['https://www.loom.com/looms', 400],
			['cloudglue://files/x', 400], ['talk.mp4', 400], [undefined, 400],
			['https://vm.tiktok.com/abc', 402], ['https://example.com/restricted.mp4', 403],
			['https://www.dropbox.com/s/login-gated/x.mp4', 403], ['https://example.com/not-found.mp4', 404], ['https://example.com/page.html', 415], ['https://example.com/', 415],
		]) expect([url, (await syncUrl(url)).status]).toEqual([url, status]);
		expect((await syncUrl(VIDEO, { metadata: 'x' })).status).toBe(400);
		sandbox.state.quotaExceeded = true;
		expect((await syncUrl(VIDEO)).status).toBe(429);
		expect(sandbox.state.files.size).toBe(0);
	});

	test('end as they should: failed without a reason, not applicable, or never', async () => {
		const { id } = (await syncUrl('https://example.com/processing-fails.mp4')).data;
		const failed = await until(async () => ((file) => file.status === 'failed' && file)(await get(id)));
		expect(failed).not.toHaveProperty('error');
		sandbox.setProcessing(Infinity);
		const other = (await syncUrl(VIDEO)).data;
		sandbox.finish(other.id, { status: 'not_applicable' });
		expect((await get(other.id)).status).toBe('not_applicable');
	});

	test('are listed by offset with a total, by status, date, order and filter', async () => {
		sandbox.addFile({ count: 120 });
		sandbox.addFile({ filename: 'old.mp4', created_at: Date.UTC(2024, 0, 2, 12), metadata: { speaker: 'Zoë', tags: ['a', 'b'], place: { city: 'Bern' } }, bytes: 5 });
		sandbox.addFile({ filename: 'broken.mp3', status: 'failed' });
		const list = async (params) => (await call('listFiles', { params })).data;
		const names = async (params) => (await list(params)).data.map(({ filename }) => filename);
		expect(await list()).toMatchObject({ total: 122, limit: 50, offset: 0 });
		expect(await names({ limit: 100, offset: 100 })).toHaveLength(22);
		expect(await names({ limit: 1 })).toEqual(['broken.mp3']);
		expect(await names({ limit: 1, sort: 'asc' })).toEqual(['old.mp4']);
		expect(await names({ limit: 1, order: 'filename', sort: 'asc' })).toEqual(['broken.mp3']);
		expect(await names({ status: 'failed' })).toEqual(['broken.mp3']);
		expect(await names({ created_before: '2024-01-03', created_after: '2024-01-02' })).toEqual(['old.mp4']);
		expect(await names({ created_before: '2024-01-02' })).toEqual([]);
		for (const filter of [
			{ metadata: [{ path: 'speaker', operator: 'Like', valueText: 'zo%' }] },
			{ metadata: [{ path: 'metadata.place.city', operator: 'Equal', valueText: 'Bern' }] },
			{ metadata: [{ path: 'tags', operator: 'ContainsAll', valueTextArray: ['a', 'b'] }], file: [{ path: 'bytes', operator: 'LessThan', valueText: '10' }] },
			{ file: [{ path: 'filename', operator: 'In', valueTextArray: ['old.mp4', 'x'] }], video_info: [{ path: 'has_audio', operator: 'Equal', valueText: 'true' }] },
			{ file: [{ path: 'created_at', operator: 'LessThan', valueText: '2024-06-01T00:00:00Z' }] },
		]) expect([filter, await names({ filter: JSON.stringify(filter) })]).toEqual([filter, ['old.mp4']]);
		for (const params of [{ limit: 101 }, { offset: -1 }, { status: 'ready' }, { created_after: '2024-01-01T00:00:00Z' }, { order: 'bytes' }, { filter: 'x' }, { filter: '{"source":[]}' }, { filter: '{"file":[{"path":"id","operator":"Is"}]}' }]) {
			expect([params, await statusOf('listFiles', { params })]).toEqual([params, 400]);
		}
	});

	test('are renamed, tagged and deleted', async () => {
		const { id } = sandbox.addFile({ metadata: { a: 1 } });
		expect((await call('updateFile', { ids: id, body: { filename: 'new.mp4' } })).data).toMatchObject({ filename: 'new.mp4', metadata: { a: 1 } });
		expect((await call('updateFile', { ids: id, body: { metadata: { b: 2 } } })).data.metadata).toEqual({ b: 2 });
		expect(await statusOf('updateFile', { ids: id, body: { metadata: 'x' } })).toBe(400);
		sandbox.addTag(id, { label: 'team', value: 'red' });
		expect((await call('listFileTags', { ids: id })).data.data).toMatchObject([{ label: 'team', value: 'red', type: 'file', file_id: id }]);
		expect(await call('deleteFile', { ids: id })).toEqual({ status: 200, data: { id, object: 'file' } });
		for (const operation of ['getFile', 'updateFile', 'deleteFile', 'getThumbnails', 'listFileTags']) expect(await statusOf(operation, { ids: id, body: {} })).toBe(404);
	});
});

describe('collections', () => {
	const create = async (body) => await call('createCollection', { body });
	const bodies = {
		'media-descriptions': { describe_config: { enable_speech: true } },
		entities: { extract_config: { prompt: 'Topics' } },
		'rich-transcripts': {},
		'face-analysis': { face_detection_config: { frame_extraction_config: { strategy: 'uniform', uniform_config: { frames_per_second: 1 } } } },
		metadata: {},
	};
	const made = async (type) => (await create({ name: `My ${type}`, collection_type: type, ...bodies[type] })).data;
	const add = async (id, body, operation = 'addMedia') => await call(operation, { ids: id, body });

	test('of every type are made with their config, listed, renamed and deleted', async () => {
		for (const type of Object.keys(bodies)) expect(await made(type)).toMatchObject({ collection_type: type, description: null, file_count: 0, ...bodies[type] });
		const names = async (params) => (await call('listCollections', { params })).data.data.map(({ name }) => name);
		expect(await names({ limit: 2 })).toEqual(['My metadata', 'My face-analysis']);
		expect(await names({ order: 'name', sort: 'asc', limit: 1 })).toEqual(['My entities']);
		expect(await names({ collection_type: 'entities' })).toEqual(['My entities']);
		expect(await names({ created_after: '2020-01-01T00:00:00Z', created_before: '2021-01-01T00:00:00Z' })).toEqual([]);
		expect(await statusOf('listCollections', { params: { created_after: '2020-01-01' } })).toBe(400);
		const { id } = sandbox.addCollection({ name: 'Seeded', collection_type: 'metadata' });
		expect((await call('updateCollection', { ids: id, body: { description: 'New', collection_type: 'entities' } })).data).toMatchObject({ name: 'Seeded', description: 'New', collection_type: 'metadata' });
		expect((await call('getCollection', { ids: id })).data.description).toBe('New');
		expect(await statusOf('updateCollection', { ids: id, body: { name: 'My entities' } })).toBe(409);
		expect((await call('deleteCollection', { ids: id })).data).toEqual({ id, object: 'collection' });
		for (const operation of ['getCollection', 'updateCollection', 'deleteCollection', 'listVideos', 'addMedia']) expect(await statusOf(operation, { ids: id, body: {} })).toBe(404);
	});

	test('are refused with a taken name, without a config that is needed, with one that contradicts itself, over quota', async () => {
		await made('metadata');
		expect((await create({ name: 'My metadata', collection_type: 'metadata' })).status).toBe(409);
		for (const body of [
			{ name: 'x' }, { collection_type: 'metadata' }, { name: 'x', collection_type: 'videos' }, { name: 'x', collection_type: 'entities' },
			{ name: 'x', collection_type: 'entities', extract_config: { prompt: 'x', enable_video_level_entities: true, enable_segment_level_entities: true } },
			{ name: 'x', collection_type: 'entities', extract_config: { prompt: 'x', enable_transcript_mode: true, enable_metadata_mode: true } },
			{ name: 'x', collection_type: 'metadata', describe_config: {} }, { name: 'x', collection_type: 'media-descriptions', default_segmentation_config: { strategy: 'manual' } },
		]) expect([body, (await create(body)).status]).toEqual([body, 400]);
		sandbox.state.quotaExceeded = true;
		expect((await create({ name: 'x', collection_type: 'metadata' })).status).toBe(429);
	});

	test('take media by id, address, connector and YouTube, once each, and process them', async () => {
		const { id } = await made('media-descriptions');
		const file = sandbox.addFile();
		expect((await add(id, { file_id: file.id })).data).toMatchObject({ collection_id: id, file_id: file.id, status: 'pending', file: { id: file.id } });
		expect((await add(id, { url: file.uri })).data.file_id).toBe(file.id);
		const urls = [VIDEO, 'https://www.tiktok.com/@u/video/1', sandbox.connector('zoom').items[0].uri, 'https://www.dropbox.com/scl/fi/abc/public.mp4'];
		for (const url of urls) expect([url, (await add(id, { url })).status]).toEqual([url, 200]);
		expect((await add(id, { url: VIDEO }, 'addVideo')).data.file.source).toBe('http');
		const watched = await add(id, { url: YOUTUBE }, 'addYouTubeVideo');
		expect((await add(id, { url: YOUTUBE })).data.file_id).toBe(watched.data.file_id);
		expect((await call('getCollection', { ids: id })).data.file_count).toBe(6);

		const ids = [id, watched.data.file_id];
		const done = await until(async () => (({ data }) => data.status === 'completed' && data)(await call('getVideo', { ids })));
		expect(done.segmentation).toMatchObject({ status: 'completed', segmentation_config: { strategy: 'uniform' } });
		const list = async (params) => (await call('listVideos', { ids: id, params })).data;
		expect(await list({ limit: 4, offset: 4 })).toMatchObject({ total: 6, limit: 4, offset: 4, data: [{}, {}] });
		expect((await list({ status: 'failed' })).total).toBe(0);
		expect((await list({ order: 'filename', sort: 'asc', limit: 1, added_after: '2020-01-01' })).data[0].file.filename).toBe('1');
		expect((await list({ filter: '{"file":[{"path":"filename","operator":"Equal","valueText":"talk.mp4"}]}' })).total).toBe(1);
		expect((await call('deleteVideo', { ids })).data).toEqual({ collection_id: id, file_id: ids[1], object: 'collection_file' });
		expect(await statusOf('getVideo', { ids })).toBe(404);
		expect((await call('getFile', { ids: ids[1] })).status).toBe(200);
	});

	test('of metadata take connector files only, download nothing, and merge metadata', async () => {
		const { id } = await made('metadata');
		const { uri } = sandbox.connector('grain').items[0];
		const { data } = await add(id, { url: uri, metadata: { a: 1 } });
		expect(data.file).toMatchObject({ status: 'not_applicable', metadata: { a: 1 }, source_metadata: { grain_recording_id: 'grain-1' } });
		expect((await add(id, { url: uri, metadata: { b: 2 } })).data.file.metadata).toEqual({ a: 1, b: 2 });
		for (const body of [{ url: VIDEO }, { url: YOUTUBE }, { url: sandbox.connector('s3').items[0].uri }, { file_id: sandbox.addFile().id }]) expect([body, (await add(id, body)).status]).toEqual([body, 400]);
	});

	test('refuse media that does not fit', async () => {
		const [described, faces] = [await made('media-descriptions'), await made('face-analysis')];
		const audio = sandbox.addFile({ filename: 'talk.mp3' }).id;
		const shots = { segmentation_config: { strategy: 'shot-detector', shot_detector_config: { detector: 'adaptive' } } };
		for (const [id, body, status] of [
			[described.id, {}, 400], [described.id, { file_id: audio, url: VIDEO }, 400], [described.id, { file_id: audio, ...shots }, 400], [described.id, { url: YOUTUBE, ...shots }, 400],
			[described.id, { file_id: audio, ...shots, segmentation_id: audio }, 400], [described.id, { file_id: sandbox.addFile({ filename: 'a.png' }).id }, 400], [described.id, { file_id: audio, metadata: {} }, 400],
			[faces.id, { file_id: audio }, 400], [described.id, { url: 'https://www.dropbox.com/scl/fo/abc/x' }, 400], [described.id, { url: 'https://vimeo.com/1' }, 400],
			[described.id, { file_id: 'none' }, 404], [described.id, { url: 'cloudglue://files/none' }, 404], [described.id, { url: 'zoom://id/1' }, 404], [described.id, { url: 'https://example.com/restricted.mp4' }, 403],
			['none', { file_id: audio }, 404],
		]) expect([body, (await add(id, body)).status]).toEqual([body, status]);
		expect((await add(described.id, { url: VIDEO }, 'addYouTubeVideo')).status).toBe(400);
		sandbox.state.connectors.delete(sandbox.connector('gong').id);
		expect((await add(described.id, { url: 'gong://call/700001' })).status).toBe(400);
	});

	describe('give what they found', () => {
		const narrative = { segmentation_config: { strategy: 'narrative' } };
		async function processed(type, body = {}, file = { seconds: 130 }) {
			const { id } = await made(type);
			const { file_id } = sandbox.addMedia(id, { file_id: sandbox.addFile({ metadata: { a: 1 }, ...file }).id, ...body });
			return [id, file_id];
		}

		test('entities, page by page, only where they are extracted', async () => {
			const ids = await processed('entities', narrative, { seconds: 2400 });
			const { data } = await call('getEntities', { ids });
			expect(data).toMatchObject({ total: 120, limit: 50, offset: 0, entities: {} });
			expect(data.segment_entities).toHaveLength(50);
			const more = (await call('getEntities', { ids, params: { limit: 100, offset: 100, include_thumbnails: true, include_chapters: true } })).data;
			expect(more.segment_entities).toHaveLength(20);
			expect(more).toMatchObject({ thumbnail_url: expect.any(String), total_chapters: 120 });
			expect((await call('listCollectionEntities', { ids: ids[0] })).data.data).toMatchObject([{ file_id: ids[1], data: { entities: {} } }]);
		});

		test('descriptions in the modalities, the time and the format asked for', async () => {
			const ids = await processed('media-descriptions', narrative);
			const read = async (params) => (await call('getMediaDescriptions', { ids, params })).data;
			expect(Object.keys(await read())).toEqual(expect.arrayContaining(['title', 'summary', 'segment_summary', 'speech', 'visual_scene_description', 'scene_text', 'duration_seconds', 'file']));
			expect((await read()).file).not.toHaveProperty('metadata');
			expect((await read({ include_metadata: true })).file.metadata).toEqual({ a: 1 });
			const rest = ['collection_id', 'file_id', 'duration_seconds', 'file'];
			for (const modalities of ['speech,title', ['speech', 'title']]) {
				const query = new URLSearchParams([modalities].flat().map((one) => [Array.isArray(modalities) ? 'modalities[]' : 'modalities', one]));
				expect(Object.keys(await read(query)).sort()).toEqual([...rest, 'speech', 'title'].sort());
			}
			expect((await read({ start_time_seconds: 25, end_time_seconds: 45 })).speech.map(({ start_time }) => start_time)).toEqual([20, 40]);
			expect((await read({ include_word_timestamps: true })).speech[0].words).toHaveLength(4);
			expect(await read({ include_thumbnails: true, include_chapters: true, include_shots: true })).toMatchObject({ thumbnail_url: expect.any(String), total_chapters: 7 });
			expect((await read({ response_format: 'markdown' })).content).toMatch(/^# video.mp4/);
			expect(await statusOf('getMediaDescriptions', { ids, params: { modalities: 'smell' } })).toBe(400);
			const { data } = await call('listCollectionMediaDescriptions', { ids: ids[0], params: { response_format: 'markdown', include_metadata: true } });
			expect(data).toMatchObject({ limit: 20, data: [{ file_id: ids[1], object: 'collection_file', data: { content: expect.stringContaining('## Metadata') } }] });
		});

		test('rich transcripts, of YouTube only what is said', async () => {
			const ids = await processed('rich-transcripts');
			expect((await call('getTranscripts', { ids })).data.speech).toHaveLength(7);
			expect((await call('listCollectionRichTranscripts', { ids: ids[0] })).data.data[0].data.speech).toHaveLength(7);
			const { id } = sandbox.addCollection({ name: 'Described', collection_type: 'media-descriptions' });
			const { file_id } = sandbox.addMedia(id, { url: YOUTUBE });
			const { data } = await call('getMediaDescriptions', { ids: [id, file_id], params: { include_word_timestamps: true } });
			expect(data).not.toHaveProperty('scene_text');
			expect(data.speech[0]).not.toHaveProperty('words');
		});

		test('faces, page by page', async () => {
			const ids = await processed('face-analysis', {}, { seconds: 600 });
			expect((await call('getFaceDetections', { ids })).data).toMatchObject({ total: 60, limit: 50 });
			expect((await call('getFaceDetections', { ids, params: { offset: 50 } })).data.faces).toHaveLength(10);
		});

		test('and nothing else: 400 for another type of collection, 404 for what is not there or not done', async () => {
			const readers = { getEntities: 'entities', getTranscripts: 'rich-transcripts', getMediaDescriptions: 'media-descriptions', getFaceDetections: 'face-analysis' };
			const lists = { listCollectionEntities: 'entities', listCollectionRichTranscripts: 'rich-transcripts', listCollectionMediaDescriptions: 'media-descriptions' };
			const metadata = await made('metadata');
			for (const [operation, type] of Object.entries({ ...readers, ...lists })) {
				expect([operation, await statusOf(operation, { ids: [metadata.id, 'x'] })]).toEqual([operation, 400]);
				expect([operation, await statusOf(operation, { ids: ['none', 'x'] })]).toEqual([operation, 404]);
				if (lists[operation]) continue;
				const { id } = await made(type);
				const { file_id } = sandbox.addMedia(id, { file_id: sandbox.addFile().id }, { status: 'failed' });
				expect([operation, await statusOf(operation, { ids: [id, file_id] })]).toEqual([operation, 404]);
				expect([operation, await statusOf(operation, { ids: [id, 'x'] })]).toEqual([operation, 404]);
			}
		});
	});
});

describe('jobs', () => {
	const operations = { describe: ['listDescribes', 'getDescribe', 'deleteDescribe'], extract: ['listExtracts', 'getExtract', 'deleteExtract'], segment: ['listSegments', 'getSegments', 'deleteSegments'] };

	test.each(Object.entries(operations))('%s: listed by status, date and address, read and deleted', async (kind, [list, get, remove]) => {
		sandbox.addJob(kind, { count: 3 });
		const old = sandbox.addJob(kind, { created_at: Date.UTC(2024, 0, 2, 12), url: VIDEO, status: 'failed', error: 'No sound' });
		const running = sandbox.addJob(kind, { processing: true });
		const ids = async (params) => (await call(list, { params })).data.data.map(({ job_id }) => job_id);
		expect(await ids()).toHaveLength(5);
		expect(await ids({ limit: 2, offset: 3 })).toEqual([expect.any(String), old.job_id]);
		expect(await ids({ status: 'failed' })).toEqual([old.job_id]);
		expect(await ids({ url: VIDEO })).toEqual([old.job_id]);
		expect(await ids({ created_after: '2024-01-01', created_before: '2024-01-03' })).toEqual([old.job_id]);
		expect((await call(get, { ids: old.job_id })).data.error).toBe(kind === 'segment' ? undefined : 'No sound');
		await until(async () => (await call(get, { ids: running.job_id })).data.status === 'completed');
		expect(await statusOf(list, { params: { status: 'ready' } })).toBe(400);
		expect((await call(remove, { ids: old.job_id })).data).toEqual({ id: old.job_id });
		expect(await statusOf(get, { ids: old.job_id })).toBe(404);
		const [otherKind] = Object.keys(operations).filter((one) => one !== kind);
		expect(await statusOf(get, { ids: sandbox.addJob(otherKind).job_id })).toBe(404);
	});

	test('have what was found, in the amount and the format asked for', async () => {
		const described = sandbox.addJob('describe', { strategy: 'shot-detector' });
		const read = async (params) => (await call('getDescribe', { ids: described.job_id, params })).data;
		expect((await read({ include_shots: true })).total_shots).toBe(3);
		expect((await read({ response_format: 'speech_srt' })).data.content).toMatch(/^1\n00:00:00,000 --> 00:00:20,000\n/);
		expect((await read({ response_format: 'speech_vtt' })).data.content).toMatch(/^WEBVTT\n\n00:00:00\.000/);
		expect(Object.keys((await read({ modalities: 'title' })).data)).toEqual(['title']);
		expect((await call('listDescribes', { params: { include_data: false } })).data.data[0]).not.toHaveProperty('data');

		const { id: fileId } = sandbox.addFile({ seconds: 1200 });
		const extracted = sandbox.addJob('extract', { fileId });
		const { data } = await call('getExtract', { ids: extracted.job_id, params: { offset: 50, include_thumbnails: true } });
		expect(data).toMatchObject({ total: 60, data: { segment_entities: Array(10).fill({}) } });
		expect((await call('listExtracts', { params: { include_data: false } })).data.data[0]).not.toHaveProperty('data');

		const shots = sandbox.addJob('segment', { criteria: 'shot' });
		sandbox.addJob('segment', { criteria: 'narrative' });
		expect((await call('getSegments', { ids: shots.job_id })).data).toMatchObject({ total_shots: 3, segments: [{ shot_index: 0 }, {}, {}] });
		expect((await call('listSegments', { params: { criteria: 'shot' } })).data.total).toBe(1);
	});
});

describe('webhooks', () => {
	const subscribe = async (url, events = EVENTS) => (await call('createWebhook', { body: { endpoint: url, subscribed_events: events } })).data;

	test('are made with a secret, read, changed, switched off and deleted', async () => {
		const url = 'https://example.com/hook';
		const made = await subscribe(url, ['file.job.completed']);
		expect(made).toMatchObject({ endpoint: url, active: true, webhook_secret: expect.any(String) });
		expect((await subscribe(url)).webhook_secret).not.toBe(made.webhook_secret);
		expect((await call('listWebhooks', { params: { limit: 1, offset: 1 } })).data).toMatchObject({ total: 2, data: [made] });
		const changed = await call('updateWebhook', { ids: made.id, body: { active: false, description: 'Mine', webhook_secret: 'x' } });
		expect(changed.data).toEqual({ ...made, active: false, description: 'Mine' });
		expect((await call('getWebhookById', { ids: made.id })).data).toEqual(changed.data);
		for (const body of [{}, { endpoint: url }, { endpoint: url, subscribed_events: [] }, { endpoint: url, subscribed_events: ['transcribe.job.completed'] }, { endpoint: 'x', subscribed_events: EVENTS }]) {
			expect([body, await statusOf('createWebhook', { body })]).toEqual([body, 400]);
		}
		expect((await call('deleteWebhook', { ids: made.id })).data).toEqual({ id: made.id, object: 'webhook' });
		for (const operation of ['getWebhookById', 'updateWebhook', 'deleteWebhook']) expect(await statusOf(operation, { ids: made.id, body: {} })).toBe(404);
	});

	test('hear of files, media and jobs in the order of what happens, with their secret', async () => {
		const hook = await receiver();
		const { webhook_secret: secret } = await subscribe(hook.url);
		const off = await subscribe(hook.url);
		await call('updateWebhook', { ids: off.id, body: { active: false } });
		const happened = async (count) => {
			await until(() => hook.received.length >= count);
			await sandbox.idle();
			return hook.received.splice(0).map(({ event_type }) => event_type);
		};
		const { id } = (await call('syncFileFromUrl', { body: { url: VIDEO, metadata: { n: 1 } } })).data;
		await until(() => hook.received.length === 2);
		const [first, last] = hook.received;
		expect(last).toEqual({ secret, event_id: expect.any(String), event_type: 'file.job.completed', payload: { file_id: id, uri: `cloudglue://files/${id}`, filename: 'talk.mp4', metadata: { n: '1' }, bytes: 1_000_000, status: 'completed' } });
		expect(first).toMatchObject({ event_type: 'file.job.processing', payload: { status: 'processing' } });
		expect(first.event_id).not.toBe(last.event_id);
		hook.received.length = 0;

		const { id: collectionId } = sandbox.addCollection({ name: 'A', collection_type: 'media-descriptions' });
		await call('addMedia', { ids: collectionId, body: { file_id: id } });
		expect(await happened(2)).toEqual(['collection.file.job.processing', 'collection.file.job.completed']);
		await call('deleteVideo', { ids: [collectionId, id] });
		await call('deleteFile', { ids: id });
		expect(new Set(await happened(2))).toEqual(new Set(['collection.file.job.deleted', 'file.job.deleted']));
		for (const kind of ['describe', 'extract', 'segment']) {
			const { job_id } = sandbox.addJob(kind, { processing: true });
			expect(await happened(2)).toEqual([`${kind}.job.processing`, `${kind}.job.completed`]);
			sandbox.finish(job_id, { status: 'failed' });
			expect(await happened(1)).toEqual([`${kind}.job.failed`]);
			sandbox.finish(job_id, { status: 'not_applicable' });
			await sandbox.idle();
			expect(hook.received).toEqual([]);
		}
		hook.close();
	});

	test('are retried three times and no more, with the same event', async () => {
		const hook = await receiver(500, 204, 302, 503, 200);
		await subscribe(hook.url, ['file.job.completed']);
		sandbox.addFile({ silently: false });
		await sandbox.idle();
		expect(sandbox.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([[1, 500], [2, 204], [3, 302], [4, 503]]);
		expect(new Set(hook.received.map(({ event_id }) => event_id)).size).toBe(1);
		hook.close();
	});

	test('get any of the 17 events, copies, repeats, late ones and forgeries', async () => {
		const hook = await receiver();
		await subscribe(hook.url);
		const file = sandbox.addFile();
		for (const event of EVENTS) await sandbox.emit(event, file);
		expect(hook.received.map(({ event_type }) => event_type)).toEqual(EVENTS);
		expect([...EVENTS].sort()).toEqual([...backend.definition.components.schemas.WebhookEvents.enum].sort());
		await expect(sandbox.emit('x', file)).rejects.toThrow('Unknown event');
		hook.received.length = 0;
		sandbox.webhooks.settings.copies = 3;
		await sandbox.emit('file.job.completed', file, { eventId: 'same' });
		await sandbox.emit('file.job.completed', file, { eventId: 'same' });
		expect(hook.received.map(({ event_id }) => event_id)).toEqual(Array(6).fill('same'));
		Object.assign(sandbox.webhooks.settings, { copies: 1, withhold: true });
		sandbox.finish(file.id);
		await sandbox.idle();
		expect(hook.received).toHaveLength(6);
		await sandbox.release();
		expect(hook.received).toHaveLength(7);
		expect(await sandbox.forge({ url: hook.url, body: { event_id: 'x', event_type: 'file.job.completed', payload: {} }, headers: { 'X-Cloudglue-Webhook-Secret': 'wrong' } })).toBe(200);
		expect(hook.received.at(-1).secret).toBe('wrong');
		hook.close();
	});
});

describe('refusals', () => {
	test('401 without the key, wherever it is asked', async () => {
		for (const { method, path } of backend.router.getOperations()) {
			const { status, data } = await http.request({ method, url: sandbox.apiUrl + path.replace(/[{}]/g, ''), headers: { Authorization: 'Bearer wrong' } });
			expect([path, status, data]).toEqual([path, 401, { error: 'Invalid API key' }]);
		}
	});

	test('429 for haste says when to come back; other troubles come as told', async () => {
		sandbox.limit({ perSecond: 1 });
		expect(await statusOf('listFiles')).toBe(200);
		const { headers, ...refused } = await http.get(`${sandbox.apiUrl}/files`, { headers: { Authorization: `Bearer ${sandbox.apiKey}` } });
		expect([refused.status, refused.data, headers['retry-after']]).toEqual([429, { error: 'Too many requests' }, '1']);
		sandbox.limit();
		for (const status of [402, 500, 502, 509]) {
			sandbox.faults.add({ status });
			expect(await statusOf('listDescribes')).toBe(status);
		}
		sandbox.faults.add({ html: true });
		expect((await http.get(`${sandbox.apiUrl}/files`)).data).toMatch(/^<!DOCTYPE html>/);
	});
});

test('the control API does from outside what the functions do inside', async () => {
	const control = async (path, data) => (await http.post(`${sandbox.url}/_sandbox/${path}`, data)).data;
	await control('settings', { processingMs: null, pageSizes: [1, 0], providers: { zoom: 502 }, quotaExceeded: true });
	expect((await http.get(`${sandbox.url}/_sandbox/state`)).data).toMatchObject({ pageSizes: [1, 0], providers: { zoom: 502 }, quotaExceeded: true, files: [] });
	expect(await control('connector-files', { connector: 'zoom', count: 2 })).toHaveLength(2);
	const [{ id }] = await control('files', { count: 2, processing: true });
	expect((await control('finish', { id, status: 'failed' })).status).toBe('failed');
	expect(await control('tags', { fileId: id, label: 'a', value: 'b' })).toMatchObject({ label: 'a' });
	expect(await control('jobs', { kind: 'extract', status: 'failed', error: 'x' })).toMatchObject({ error: 'x' });
	const collection = await control('collections', { name: 'A', collection_type: 'media-descriptions' });
	expect(await control('media', { collectionId: collection.id, body: { file_id: id } })).toMatchObject({ status: 'completed' });
	expect(await control('emit', { event: 'file.job.failed', object: {} })).toEqual([]);
	expect((await http.post(`${sandbox.url}/_sandbox/finish`, { id: 'none' })).status).toBe(404);
	await control('reset');
	expect(sandbox.state).toMatchObject({ processingMs: 60, pageSizes: null, quotaExceeded: false });
	expect(sandbox.webhooks.settings.retryDelays).toEqual([5, 10, 15, 20]);
	expect([sandbox.state.files.size, sandbox.state.connectors.size]).toEqual([0, 9]);
});

test('every operation of the areas that are played has been answered with success', () => {
	const operations = backend.router.getOperations().map(({ operationId }) => operationId);
	expect([...covered].sort()).toEqual(operations.filter((one) => PLAYED.includes(one) || !LATER.test(one)).sort());
});
