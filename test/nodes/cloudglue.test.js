'use strict';

const { createHash } = require('node:crypto');
const { Readable } = require('node:stream');
const { resources } = require('../../dist/nodes/Cloudglue/resources');
const { run, search, start, storeFile } = require('../engine');
const { startCloudglue } = require('../sandbox/cloudglue');
const { sampleVideo } = require('../sandbox/media');
const { workbench } = require('./workbench');

const bench = workbench({
	type: 'cloudglue',
	folder: 'Cloudglue',
	start: startCloudglue,
	credentials: ({ apiKey, apiUrl }) => ({ cloudglueApi: { apiKey, baseUrl: apiUrl } }),
	processingMs: 50,
});
const { use, failure } = bench;
let sandbox;
let credentials;
beforeAll(() => ({ sandbox, credentials } = bench));

const twoItems = (a, b) => ({ items: [{ json: a }, { json: b }] });
const hostile = { filename: 'A "quoted" & <b>bold</b> name ?#/\\ ümläuts 🎬.mp4', metadata: { speaker: '"; DROP', nested: { 'a.b': ['{{ $json }}', null, 0] } } };
const known = {
	participants: [{ name: 'Ada', email: 'ada@example.com', scope: 'internal', hs_contact_id: '42' }],
	ai_action_items: [{ text: 'Send the offer', status: 'pending', timestamp_ms: 1500, assignee: { id: '1', name: 'Ada' } }],
	hubspot: { hubspot_company_ids: ['7'], hubspot_deal_ids: ['8', '9'] },
};
const asked = (method, path) => sandbox.requests.filter((request) => request.method === method && path.test(request.path));
const connectorId = (type) => sandbox.connector(type).id;

async function fileItem(content, fileName = 'talk.mp4', mimeType = 'video/mp4') {
	return { json: {}, binary: { data: await storeFile(content, { fileName, mimeType }) } };
}

describe('Data Connector', () => {
	it('lists the connected sources', async () => {
		const { json } = await use('dataConnector', 'getAll', { returnAll: true });
		expect(json).toHaveLength(9);
		expect(json[0]).toMatchObject({ id: expect.any(String), type: expect.any(String), created_at: expect.stringMatching(/^\d{4}-.*Z$/) });
	});

	it('browses two sources through short and empty pages to the end', async () => {
		sandbox.addConnectorFiles('zoom', 30, { name: 'Weekly' });
		sandbox.state.pageSizes = [2, 0, 0, 7];
		const items = twoItems({ id: connectorId('zoom') }, { id: connectorId('grain') });
		const { json, links } = await use('dataConnector', 'getAllFiles', { connector: '={{ $json.id }}', returnAll: true }, items);
		expect(json.map(({ uri }) => uri)).toEqual([...new Set(json.map(({ uri }) => uri))]);
		expect(links.filter((link) => link === 0)).toHaveLength(33);
		expect(links.filter((link) => link === 1)).toHaveLength(4);
		expect(json.at(-1)).toMatchObject({ title: expect.any(String), participants: [{ name: 'Ada Lovelace' }], started_at: expect.any(String) });
		expect((await use('dataConnector', 'getAllFiles', { connector: connectorId('zoom'), limit: 5 })).json).toHaveLength(5);
	});

	it('filters, and says which filters the source ignores', async () => {
		sandbox.addConnectorFiles('zoom', 3, { name: 'Weekly' });
		const weekly = async (type, filters = {}) => await use('dataConnector', 'getAllFiles', { connector: connectorId(type), returnAll: true, filters: { title_search: 'weekly', ...filters } });
		const zoom = await weekly('zoom', { from: '2020-01-01T00:00:00', to: '={{ $now }}' });
		expect([zoom.json.length, zoom.hints]).toEqual([3, []]);
		expect(sandbox.requests.at(-1).query).toMatchObject({ title_search: 'weekly', from: '2020-01-01', to: new Date().toISOString().slice(0, 10) });
		expect((await weekly('recall', { team: 'x' })).hints).toEqual(['Cloudglue ignores "Team", "Title Search" for connectors of Recall: the result is not filtered by it.']);
		expect((await use('dataConnector', 'getAllFiles', { connector: connectorId('s3'), filters: { bucket: 'recordings', prefix: 'Archive/' } })).json.map(({ type }) => type)).toEqual(['file']);
	});

	it('syncs one file of each of two sources by address and by link, and waits', async () => {
		const [drive] = sandbox.connector('google-drive').items;
		const link = `https://drive.google.com/file/d/${drive.uri.split('/').at(-1)}/view?usp=sharing`;
		const [zoom] = sandbox.connector('zoom').items;
		const parameters = { connector: '={{ $json.id }}', url: '={{ $json.url }}', waitForCompletion: true };
		const items = twoItems({ id: connectorId('google-drive'), url: link }, { id: connectorId('zoom'), url: zoom.uri });
		const { json, links } = await use('dataConnector', 'syncFile', parameters, items);
		expect(json.map(({ status, source }) => [status, source])).toEqual([['completed', 'google-drive'], ['completed', 'zoom']]);
		expect(json[1]).toMatchObject({ title: zoom.name, host_email: 'ada@example.com', duration_seconds: 60 });
		expect(links).toEqual([0, 1]);
		const again = await use('dataConnector', 'syncFile', { ...parameters, url: { __rl: true, mode: 'list', value: drive.uri } }, { items: [items.items[0]] });
		expect(again.json[0].id).toBe(json[0].id);
		const raw = await use('dataConnector', 'syncFile', { ...parameters, simplify: false }, items);
		expect(raw.json[1].source_metadata).toMatchObject({ source_type: 'zoom', topic: zoom.name });
	});

	it('syncs all files of a listing several at once, each once, and nothing the second time', async () => {
		sandbox.addConnectorFiles('grain', 20, { name: 'Weekly', metadata: known });
		sandbox.faults.add({ method: 'POST', path: /sync$/, delay: 40, times: Infinity });
		const parameters = { connector: connectorId('grain'), returnAll: true, filters: { title_search: 'weekly' }, waitForCompletion: true };
		const first = await use('dataConnector', 'syncManyFiles', parameters);
		expect(first.json).toHaveLength(20);
		expect(first.json.every(({ status, source_uri }) => status === 'completed' && /^grain:/.test(source_uri))).toBe(true);
		expect(first.json[0]).toMatchObject({
			summary: 'A short call.',
			participants: [{ name: 'Ada', email: 'ada@example.com', scope: 'internal', hubspot_contact_id: '42' }],
			action_items: [{ text: 'Send the offer', status: 'pending', assignee: 'Ada', time: 1.5 }],
			hubspot_company_ids: ['7'],
			hubspot_deal_ids: ['8', '9'],
		});
		const times = asked('POST', /sync$/).map(({ at }) => at);
		expect(times[19] - times[0]).toBeLessThan(20 * 40);
		const { size } = sandbox.state.files;
		const second = await use('dataConnector', 'syncManyFiles', parameters);
		expect(second.json.map(({ id }) => id)).toEqual(first.json.map(({ id }) => id));
		expect([size, sandbox.state.files.size]).toEqual([20, 20]);
	});

	it('says in a file\'s own item what failed, keeps the others, and hands failures to the error branch', async () => {
		sandbox.addConnectorFiles('dropbox', 1, { name: 'locked.mp4', locked: true });
		sandbox.addConnectorFiles('dropbox', 1, { name: 'processing-fails.mp4' });
		const parameters = { connector: connectorId('dropbox'), returnAll: true, waitForCompletion: true };
		const { json } = await use('dataConnector', 'syncManyFiles', parameters);
		expect(json.filter(({ status }) => status === 'completed')).toHaveLength(3);
		const failed = json.filter(({ error }) => error);
		expect(failed.map(({ details }) => [details.name, details.status])).toEqual([['locked.mp4', 403], ['processing-fails.mp4', null]]);
		expect(failed[1]).toMatchObject({ error: expect.stringMatching(/^Cloudglue could not process file "[\w-]+"$/), message: expect.stringContaining('"File: Get"') });
		expect(json.some(({ source_uri }) => source_uri === null)).toBe(false);
		const { branches } = await use('dataConnector', 'syncManyFiles', parameters, { onError: 'continueErrorOutput' });
		expect(branches.map(({ length }) => length)).toEqual([3, 2]);
	});

	it('stops asking when the account can\'t go on, and still gives an item for each file', async () => {
		sandbox.addConnectorFiles('gong', 30);
		sandbox.faults.add({ method: 'POST', path: /sync$/, status: 402, after: 10, times: Infinity });
		const { json } = await use('dataConnector', 'syncManyFiles', { connector: connectorId('gong'), returnAll: true });
		expect([json.filter(({ id }) => id).length, json.filter(({ error }) => error).length]).toEqual([10, 23]);
		expect(json.at(-1)).toMatchObject({ error: 'The Cloudglue plan does not cover "Data Connector: Sync Many Files"', details: { status: 402 } });
		expect(asked('POST', /sync$/).length).toBeLessThanOrEqual(15);
	});

	it('stops when the person stops it', async () => {
		sandbox.addConnectorFiles('gong', 200);
		sandbox.faults.add({ method: 'POST', path: /sync$/, delay: 20, times: Infinity });
		const parameters = { resource: 'dataConnector', operation: 'syncManyFiles', connector: connectorId('gong'), returnAll: true };
		const { done, cancel } = start({ type: 'cloudglue', credentials, parameters });
		while (asked('POST', /sync$/).length < 10) await new Promise((resolve) => setTimeout(resolve, 5));
		cancel();
		await done;
		await new Promise((resolve) => setTimeout(resolve, 100));
		expect(asked('POST', /sync$/).length).toBeLessThan(30);
	});

	it('says that a listing was empty instead of failing', async () => {
		const { json, hints } = await use('dataConnector', 'syncManyFiles', { connector: connectorId('zoom'), filters: { title_search: 'nothing like that' } });
		expect([json, hints]).toEqual([[], [expect.stringContaining('no file that matches the filters')]]);
	});

	it('refuses a filter that the source ignores: more than was meant would be synced', async () => {
		const parameters = { connector: connectorId('recall'), filters: { title_search: 'weekly' } };
		expect(await failure('dataConnector', 'syncManyFiles', parameters)).toMatchObject({ message: expect.stringMatching(/^Filters: Cloudglue ignores "Title Search" for connectors of Recall/) });
		expect(asked('POST', /sync$/)).toEqual([]);
	});

	it('syncs a file once although the listing names it twice', async () => {
		const count = async () => (await use('dataConnector', 'syncManyFiles', { connector: connectorId('gong'), returnAll: true })).json.length;
		const once = await count();
		const { items } = sandbox.connector('gong');
		items.push(...items);
		expect(await count()).toBe(once);
	});

	it.each([['completed', 'succeeded'], ['not_applicable', 'succeeded'], ['failed', 'failed'], ['pending', 'running'], ['processing', 'running']])('takes a file that is %s for %s', (status, state) => {
		const { fileJob } = require('../../dist/nodes/Cloudglue/service');
		expect(fileJob.state({ status })).toBe(state);
	});

	it('says when a limit cut the listing off', async () => {
		sandbox.addConnectorFiles('zoom', 5);
		const { json, hints } = await use('dataConnector', 'syncManyFiles', { connector: connectorId('zoom'), limit: 4 });
		expect([json.length, hints]).toEqual([4, [expect.stringMatching(/up to the limit of 4: turn on Return All/)]]);
	});

	it('reads what two sources know of a file, without syncing it', async () => {
		const [grain] = sandbox.connector('grain').items;
		const [gong] = sandbox.connector('gong').items;
		const items = twoItems({ id: connectorId('grain'), url: grain.uri }, { id: connectorId('gong'), url: gong.uri });
		const { json } = await use('dataConnector', 'getSourceMetadata', { connector: '={{ $json.id }}', url: '={{ $json.url }}' }, items);
		expect(json).toMatchObject([
			{ source_type: 'grain', title: grain.name, summary: 'A short call.', participants: [{ email: 'ada@example.com' }] },
			{ source_type: 'gong', summary: 'They agreed on a price.', key_points: ['Price agreed'], participants: [{ scope: 'internal' }] },
		]);
		expect(sandbox.state.files.size).toBe(0);
	});
});

describe('File', () => {
	it('syncs two public addresses with metadata and thumbnails', async () => {
		const { json, links, hints } = await use(
			'file',
			'syncFromUrl',
			{ url: '={{ $json.url }}', enable_segment_thumbnails: '={{ $json.thumbnails }}', additionalFields: { metadata: JSON.stringify(hostile.metadata) }, waitForCompletion: true },
			twoItems({ url: ' https://example.com/a.mp4?x=1&y=ä ', thumbnails: true }, { url: 'https://www.loom.com/embed/0123456789abcdef0123456789abcdef', thumbnails: false }),
		);
		expect(json.map(({ status, metadata }) => [status, metadata])).toEqual([['completed', hostile.metadata], ['completed', hostile.metadata]]);
		expect(asked('POST', /sync$/).map(({ body }) => [body.url, body.enable_segment_thumbnails])).toEqual([
			['https://example.com/a.mp4?x=1&y=ä', true],
			['https://www.loom.com/share/0123456789abcdef0123456789abcdef', false],
		]);
		expect([links, hints]).toEqual([[0, 1], []]);
	});

	it('says when a known address ignores new metadata', async () => {
		const sync = async (metadata) => await use('file', 'syncFromUrl', { url: 'https://example.com/a.mp4', additionalFields: { metadata } });
		expect((await sync({ speaker: 'Ada' })).hints).toEqual([]);
		expect((await sync({ speaker: 'Ada' })).hints).toEqual([]);
		const { json, hints } = await sync({ speaker: 'Grace' });
		expect(json[0].metadata).toEqual({ speaker: 'Ada' });
		expect(hints).toEqual([expect.stringMatching(/ignored the new metadata.*"File: Update"/)]);
	});

	it('sends two files with their metadata, from n8n\'s storage and from memory, byte for byte', async () => {
		const content = sampleVideo({ seconds: 20 });
		const name = 'A "quoted" & <b>bold</b> name\r\n ümläuts 🎬.mp4'.replace('/', '');
		const memory = { json: {}, binary: { data: { data: content.toString('base64'), mimeType: 'application/octet-stream', fileName: 'b.mp3' } } };
		const parameters = { additionalFields: { metadata: hostile.metadata }, enable_segment_thumbnails: false, waitForCompletion: true };
		const { json, links } = await use('file', 'upload', parameters, { items: [await fileItem(Readable.from([content]), name), memory] });
		expect(json).toMatchObject([{ status: 'completed', media_type: 'video', metadata: hostile.metadata }, { filename: 'b.mp3', media_type: 'audio' }]);
		// As browsers write a quotation mark in a form.
		expect(json[0].filename).toBe(name.replace(/"/g, '%22').replace('\r\n', '%0D%0A'));
		const sha256 = createHash('sha256').update(content).digest('hex');
		for (const { id } of json) expect(sandbox.state.files.get(id)).toMatchObject({ wantsThumbnails: false, received: { bytes: content.length, sha256 } });
		const [upload] = asked('POST', /files$/);
		expect(upload.headers).not.toHaveProperty('transfer-encoding');
		expect(Number(upload.headers['content-length'])).toBe(upload.bytes);
		expect(links).toEqual([0, 1]);
	});

	it('reads two files by ID and by address', async () => {
		const [a, b] = sandbox.addFile({ count: 2, metadata: hostile.metadata });
		const { json } = await use('file', 'get', { file_id: '={{ $json.id }}' }, twoItems({ id: a.id }, { id: b.uri }));
		expect(json).toMatchObject([{ id: a.id, duration_seconds: 60, metadata: hostile.metadata }, { id: b.id }]);
		expect(json[0].created_at).toMatch(/^\d{4}-.*Z$/);
	});

	it('lists all pages, a few, or what the filters leave', async () => {
		sandbox.addFile({ count: 230, created_at: Date.parse('2026-02-01T12:00:00Z') });
		sandbox.addFile({ filename: hostile.filename, metadata: { category: { name: 'a,b' } }, created_at: Date.parse('2026-03-01T12:00:00Z') });
		sandbox.addFile({ filename: 'Broken.mp4', status: 'failed' });
		const list = async (filters) => (await use('file', 'getAll', { returnAll: true, filters })).json;
		expect(await list({})).toHaveLength(232);
		expect((await use('file', 'getAll', { limit: 7 })).json).toHaveLength(7);
		expect((await list({ order: 'filename', sort: 'asc' }))[0].filename).toBe(hostile.filename);
		expect(await list({ status: 'failed' })).toHaveLength(1);
		expect(await list({ created_after: '2026-02-15', created_before: '2026-03-15' })).toHaveLength(1);
		const where = async (...condition) => await list({ conditions: { condition } });
		expect(await where({ attribute: 'file.filename', operator: 'Equal', value: hostile.filename })).toHaveLength(1);
		expect(await where({ attribute: 'metadata', path: 'category.name', operator: 'Equal', value: 'a,b' })).toHaveLength(1);
		expect(await where({ attribute: 'file.filename', operator: 'Like', value: '%.mp4' }, { attribute: 'file.bytes', operator: 'GreaterThan', value: 5 }, { attribute: 'metadata', path: 'category.name', operator: 'In', value: 'x, y' })).toEqual([]);
	});

	it('changes and deletes two files', async () => {
		const [a, b] = sandbox.addFile({ count: 2 });
		const both = twoItems({ id: a.id }, { id: b.id });
		const updated = await use('file', 'update', { file_id: '={{ $json.id }}', updateFields: hostile }, both);
		expect(updated.json.map(({ filename, metadata }) => [filename, metadata])).toEqual([[hostile.filename, hostile.metadata], [hostile.filename, hostile.metadata]]);
		expect((await use('file', 'delete', { file_id: '={{ $json.id }}' }, both)).json).toEqual([{ deleted: true }, { deleted: true }]);
		expect(sandbox.state.files.size).toBe(0);
	});

	it('reads anew what the sources of two files know', async () => {
		const [grain] = sandbox.connector('grain').items;
		const [drive] = sandbox.connector('google-drive').items;
		const items = twoItems({ id: connectorId('grain'), url: grain.uri }, { id: connectorId('google-drive'), url: drive.uri });
		const synced = await use('dataConnector', 'syncFile', { connector: '={{ $json.id }}', url: '={{ $json.url }}', waitForCompletion: true }, items);
		grain.metadata.title = 'Renamed';
		const { json } = await use('file', 'refreshSourceMetadata', { file_id: '={{ $json.id }}' }, twoItems(...synced.json));
		expect(json).toMatchObject([{ title: 'Renamed', participants: [{ name: 'Ada Lovelace' }] }, { source_url: expect.stringContaining('drive.google.com') }]);
	});

	it('lists thumbnails and tags of two files', async () => {
		const [a, b] = sandbox.addFile({ count: 2, seconds: 3000 });
		sandbox.addTag(a.id, { label: 'topic', value: '🎬' });
		const both = twoItems({ id: a.id }, { id: b.id });
		const thumbnails = async (filters) => (await use('file', 'getThumbnails', { file_id: '={{ $json.id }}', returnAll: true, filters }, both)).json;
		const all = await thumbnails({});
		expect(all.length).toBeGreaterThan(200);
		expect(await thumbnails({ type: ['file', 'keyframe'] })).toHaveLength(2);
		expect(await thumbnails({ is_default: true })).toHaveLength(2);
		expect((await thumbnails({ segmentation_id: all[1].segmentation_id })).length).toBeGreaterThan(100);
		const { json, links } = await use('file', 'getTags', { file_id: '={{ $json.id }}' }, both);
		expect([json, links]).toMatchObject([[{ label: 'topic', value: '🎬' }], [0]]);
	});
});

describe('What can\'t be right', () => {
	const sync = (url, rest) => ['file', 'syncFromUrl', { url, ...rest }];

	it.each([
		['a YouTube address', () => sync('https://youtu.be/abc'), /^URL: is a YouTube address/, /"Collection Media: Add"/],
		['a connector\'s address', () => sync('gdrive://file/1'), /^URL: is a Google Drive address/, /"Data Connector: Sync File" with your Google Drive connector/],
		['a folder', () => sync('https://www.dropbox.com/scl/fo/abc/h'), /^URL: is a Dropbox folder/, /one file/],
		['no address', () => sync('example'), /^URL: is not an address/, /https:\/\//],
		['no URL', () => sync('={{ $json.none }}'), /^URL: is empty/, /Enter a value/],
		['metadata that is no object', () => sync('https://example.com/a.mp4', { additionalFields: { metadata: '["Ada"]' } }), /^Metadata \(JSON\): is not a JSON object/, /Enter an object/],
		['broken JSON', () => sync('https://example.com/a.mp4', { additionalFields: { metadata: '{"speaker":' } }), /^Metadata \(JSON\): is not a JSON object/, /Enter an object/],
		['a public address for a connector', () => ['dataConnector', 'syncFile', { connector: connectorId('zoom'), url: 'https://example.com/a.mp4' }], /^File: is a public address/, /"File: Sync From URL"/],
		['a file of another type', () => ['dataConnector', 'syncFile', { connector: connectorId('zoom'), url: 'https://drive.google.com/file/d/1/view' }], /^File: belongs to Google Drive, but the chosen connector is for Zoom/, /Choose the Google Drive connector \([\w-]+\)/],
		['a type without metadata', () => ['dataConnector', 'getSourceMetadata', { connector: connectorId('s3'), url: 's3://recordings/a.mp4' }], /^Data Connector: Amazon S3 keeps no metadata/, /Get Many Files/],
		['no bucket', () => ['dataConnector', 'getAllFiles', { connector: connectorId('gcs') }], /^Bucket: is needed for a connector of Google Cloud Storage/, /filter Bucket/],
		['reversed dates', () => ['dataConnector', 'getAllFiles', { connector: connectorId('zoom'), filters: { from: '2026-02-02', to: '2026-02-01' } }], /^To: 2026-02-01 is before From \(2026-02-02\)/, /Exchange/],
		['reversed dates of files', () => ['file', 'getAll', { filters: { created_after: '2026-02-02', created_before: '2026-02-01' } }], /^Created Before: 2026-02-01 is before Created After/, /Exchange/],
		['no date', () => ['file', 'getAll', { filters: { created_after: 'yesterday' } }], /^Created After: "yesterday" is not a date/, /2026-01-31/],
		['metadata without a path', () => ['file', 'getAll', { filters: { conditions: { condition: [{ attribute: 'metadata', operator: 'Equal', value: 'x' }] } } }], /^Conditions: a condition on metadata/, /Metadata Path/],
		['nothing to change', () => ['file', 'update', { file_id: 'x' }], /^Update Fields: no field to change/, /at least one/],
		['no file on the item', () => ['file', 'upload'], /^Input Data Field Name: item 0 has no file in "data"/, /Connect a node/],
		['a dot for an ID', () => ['file', 'get', { file_id: '..' }], /"\.\." is not an ID/, /from the list/],
	])('%s: field, item and what to do, before anything is sent', async (_what, operation, message, description) => {
		const failed = await failure(...operation());
		expect(failed).toMatchObject({ message: expect.stringMatching(message), description: expect.stringMatching(description), item: 0 });
		expect(sandbox.requests.filter(({ path }) => path !== '/v1/data-connectors')).toEqual([]);
	});

	it('a file that is empty or no media', async () => {
		const upload = async (...file) => await failure('file', 'upload', {}, { items: [{ json: {}, binary: { data: { data: '', mimeType: 'video/mp4', fileName: 'a.mp4' } } }].slice(0, file.length ? 0 : 1).concat(file.length ? [await fileItem(...file)] : []) });
		expect(await upload()).toMatchObject({ message: expect.stringContaining('is empty'), item: 0 });
		expect(await upload(Buffer.from('x'), 'report.pdf', 'application/pdf')).toMatchObject({ message: expect.stringContaining('"report.pdf" is application/pdf'), description: expect.stringContaining('MP4') });
		expect(sandbox.requests).toEqual([]);
	});

	it('an ID that Cloudglue does not know, of a connector, a file and a recording', async () => {
		expect(await failure('file', 'get', { file_id: 'none' })).toMatchObject({ message: 'Cloudglue does not know file "none"', httpCode: '404', item: 0 });
		expect(await failure('dataConnector', 'syncFile', { connector: 'none', url: 'gong://call/1' })).toMatchObject({ message: 'Cloudglue does not know data connector "none"' });
		expect(await failure('dataConnector', 'syncFile', { connector: connectorId('zoom'), url: 'https://zoom.us/rec/share/stale' })).toMatchObject({
			message: 'Zoom does not have the file "https://zoom.us/rec/share/stale"',
			description: expect.stringContaining('stale'),
		});
	});

	it('a source that may not be read, is no media, or is not there', async () => {
		const of = async (name) => await failure(...sync(`https://example.com/${name}?secret=1`));
		expect(await of('restricted.mp4')).toMatchObject({ httpCode: '403', description: expect.stringContaining('change how it is shared') });
		expect(await of('page.html')).toMatchObject({ httpCode: '415', description: expect.stringContaining('not a web page') });
		expect(await of('not-found.mp4')).toMatchObject({ httpCode: '404' });
		expect(JSON.stringify([await of('restricted.mp4'), await of('page.html')])).not.toContain('secret');
	});

	it('a file whose processing fails: the ID and how to look at it', async () => {
		const { message, description } = await failure(...sync('https://example.com/processing-fails.mp4', { waitForCompletion: true }));
		const [id] = sandbox.state.files.keys();
		expect([message, description]).toEqual([`Cloudglue could not process file "${id}"`, expect.stringMatching(/gives no reason.*"File: Get"/)]);
	});

	it('a wait that is over: the ID and how to go on', async () => {
		sandbox.setProcessing(Infinity);
		const { message, description } = await failure(...sync('https://example.com/a.mp4', { waitForCompletion: true, options: { maximumWait: 0.01 } }));
		expect([message, description]).toEqual([expect.stringMatching(/^File "[\w-]+" is still being processed/), expect.stringContaining('"File: Get"')]);
	});

	it('an account without credit, and one at its monthly limit: said, and not asked again', async () => {
		sandbox.state.outOfCredits = true;
		expect(await failure(...sync('https://vm.tiktok.com/ZM8abc/'))).toMatchObject({ message: 'The Cloudglue plan does not cover "File: Sync From URL"', description: expect.stringMatching(/^Insufficient credit balance\. Add credits/), httpCode: '402' });
		sandbox.state.quotaExceeded = true;
		const expected = { message: expect.stringContaining('The Cloudglue plan does not cover'), description: expect.stringMatching(/^Monthly upload limit reached\. Add credits/), httpCode: '429' };
		expect(await failure(...sync('https://example.com/a.mp4'))).toMatchObject(expected);
		expect(await failure('file', 'upload', {}, { items: [await fileItem(sampleVideo())] })).toMatchObject(expected);
		expect(asked('POST', /./)).toHaveLength(3);
	});

	it.each(['Too many requests', 'The external service rate-limited the request', undefined])('a busy moment (%s) is waited out', async (error) => {
		sandbox.faults.add({ method: 'POST', status: 429, ...(error && { body: { error } }), headers: error ? {} : { 'Retry-After': '1' } });
		expect((await use(...sync('https://example.com/a.mp4'))).json).toHaveLength(1);
		expect(asked('POST', /sync$/)).toHaveLength(2);
	});

	it('an upload that broke off is not sent again, one that was refused as too early is', async () => {
		const items = [await fileItem(sampleVideo())];
		sandbox.faults.add({ method: 'POST', status: 500, after: 0 });
		expect(await failure('file', 'upload', {}, { items })).toMatchObject({ httpCode: '500' });
		sandbox.faults.add({ method: 'POST', status: 429, headers: { 'Retry-After': '1' } });
		const { json } = await use('file', 'upload', {}, { items });
		expect(sandbox.state.files.get(json[0].id).received.bytes).toBe(sampleVideo().length);
		expect(asked('POST', /files$/)).toHaveLength(3);
	});

	it('a Base URL or key that can\'t be right', async () => {
		const withCredential = async (over) => await failure('file', 'getAll', {}, { credentials: { cloudglueApi: { ...credentials.cloudglueApi, ...over } } });
		expect(await withCredential({ baseUrl: 'api.cloudglue.dev' })).toMatchObject({ message: expect.stringContaining('Base URL is not an address') });
		expect(await withCredential({ apiKey: ' ' })).toMatchObject({ message: expect.stringContaining('API Key is empty') });
		expect(await withCredential({ apiKey: 'wrong' })).toMatchObject({ message: 'Cloudglue did not accept the credential', httpCode: '401' });
	});
});

describe('Pickers', () => {
	const pick = async (method, parameters = {}, rest = {}) => await search(method, { type: 'cloudglue', credentials, parameters: { resource: 'dataConnector', operation: 'syncFile', ...parameters }, ...rest });

	it('list connectors with their type', async () => {
		const { results } = await pick('searchConnectors');
		expect(results.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^Google Drive: ada@example\.com \(since \d{4}-\d\d-\d\d\)$/));
		expect((await pick('searchConnectors', {}, { filter: 'zoom' })).results).toEqual([{ name: expect.stringMatching(/^Zoom/), value: connectorId('zoom'), description: connectorId('zoom') }]);
	});

	it('list files page by page and search them by name', async () => {
		sandbox.addFile({ count: 60, filename: 'Talk.mp4' });
		const first = await pick('searchFiles');
		const second = await pick('searchFiles', {}, { token: first.paginationToken });
		expect(new Set([...first.results, ...second.results].map(({ value }) => value)).size).toBe(60);
		expect(second.paginationToken).toBeUndefined();
		expect((await pick('searchFiles', {}, { filter: 'talk 17' })).results.map(({ name }) => name)).toEqual(['Talk 17.mp4']);
	});

	it('list the files of the chosen connector through empty pages, without folders', async () => {
		sandbox.addConnectorFiles('zoom', 3, { name: 'Weekly' });
		const zoom = { connector: { __rl: true, mode: 'list', value: connectorId('zoom') } };
		sandbox.state.pageSizes = [1, 0, 0, 50];
		const first = await pick('searchConnectorFiles', zoom);
		const second = await pick('searchConnectorFiles', zoom, { token: first.paginationToken });
		expect([first.results.length, second.results.length, second.paginationToken]).toEqual([1, 5, undefined]);
		sandbox.state.pageSizes = null;
		expect((await pick('searchConnectorFiles', zoom, { filter: 'weekly' })).results).toHaveLength(3);
		const drive = await pick('searchConnectorFiles', { connector: connectorId('google-drive') });
		expect(drive.results.every(({ value }) => /^gdrive:\/\/file\//.test(value))).toBe(true);
	});

	it('ask for a bucket where there is no listing without one, and for a connector', async () => {
		const s3 = { connector: connectorId('s3') };
		await expect(pick('searchConnectorFiles', s3)).rejects.toMatchObject({ message: expect.stringContaining('one bucket at a time'), description: expect.stringContaining('bucket/folder/') });
		expect((await pick('searchConnectorFiles', s3, { filter: 'recordings/Archive/' })).results).toHaveLength(1);
		await expect(pick('searchConnectorFiles')).rejects.toMatchObject({ description: 'Choose the connector first.' });
	});
});

describe('The credential', () => {
	/** What n8n's own test does with the rules. */
	async function passes(baseUrl, apiKey) {
		const { CloudglueApi } = require('../..');
		const { test, authenticate } = new CloudglueApi();
		const { headers } = await authenticate({ apiKey, baseUrl }, {});
		const response = await fetch(baseUrl + test.request.url, { headers });
		const body = await response.json().catch(() => ({}));
		return response.ok && test.rules.every(({ properties: { key, value } }) => body[key] !== value);
	}

	it('passes its test with the right key at the right API only', async () => {
		expect(await passes(sandbox.apiUrl, sandbox.apiKey)).toBe(true);
		expect(await passes(sandbox.apiUrl, 'wrong')).toBe(false);
		sandbox.faults.add({ html: true, status: 200 });
		expect(await passes(sandbox.apiUrl, sandbox.apiKey)).toBe(false);
		sandbox.faults.add({ body: { data: [] }, status: 200 });
		expect(await passes(sandbox.apiUrl, sandbox.apiKey)).toBe(false);
	});
});

bench.takenTogether({
	resources: resources.filter(({ value }) => !value.startsWith('collection')),
	document: 'cloudglue',
	prefix: '/v1',
	// All parts of a form are text.
	tolerated: /POST \/v1\/files: \/requestBody\/(metadata|enable_segment_thumbnails) must be (object|boolean)/,
	// A fault answers before the body is read.
	counts: ({ method, bytes }) => method !== 'POST' || bytes > 0,
});
