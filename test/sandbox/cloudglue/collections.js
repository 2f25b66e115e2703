'use strict';

const { randomUUID } = require('node:crypto');
const { fail, find } = require('./errors');
const { list, oneOf } = require('./query');

const FLAGS = ['enable_summary', 'enable_speech', 'enable_scene_text', 'enable_visual_scene_description', 'enable_audio_description'];
const flags = (on) => Object.fromEntries(FLAGS.map((name) => [name, on.includes(name)]));
const DESCRIBE_DEFAULTS = flags(FLAGS.slice(0, 4));

/** Each type's own config, and what it is when the request has none; a request's other configs are ignored. */
const CONFIGS = {
	'media-descriptions': ['describe_config', DESCRIBE_DEFAULTS],
	entities: ['extract_config', { enable_video_level_entities: false, enable_transcript_mode: false }],
	'rich-transcripts': ['transcribe_config', flags(['enable_summary', 'enable_speech'])],
	'face-analysis': ['face_detection_config', { frame_extraction_config: { strategy: 'uniform' }, thumbnails_config: { enable_frame_thumbnails: true } }],
	metadata: [],
};
const TYPES = Object.keys(CONFIGS);

/** What is wrong with the config of an entities collection or an extraction, if anything. */
function extractTrouble({ prompt, schema, enable_video_level_entities: video, enable_segment_level_entities: segment, enable_transcript_mode: transcript, enable_metadata_mode: metadata } = {}) {
	if (!prompt && !schema) return 'Either prompt or schema is required';
	if (video && segment) return 'Video level and segment level entities exclude each other';
	return transcript && metadata && 'Transcript mode and metadata mode exclude each other';
}

const withSegmentLevel = (config) => ({ enable_segment_level_entities: !config.enable_video_level_entities && !config.enable_metadata_mode, ...config });

function newCollection(body) {
	const { name, collection_type: type, description = null, default_segmentation_config: segmentation, default_thumbnails_config: thumbnails } = body ?? {};
	if (typeof name !== 'string' || !name) throw fail(400, 'name is required');
	if (!TYPES.includes(type)) throw fail(400, `collection_type must be one of ${TYPES.join(', ')}`);
	const [key, defaults] = CONFIGS[type];
	const trouble = type === 'entities' && extractTrouble(body.extract_config);
	if (trouble) throw fail(400, trouble);
	const configs = Object.values(CONFIGS).flatMap(([one]) => one ?? []);
	if (type === 'metadata' && configs.some((one) => body[one])) throw fail(400, 'Metadata collections accept no processing configs');
	if (segmentation?.strategy === 'manual') throw fail(400, 'A default segmentation cannot be manual');
	const config = key && { ...defaults, ...body[key] };
	return {
		id: randomUUID(),
		object: 'collection',
		name,
		description,
		collection_type: type,
		...(key && { [key]: type === 'entities' ? withSegmentLevel(config) : config }),
		...(segmentation && { default_segmentation_config: segmentation }),
		...(thumbnails && { default_thumbnails_config: thumbnails }),
		created_at: Date.now(),
	};
}

function addCollectionRoutes(api, { state, account }) {
	const collectionOf = ({ params }) => find(state.collections, params.id, 'Collection');
	const show = (collection) => ({
		...collection,
		file_count: [...state.media.values()].filter(({ object }) => object.collection_id === collection.id).length,
	});
	const unused = (name, id) => {
		const taken = [...state.collections.values()].some((one) => one.name === name && one.id !== id);
		if (taken) throw fail(409, 'Collection name already exists');
	};

	api.post('/collections', async ({ body }) => {
		const collection = newCollection(body);
		unused(collection.name);
		if (state.quotaExceeded) throw fail(429, 'Total collections limit reached');
		state.collections.set(collection.id, collection);
		return show(collection);
	});
	api.get('/collections', async ({ query }) => {
		const type = oneOf(query, 'collection_type', TYPES);
		const wanted = [...state.collections.values()].filter((one) => !type || one.collection_type === type);
		return list(wanted, query, { orders: ['created_at', 'name'], exact: true, show });
	});
	api.get('/collections/:id', async (request) => show(collectionOf(request)));
	api.put('/collections/:id', async (request) => {
		const collection = collectionOf(request);
		const { name = collection.name, description = collection.description } = request.body ?? {};
		if (typeof name !== 'string' || !name) throw fail(400, 'name must be text');
		unused(name, collection.id);
		return show(Object.assign(collection, { name, description }));
	});
	api.delete('/collections/:id', async (request) => {
		const { id } = collectionOf(request);
		for (const [key, media] of state.media) {
			if (media.object.collection_id !== id) continue;
			account.work.stop(media);
			state.media.delete(key);
		}
		state.collections.delete(id);
		return { id, object: 'collection' };
	});
}

module.exports = { DESCRIBE_DEFAULTS, addCollectionRoutes, newCollection };
