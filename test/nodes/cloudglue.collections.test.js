'use strict';

const { NodeHelpers } = require('n8n-workflow');
const { filePages } = require('../../dist/nodes/Cloudglue/collectionLists');
const { resources } = require('../../dist/nodes/Cloudglue/resources');
const { nodes, run, search } = require('../engine');
const { startCloudglue } = require('../sandbox/cloudglue');
const { workbench } = require('./workbench');

const bench = workbench({
	type: 'cloudglue',
	folder: 'Cloudglue',
	start: startCloudglue,
	credentials: ({ apiKey, apiUrl }) => ({ cloudglueApi: { apiKey, baseUrl: apiUrl } }),
	processingMs: 30,
});
const { use, failure } = bench;
let sandbox;
let credentials;
beforeAll(() => ({ sandbox, credentials } = bench));

const twoItems = (a, b) => ({ items: [{ json: a }, { json: b }] });
const hostile = 'A "quoted" & <b>bold</b> name ?#/\\ ümläuts 🎬';

/** A collection of a type with files in it that are done. */
function filled(collection_type, count = 2, config = {}) {
	const { id } = sandbox.addCollection({ name: `${collection_type} ${Math.random()}`, collection_type, ...config });
	const files = sandbox.addFile({ count, filename: 'talk.mp4' });
	for (const { id: file_id } of files) sandbox.addMedia(id, { file_id });
	return { id, files: files.map((file) => file.id) };
}

/** Two items that name the two files of a collection. */
const itemsOf = ({ files }) => twoItems({ file: files[0] }, { file: files[1] });

describe('Collection', () => {
	it('makes one of every type, with the settings of its type and of no other', async () => {
		const create = async (collection_type, more = {}) => {
			const { json } = await use('collection', 'create', { name: `={{ $json.name }} ${collection_type}`, collection_type, ...more }, twoItems({ name: hostile }, { name: 'b' }));
			expect(json.map(({ name }) => name)).toEqual([`${hostile} ${collection_type}`, `b ${collection_type}`]);
			return sandbox.requests.at(-1).body;
		};
		expect(await create('media-descriptions', { describe: ['enable_speech'] })).toMatchObject({ describe_config: { enable_speech: true, enable_summary: false } });
		expect(Object.keys(await create('rich-transcripts'))).toEqual(['name', 'collection_type', 'transcribe_config']);
		const entities = { prompt: 'Products', schema: '{ "name": "string" }', level: 'video', mode: 'transcript', additionalFields: { description: hostile, enable_segment_thumbnails: false, default_segmentation_config: '{ "strategy": "uniform", "uniform_config": { "window_seconds": 20, "hop_seconds": 20 } }' } };
		expect(await create('entities', entities)).toMatchObject({
			description: hostile,
			extract_config: { prompt: 'Products', schema: { name: 'string' }, enable_video_level_entities: true, enable_segment_level_entities: false, enable_transcript_mode: true },
			default_thumbnails_config: { enable_segment_thumbnails: false },
		});
		await create('face-analysis', { face_detection_config: '{ "frame_extraction_config": { "strategy": "uniform" } }' });
		expect(Object.keys(await create('metadata'))).toEqual(['name', 'collection_type']);
	});

	it('takes entities of metadata for whole files only, whatever was chosen before', async () => {
		const entities = { name: 'x', collection_type: 'entities', prompt: 'Products', mode: 'metadata', level: 'segment' };
		await use('collection', 'create', entities);
		expect(sandbox.requests.at(-1).body.extract_config).toEqual({ prompt: 'Products', enable_metadata_mode: true, enable_video_level_entities: true, enable_segment_level_entities: false });
		const node = nodes.get('n8n-nodes-media-sync.cloudglue');
		const level = node.description.properties.find(({ name }) => name === 'level');
		const shownFor = (mode) => NodeHelpers.displayParameter({ ...entities, resource: 'collection', operation: 'create', mode }, level, { typeVersion: 1 }, node.description);
		expect(['media', 'transcript', 'metadata'].map(shownFor)).toEqual([true, true, false]);
	});

	it.each([['media-descriptions', 'describe'], ['rich-transcripts', 'transcribe']])('refuses %s of nothing, which the vendor would fill with its own choice', async (collection_type, field) => {
		const expression = { name: 'x', collection_type, [field]: '={{ $json.parts }}' };
		const items = twoItems({ parts: ['enable_speech'] }, { parts: [] });
		expect(await failure('collection', 'create', expression, items)).toMatchObject({ message: 'Describe: is empty', item: 1 });
	});

	it('refuses dates the wrong way round, and sends instants as the vendor wants them', async () => {
		const filters = { created_after: '2026-02-01', created_before: '2026-01-01' };
		expect(await failure('collection', 'getAll', { filters })).toMatchObject({ message: 'Created Before: 2026-01-01 is before Created After (2026-02-01)' });
		await use('collection', 'getAll', { filters: { created_before: '2026-01-01T10:00:00+02:00' } });
		expect(sandbox.requests.at(-1).query).toMatchObject({ created_before: '2026-01-01T08:00:00.000Z' });
	});

	it('refuses entities that nobody describes, and a name that is taken', async () => {
		expect(await failure('collection', 'create', { name: 'x', collection_type: 'entities' })).toMatchObject({ message: 'Prompt: is empty, and so is Schema', item: 0 });
		await use('collection', 'create', { name: 'x' });
		expect((await failure('collection', 'create', { name: 'x' })).message).toMatch(/409/);
	});

	it('reads, lists, renames and deletes two', async () => {
		const [a, b] = [filled('entities', 1, { extract_config: { prompt: 'x' } }), filled('media-descriptions', 1)];
		const both = twoItems({ id: a.id }, { id: b.id });
		const collection = '={{ $json.id }}';
		expect((await use('collection', 'get', { collection }, both)).json.map(({ id, file_count }) => [id, file_count])).toEqual([[a.id, 1], [b.id, 1]]);
		expect((await use('collection', 'getAll', { returnAll: true, filters: { collection_type: 'entities', order: 'name', sort: 'asc', created_after: '2024-01-01' } })).json.map(({ id }) => id)).toEqual([a.id]);
		expect((await use('collection', 'update', { collection, updateFields: { name: '={{ $json.id }}', description: hostile } }, both)).json.map(({ name }) => name)).toEqual([a.id, b.id]);
		const notThere = await failure('collection', 'get', { collection }, twoItems({ id: a.id }, { id: hostile }));
		expect(notThere).toMatchObject({ message: `Cloudglue does not know collection "${hostile}"`, item: 1 });
		expect((await use('collection', 'delete', { collection }, both)).json).toEqual([{ deleted: true }, { deleted: true }]);
	});
});

describe('Collection Media', () => {
	it('takes a file, a public address, YouTube and a connector\'s link, and waits for them', async () => {
		const { id: collection } = filled('media-descriptions', 0);
		const file = sandbox.addFile();
		const address = async (url) => (await use('collectionMedia', 'add', { collection, source: 'address', url, waitForCompletion: true })).json[0];
		expect((await use('collectionMedia', 'add', { collection, file_id: file.id, waitForCompletion: true })).json[0]).toMatchObject({ file_id: file.id, status: 'completed' });
		expect((await address('https://media.example.com/a.mp4')).status).toBe('completed');
		expect((await address('https://www.youtube.com/watch?v=dQw4w9WgXcQ')).status).toBe('completed');
		expect((await address(sandbox.connector('grain').items[0].uri)).status).toBe('completed');
		expect(sandbox.requests.filter(({ method }) => method === 'POST').map(({ body }) => Object.keys(body))).toEqual([['file_id'], ['url'], ['url'], ['url']]);
	});

	it('takes two addresses, each into its own collection and with its own metadata', async () => {
		const [a, b] = [filled('metadata', 0), filled('metadata', 0)];
		const uris = sandbox.connector('zoom').items.slice(0, 2).map(({ uri }) => uri);
		const items = twoItems({ to: a.id, uri: uris[0], note: hostile }, { to: b.id, uri: uris[1], note: 'b' });
		const additionalFields = { metadata: '={{ ({ note: $json.note }) }}' };
		const { json, links } = await use('collectionMedia', 'add', { collection: '={{ $json.to }}', source: 'address', url: '={{ $json.uri }}', additionalFields }, items);
		expect(json.map(({ collection_id }) => collection_id)).toEqual([a.id, b.id]);
		expect(links).toEqual([0, 1]);
		const bodies = sandbox.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
		expect(bodies).toEqual(expect.arrayContaining([{ url: uris[0], metadata: { note: hostile } }, { url: uris[1], metadata: { note: 'b' } }]));
	});

	it('reads a long list to its end and each file once, also when files are added meanwhile', async () => {
		const made = filled('media-descriptions', 230);
		const { json } = await use('collectionMedia', 'getAll', { collection: made.id, returnAll: true });
		expect(new Set(json.map(({ file_id }) => file_id))).toEqual(new Set(made.files));
		expect(json).toHaveLength(230);
		expect((await use('collectionMedia', 'getAll', { collection: made.id, limit: 120 })).json).toHaveLength(120);
		const moved = async ({ offset }) => {
			const rows = [...(offset > 0 ? ['new'] : []), 'a', 'b', 'c', 'd'];
			return { total: rows.length, data: rows.slice(offset, offset + 2).map((file_id) => ({ file_id })) };
		};
		const files = [];
		for await (const page of filePages(moved, Infinity)) files.push(...page.map(({ file_id }) => file_id));
		expect(files).toEqual(['a', 'b', 'c', 'd']);
	});

	it('refuses a folder, a page, two segmentations at once, and what does not fit the collection', async () => {
		const { id: collection } = filled('metadata', 0);
		expect(await failure('collectionMedia', 'add', { collection, source: 'address', url: 'https://drive.google.com/drive/folders/1AbC' })).toMatchObject({ message: "Address or Link: is a Google Drive folder, which can't be added" });
		const segmentation = { segmentation_id: 's', segmentation_config: '{ "strategy": "uniform" }' };
		expect(await failure('collectionMedia', 'add', { collection, file_id: 'f', additionalFields: segmentation })).toMatchObject({ message: 'Segmentation ID: is given together with Segmentation' });
		const thumbnails = { segmentation_id: 's', enable_segment_thumbnails: false };
		expect(await failure('collectionMedia', 'add', { collection, file_id: 'f', additionalFields: thumbnails })).toMatchObject({ message: 'Segmentation ID: is given together with Segment Thumbnails' });
		expect((await failure('collectionMedia', 'add', { collection, source: 'address', url: 'https://media.example.com/a.mp4' })).description).toContain('Metadata collections support connector');
		expect((await failure('collectionMedia', 'add', { collection, file_id: '={{ $json.missing }}' })).message).toBe('File: is empty');
	});

	it('sends metadata to a metadata collection, and segmentation to others', async () => {
		const uri = sandbox.connector('zoom').items[0].uri;
		await use('collectionMedia', 'add', { collection: filled('metadata', 0).id, source: 'address', url: uri, additionalFields: { metadata: '{ "team": "A&B" }' } });
		expect(sandbox.requests.at(-1).body).toEqual({ url: uri, metadata: { team: 'A&B' } });
		const additionalFields = { enable_segment_thumbnails: true, segmentation_config: '{ "strategy": "uniform", "uniform_config": { "window_seconds": 10, "hop_seconds": 10 } }' };
		await use('collectionMedia', 'add', { collection: filled('media-descriptions', 0).id, file_id: sandbox.addFile().id, additionalFields });
		expect(sandbox.requests.at(-1).body.thumbnails_config).toEqual({ enable_segment_thumbnails: true });
	});

	it('lists, reads, waits for and removes two', async () => {
		const made = filled('media-descriptions');
		const parameters = { collection: made.id, file_id: '={{ $json.file }}' };
		const filters = { added_after: '2024-01-01', order: 'filename', sort: 'asc', status: 'completed', conditions: { condition: [{ attribute: 'file.filename', operator: 'Like', value: 'talk%' }] } };
		expect((await use('collectionMedia', 'getAll', { collection: made.id, returnAll: true, filters })).json.map(({ file_id }) => file_id).sort()).toEqual([...made.files].sort());
		expect((await use('collectionMedia', 'get', parameters, itemsOf(made))).json.map(({ file_id }) => file_id)).toEqual(made.files);
		expect((await use('collectionMedia', 'waitForCompletion', parameters, itemsOf(made))).json.map(({ status }) => status)).toEqual(['completed', 'completed']);
		expect((await use('collectionMedia', 'remove', parameters, itemsOf(made))).json).toEqual([{ deleted: true }, { deleted: true }]);
	});

	it('fails with the file\'s ID when its processing failed', async () => {
		const made = filled('media-descriptions', 0);
		const file = sandbox.addFile();
		sandbox.addMedia(made.id, { file_id: file.id }, { status: 'failed' });
		expect((await failure('collectionMedia', 'waitForCompletion', { collection: made.id, file_id: file.id })).message).toContain(file.id);
	});
});

describe('Collection Result', () => {
	it.each([
		['getDescription', 'getAllDescriptions', 'media-descriptions'],
		['getTranscript', 'getAllTranscripts', 'rich-transcripts'],
	])('%s and %s give it as JSON or text, in part or whole', async (one, many, type) => {
		const made = filled(type);
		const parameters = { collection: made.id, file_id: '={{ $json.file }}' };
		const additionalFields = { modalities: ['speech', 'summary'], start_time_seconds: 0, end_time_seconds: 10, include_metadata: true };
		expect((await use('collectionResult', one, { ...parameters, additionalFields }, itemsOf(made))).json).toEqual([expect.objectContaining({ file_id: made.files[0] }), expect.objectContaining({ file_id: made.files[1] })]);
		const backwards = { start_time_seconds: 20, end_time_seconds: '={{ $json.until }}' };
		const until = twoItems({ until: 21 }, { until: 10 });
		expect(await failure('collectionResult', one, { collection: made.id, file_id: made.files[0], additionalFields: backwards }, until)).toMatchObject({ message: 'Until Second: 10 s is not after the start at 20 s', item: 1 });
		const [text] = (await use('collectionResult', one, { ...parameters, additionalFields: { response_format: 'markdown' }, simplify: false }, itemsOf(made))).json;
		expect(text).toMatchObject({ content: expect.any(String) });
		const { json } = await use('collectionResult', many, { collection: made.id, returnAll: true, filters: { order: 'filename', sort: 'asc', modalities: ['summary'] } });
		expect(json.map(({ file_id }) => file_id).sort()).toEqual([...made.files].sort());
	});

	it('gives the entities of a file whole, however many pages its segments take', async () => {
		const made = filled('entities', 2, { extract_config: { prompt: 'x', enable_segment_level_entities: true } });
		const long = sandbox.addFile({ filename: 'long.mp4', seconds: 5_000 });
		sandbox.addMedia(made.id, { file_id: long.id });
		const [entities] = (await use('collectionResult', 'getEntities', { collection: made.id, file_id: long.id, additionalFields: { include_thumbnails: true } })).json;
		expect(entities.segment_entities).toHaveLength(entities.total);
		expect(entities.total).toBeGreaterThan(100);
		expect(new Set(entities.segment_entities.map(({ start_time }) => start_time)).size).toBe(entities.total);
		expect((await use('collectionResult', 'getAllEntities', { collection: made.id, returnAll: true }, twoItems({}, {}))).links).toEqual([0, 0, 0, 1, 1, 1]);
	});

	it('gives the faces of a file one by one', async () => {
		const made = filled('face-analysis');
		const { json } = await use('collectionResult', 'getFaces', { collection: made.id, file_id: '={{ $json.file }}', returnAll: true }, itemsOf(made));
		expect(json.length).toBeGreaterThan(1);
		expect(json[0]).toMatchObject({ id: expect.any(String), timestamp: expect.any(Number) });
	});

	it('says that the collection is of another type', async () => {
		const made = filled('media-descriptions', 1);
		expect((await failure('collectionResult', 'getEntities', { collection: made.id, file_id: made.files[0] })).description).toContain("Collection type is not 'entities'");
	});
});

it('the pickers list collections and what is in the chosen one', async () => {
	const made = filled('media-descriptions');
	expect((await search('searchCollections', { type: 'cloudglue', credentials })).results.map(({ value }) => value)).toEqual([made.id]);
	const { results } = await search('searchCollectionMedia', { type: 'cloudglue', credentials, parameters: { resource: 'collectionMedia', operation: 'get', collection: { __rl: true, mode: 'id', value: made.id } } });
	expect(results.map(({ value }) => value).sort()).toEqual([...made.files].sort());
});

it('the picker of collections searches all of them, although Cloudglue can\'t', async () => {
	for (let n = 10; n < 70; n++) sandbox.addCollection({ name: `Collection ${n}`, collection_type: 'metadata' });
	expect((await search('searchCollections', { type: 'cloudglue', credentials, filter: 'collection 65' })).results.map(({ name }) => name)).toEqual(['Collection 65']);
});

it('the picker of what is in a collection searches all of it, and asks for a collection first', async () => {
	const made = filled('media-descriptions', 60);
	const wanted = sandbox.addFile({ filename: 'Kick-off & "plans".mp4' });
	sandbox.addMedia(made.id, { file_id: wanted.id });
	const picker = async (collection, rest) => await search('searchCollectionMedia', { type: 'cloudglue', credentials, parameters: { resource: 'collectionMedia', operation: 'get', collection }, ...rest });
	const chosen = { __rl: true, mode: 'id', value: made.id };
	expect((await picker(chosen, { filter: 'kick-OFF & "' })).results.map(({ value }) => value)).toEqual([wanted.id]);
	const { results, paginationToken } = await picker(chosen);
	expect([results.length, (await picker(chosen, { token: paginationToken })).results.length]).toEqual([50, 11]);
	await expect(picker({ __rl: true, mode: 'list', value: '' })).rejects.toMatchObject({ message: 'Collection: is empty' });
});

bench.takenTogether({
	resources: resources.filter(({ value }) => value.startsWith('collection')),
	document: 'cloudglue',
	prefix: '/v1',
	// The vendor's text wants a comma-separated list, its schema an array.
	tolerated: /query\/modalities\/0/,
	counts: ({ status }) => status < 300,
});
