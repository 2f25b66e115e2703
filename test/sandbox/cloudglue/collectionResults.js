'use strict';

const { fail, find } = require('./errors');
const { cut, flag, list, oneOf } = require('./query');
const { asText, askedModalities, description, entitiesOf, facesOf, structure } = require('./results');

const seconds = (query, name) => {
	if (query[name] === undefined) return undefined;
	if (Number.isNaN(Number(query[name]))) throw fail(400, `${name} must be a number`);
	return Number(query[name]);
};

/** A file without what is only shown on request. */
function fileShown({ object }, withMetadata) {
	const { metadata: _metadata, source_metadata: _source, ...file } = object;
	return withMetadata ? object : file;
}

/** A description as a query asks for it: `data` in its modalities, or as text in `content`; beside it the file. */
function described(file, config, query, formats = ['json', 'markdown']) {
	const format = oneOf(query, 'response_format', formats, 'json');
	const metadata = flag(query, 'include_metadata');
	const data = description(file, {
		config,
		modalities: askedModalities(query),
		from: seconds(query, 'start_time_seconds'),
		to: seconds(query, 'end_time_seconds'),
		thumbnails: flag(query, 'include_thumbnails'),
		wordTimes: flag(query, 'include_word_timestamps'),
	});
	return {
		data: format === 'json' ? data : { content: asText(data, format, file, { metadata }) },
		about: { duration_seconds: file.seconds, file: fileShown(file, metadata) },
	};
}

const structureAsked = (query) => ({ chapters: flag(query, 'include_chapters'), shots: flag(query, 'include_shots') });

/** What was found in the media of collections: each kind of result only in the collections that make it. */
function addCollectionResultRoutes(api, { state }) {
	function collectionOf({ params }, type) {
		const collection = find(state.collections, params.id, 'Collection');
		if (collection.collection_type !== type) throw fail(400, `Collection type is not '${type}'`);
		return collection;
	}

	/** `[file, collection, strategy]` of a file that is done; before that there is nothing to be found. */
	function resultOf(request, type) {
		const collection = collectionOf(request, type);
		const { object } = find(state.media, `${collection.id}/${request.params.fileId}`, 'File');
		if (object.status !== 'completed') throw fail(404, 'The file has not been processed');
		return [state.files.get(object.file_id), collection, object.segmentation?.segmentation_config.strategy];
	}

	const ids = ({ params }) => ({ collection_id: params.id, file_id: params.fileId });

	function listOf(request, type, show, size) {
		const collection = collectionOf(request, type);
		const done = [...state.media.values()].filter(({ object }) => object.collection_id === collection.id && object.status === 'completed');
		const read = ({ object }) => ({ added_at: object.added_at, filename: state.files.get(object.file_id).object.filename });
		return list(done, request.query, {
			at: 'added_at',
			orders: ['added_at', 'filename'],
			size,
			read,
			show: ({ object }) => show(state.files.get(object.file_id), collection, object),
		});
	}

	api.get('/collections/:id/entities', async (request) =>
		listOf(request, 'entities', (file, { extract_config: config }) => ({ file_id: file.id, data: entitiesOf(file, config) })),
	);
	api.get('/collections/:id/rich-transcripts', async (request) =>
		listOf(request, 'rich-transcripts', (file, { transcribe_config: config }) => {
			const { data, about } = described(file, config, request.query);
			return { file_id: file.id, ...about, data };
		}, 20),
	);
	api.get('/collections/:id/media-descriptions', async (request) =>
		listOf(request, 'media-descriptions', (file, { describe_config: config }, { added_at, object }) => {
			const { data, about } = described(file, config, request.query);
			return { file_id: file.id, added_at, object, ...about, data };
		}, 20),
	);

	api.get('/collections/:id/videos/:fileId/entities', async (request) => {
		const [file, { extract_config: config }, strategy] = resultOf(request, 'entities');
		const thumbnails = flag(request.query, 'include_thumbnails');
		const { entities, segment_entities } = entitiesOf(file, config, { thumbnails });
		const { data, ...numbers } = cut(segment_entities, request.query, { min: 1 });
		const thumbnail = thumbnails && file.object.thumbnail_url ? { thumbnail_url: file.object.thumbnail_url } : {};
		return { ...ids(request), entities, segment_entities: data, ...numbers, ...thumbnail, ...structure(file, strategy, structureAsked(request.query)) };
	});
	api.get('/collections/:id/videos/:fileId/rich-transcripts', async (request) => {
		const [file, { transcribe_config: config }] = resultOf(request, 'rich-transcripts');
		const { data, about } = described(file, config, request.query);
		return { ...ids(request), ...about, ...data };
	});
	api.get('/collections/:id/videos/:fileId/media-descriptions', async (request) => {
		const [file, { describe_config: config }, strategy] = resultOf(request, 'media-descriptions');
		const { data, about } = described(file, config, request.query);
		const thumbnail = flag(request.query, 'include_thumbnails') && file.object.thumbnail_url ? { thumbnail_url: file.object.thumbnail_url } : {};
		return { ...ids(request), ...about, ...thumbnail, ...data, ...structure(file, strategy, structureAsked(request.query)) };
	});
	api.get('/collections/:id/videos/:fileId/face-detections', async (request) => {
		const [file] = resultOf(request, 'face-analysis');
		const { data, ...numbers } = cut(facesOf(file), request.query, { min: 1 });
		return { ...ids(request), faces: data, ...numbers };
	});
}

module.exports = { addCollectionResultRoutes, described, fileShown, structureAsked };
