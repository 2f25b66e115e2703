'use strict';

const { randomUUID } = require('node:crypto');
const { fail, notFound, overQuota, invalid } = require('./errors');
const { select } = require('./ransack');
const { createUpload } = require('./uploads');
const { mediaResource, clipResource, subscriptionResource, listLinks } = require('./documents');

const USER_ID = randomUUID();
const MEDIA_ATTRIBUTES =
	'created_at description external_id has_fetch_error is_processing name original_created_at processing_started_at source_created_at source_file_content_type source_file_duration source_file_height source_file_preview_image_url source_file_width source_url';
const CLIP_ATTRIBUTES =
	'created_at end_char end_time external_id is_processing media_file_content_type media_file_duration media_file_height media_file_preview_image_url media_file_url media_file_width name processing_started_at rank start_char start_time text';

// What each list can be filtered by: the documented attributes, and the ids that tie objects together.
const FILTERS = {
	medias: ['id', ...MEDIA_ATTRIBUTES.split(' ')],
	clips: ['id', 'media_id', ...CLIP_ATTRIBUTES.split(' ')],
	webhook_subscriptions: ['id', 'url', 'subscribed_events', 'active', 'created_at', 'updated_at'],
};

/** `data.attributes` of a request; without them (or with a body that is not JSON) it cannot be understood. */
function attributesOf({ body }) {
	const attributes = body?.data?.attributes;
	if (!attributes || typeof attributes !== 'object') throw fail(400, 'param is missing or the value is empty: data');
	return attributes;
}

const pick = (attributes, names) =>
	Object.fromEntries(names.filter((name) => attributes[name] !== undefined).map((name) => [name, attributes[name]]));

function find(records, id) {
	const record = records.get(id);
	if (!record) throw notFound();
	return record;
}

/**
 * The 15 operations. `baseUrl()` is the address the outside knows, `prefix` the API's path below it.
 */
function addRoutes(app, { state, library, baseUrl, prefix }) {
	/** Routes every resource has: list, one, delete. */
	function addResource(api, type, records, show, remove) {
		api.get(`/${type}`, async ({ query }) => {
			const read = (record) => ({ id: record.id, media_id: record.mediaId, ...record.attributes });
			const result = select([...records().values()], query, { attributes: FILTERS[type], maxPageSize: state.maxPageSize, read });
			return {
				data: result.page.map((record) => show(record, { inList: true })),
				links: listLinks(`${baseUrl()}${prefix}/${type}`, query, result, state.pageLinks),
			};
		});
		api.get(`/${type}/:id`, async (request) => document(request, show(find(records(), request.params.id))));
		api.delete(`/${type}/:id`, async (request, reply) => {
			remove(find(records(), request.params.id));
			return reply.code(204).send();
		});
	}

	const document = ({ url }, data) => ({ data, links: { self: baseUrl() + url.split('?')[0] } });

	/** A media can come from an upload once, and only after the bytes have arrived. */
	function receivedUpload(uploadId) {
		const upload = state.uploads.get(uploadId);
		if (!upload?.received) throw invalid('upload_id', 'Upload is invalid or no file was uploaded');
		if (upload.usedBy) throw invalid('upload_id', 'Upload has already been used', 'taken');
		return upload;
	}

	app.register(
		async (api) => {
			addResource(api, 'medias', () => state.medias, mediaResource, library.removeMedia);
			addResource(api, 'clips', () => state.clips, clipResource, ({ id }) => library.removeClip(id));
			addResource(api, 'webhook_subscriptions', () => state.subscriptions, subscriptionResource, ({ id }) => state.subscriptions.delete(id));

			api.post('/medias', async (request) => {
				const { source_url = null, upload_id, ...rest } = attributesOf(request);
				if (state.quotaExceeded) throw overQuota('medias');
				if (!source_url && !upload_id) throw invalid('source_url', "Source url can't be blank", 'blank');
				const upload = upload_id && receivedUpload(upload_id);
				const media = library.addMedia({
					...pick(rest, ['name', 'description']),
					source_url,
					source_file_content_type: upload?.received.contentType ?? null,
				});
				if (upload) upload.usedBy = media.id;
				// Rendered before processing starts: the answer still says `is_processing: null`.
				const answer = document(request, structuredClone(mediaResource(media)));
				library.process(media);
				return answer;
			});
			api.put('/medias/:id', async (request) => {
				const media = find(state.medias, request.params.id);
				Object.assign(media.attributes, pick(attributesOf(request), ['name', 'description']));
				return document(request, mediaResource(media));
			});

			api.post('/clips', async (request) => {
				const attributes = pick(attributesOf(request), ['name', 'media_id', 'start_time', 'end_time']);
				for (const name of ['name', 'media_id', 'start_time', 'end_time']) {
					if (attributes[name] === undefined) throw invalid(name, `${name} can't be blank`, 'blank');
				}
				if (state.quotaExceeded) throw overQuota('clips');
				const { media_id, ...rest } = attributes;
				find(state.medias, media_id);
				return document(request, structuredClone(clipResource(library.addClip(media_id, rest))));
			});
			api.put('/clips/:id', async (request) => {
				const clip = find(state.clips, request.params.id);
				Object.assign(clip.attributes, pick(attributesOf(request), ['name', 'start_time', 'end_time']));
				return document(request, clipResource(clip));
			});

			api.get('/direct_uploads', async () => {
				const { id, uploadId, key, query } = library.addUpload(createUpload());
				const upload_url = `${baseUrl()}/uploads/${key}?${new URLSearchParams(query)}`;
				return { data: { id, type: 'direct_upload_blobs', attributes: { upload_id: uploadId, upload_url } } };
			});

			api.post('/webhook_subscriptions', async (request) => {
				const { url, subscribed_events = ['*'] } = attributesOf(request);
				if (!URL.canParse(url)) throw invalid('url', 'Url is invalid');
				const at = new Date().toISOString();
				const attributes = { url, subscribed_events, active: true, created_at: at, updated_at: at };
				const subscription = { id: randomUUID(), userId: USER_ID, attributes };
				state.subscriptions.set(subscription.id, subscription);
				return document(request, subscriptionResource(subscription));
			});
		},
		{ prefix },
	);
}

module.exports = { addRoutes };
