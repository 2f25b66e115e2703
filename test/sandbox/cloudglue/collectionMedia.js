'use strict';

const { parseAddress } = require('./addresses');
const { fail, find } = require('./errors');
const { fileFilter } = require('./filter');
const { hasMetadata } = require('./providers');
const { S5, list, oneOf } = require('./query');
const { stableId } = require('./ids');

/** What is wrong with putting such a file into such a collection, if anything. */
function misfit({ collection_type: type }, { object, origin }, strategy) {
	const { media_type: media, source } = object;
	if (type === 'metadata') return !(origin && hasMetadata(origin.type)) && 'Metadata collections support connector files only';
	if (media === 'image') return 'Images cannot be added to collections';
	if (media === 'audio' && type === 'face-analysis') return 'Audio files cannot be added to face-analysis collections';
	if (media === 'audio' && strategy === 'shot-detector') return 'Shot-detector segmentation is not available for audio files';
	return source === 'youtube' && (type === 'face-analysis' || strategy === 'shot-detector') && 'YouTube videos are limited to speech level understanding';
}

function addCollectionMediaRoutes(api, { state, account, tell }) {
	const { work } = account;
	const collectionOf = ({ params }) => find(state.collections, params.id, 'Collection');

	/** The record of a file in a collection: `{ kind: 'collection.file', object: CollectionFile, segmentation }`. */
	function mediaOf(request) {
		const { id } = collectionOf(request);
		return find(state.media, `${id}/${request.params.fileId}`, 'File');
	}

	const show = ({ object }) => ({ ...object, file: state.files.get(object.file_id).object });

	function add(collection, body) {
		const { file_id: fileId, url, metadata, segmentation_id: segmentationId, segmentation_config: segmentationConfig } = body ?? {};
		const { collection_type: type, default_segmentation_config: byDefault } = collection;
		if ((fileId === undefined) === (url === undefined)) throw fail(400, 'Exactly one of file_id and url is required');
		if (segmentationId && segmentationConfig) throw fail(400, 'segmentation_id and segmentation_config exclude each other');
		if (metadata && type !== 'metadata') throw fail(400, 'metadata is only supported for metadata collections');
		const address = parseAddress(url);
		if (type === 'metadata' && url && address.kind !== 'cloudglue' && !(address.type && hasMetadata(address.type))) throw fail(400, 'Metadata collections support connector URLs only');

		const file = fileId ? find(state.files, fileId, 'File') : account.ingest(url, { metadataOnly: type === 'metadata' });
		const config = segmentationConfig ?? byDefault ?? { strategy: 'uniform', uniform_config: { window_seconds: 20 } };
		const trouble = misfit(collection, file, config.strategy);
		if (trouble) throw fail(400, trouble);
		if (metadata) file.object.metadata = { ...file.object.metadata, ...metadata };
		return put(collection, file, { id: segmentationId, config });
	}

	function put({ id, collection_type: type }, file, { id: segmentationId, config }) {
		const key = `${id}/${file.id}`;
		if (state.media.has(key)) return state.media.get(key);
		const object = { collection_id: id, file_id: file.id, object: 'collection_file', added_at: Date.now(), status: 'pending' };
		const segmented = !['metadata', 'face-analysis'].includes(type);
		const segmentation = segmented && { id: segmentationId ?? stableId(key, 'segmentation'), status: 'completed', file_id: file.id, segmentation_config: config };
		const media = { id: key, kind: 'collection.file', object, outcome: file.outcome, segmentation };
		state.media.set(key, media);
		return work.start(media);
	}

	for (const path of ['media', 'videos']) {
		api.post(`/collections/:id/${path}`, async (request) => show(add(collectionOf(request), request.body)));
	}
	api.post('/collections/:id/youtube', async (request) => {
		const collection = collectionOf(request);
		const { url, segmentation_id, segmentation_config } = request.body ?? {};
		if (parseAddress(url).kind !== 'youtube') throw fail(400, 'Malformed YouTube URL');
		return show(add(collection, { url, segmentation_id, segmentation_config }));
	});

	api.get('/collections/:id/videos', async (request) => {
		const { id } = collectionOf(request);
		const { query } = request;
		const status = oneOf(query, 'status', S5);
		const fits = fileFilter(query.filter);
		const wanted = [...state.media.values()].filter(
			({ object }) => object.collection_id === id && (!status || object.status === status) && fits(state.files.get(object.file_id).object),
		);
		const read = ({ object }) => ({ added_at: object.added_at, filename: state.files.get(object.file_id).object.filename });
		return list(wanted, query, { at: 'added_at', orders: ['added_at', 'filename'], read, show });
	});
	api.get('/collections/:id/videos/:fileId', async (request) => show(mediaOf(request)));
	api.delete('/collections/:id/videos/:fileId', async (request) => {
		const media = mediaOf(request);
		work.stop(media);
		state.media.delete(media.id);
		tell(media, 'deleted');
		const { collection_id, file_id, object } = media.object;
		return { collection_id, file_id, object };
	});

	/** Puts a file into a collection, as a request would. */
	return { add: (collectionId, body) => add(find(state.collections, collectionId, 'Collection'), body) };
}

module.exports = { addCollectionMediaRoutes };
