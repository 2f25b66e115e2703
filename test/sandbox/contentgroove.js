'use strict';

const { createServer } = require('./server');
const { sampleVideo, sampleImage } = require('./media');
const { finishedCallback } = require('./contentgroove/documents');
const { errorBody, notFound } = require('./contentgroove/errors');
const { createLibrary } = require('./contentgroove/library');
const { addRoutes } = require('./contentgroove/routes');
const { addUploadRoutes } = require('./contentgroove/uploads');

const API = '/api/v1';
const EVENT = 'media.processing_finished';

const initialState = (processingMs) => ({
	medias: new Map(),
	clips: new Map(),
	subscriptions: new Map(),
	uploads: new Map(),
	processingMs,
	quotaExceeded: false,
	maxPageSize: 100,
	pageLinks: false,
	refuseContentType: false,
});

/**
 * A local ContentGroove with state: the 15 operations, presigned uploads and callbacks.
 *
 * `state` holds the Maps `medias`, `clips`, `subscriptions` (by id) and `uploads` (by upload_id), and the switches, also set by
 * `POST /_sandbox/settings`: `processingMs` (Infinity, in JSON null: until `finish`), `quotaExceeded`, `maxPageSize`,
 * `pageLinks` (lists name first, prev, next, last), `refuseContentType` (an upload's signature covers an empty Content-Type).
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 = any free one
 * @param {string} [options.apiKey]
 * @param {number} [options.processingMs] how long a media is processed
 * @param {string} [options.publicUrl] the address to write into links, when it is not the one listened on
 */
async function startContentGroove({ port = 0, apiKey = 'cg_sandbox_key', processingMs = 300, publicUrl } = {}) {
	const state = initialState(processingMs);
	let baseUrl = publicUrl;

	const library = createLibrary(state, { fileUrl: (name) => `${baseUrl}/files/${name}`, onFinished: callBack });
	const server = createServer({
		name: 'ContentGroove',
		port,
		errorBody,
		authorize: ({ url, headers, query }) =>
			!url.startsWith(`${API}/`) ||
			[headers.authorization?.replace(/^Bearer /, ''), headers['x-api-key'], query.api_key].includes(apiKey),
		describe: () =>
			Object.fromEntries(
				Object.entries(state).map(([name, value]) => [name, value instanceof Map ? [...value.values()] : value]),
			),
		reset() {
			library.stopAll();
			Object.assign(state, initialState(processingMs));
		},
	});
	const { app, control, webhooks } = server;

	/** Tells every active subscription that asked for the event. */
	function callBack(media) {
		const body = finishedCallback(media, state.clips);
		for (const { attributes } of state.subscriptions.values()) {
			const asked = attributes.subscribed_events.some((event) => event === '*' || event === EVENT);
			if (attributes.active && asked) void webhooks.deliver({ url: attributes.url, body });
		}
	}

	function media(id) {
		if (!state.medias.has(id)) throw notFound();
		return state.medias.get(id);
	}

	const sandbox = {
		...server,
		apiKey,
		state,
		/**
		 * Puts media straight into the account, by default finished and without a callback (one that was missed);
		 * `processing: true` lets it run its course. Other options are attributes. With `count` an array of them.
		 */
		addMedia({ count, processing = false, silently = true, fetchError, ...attributes } = {}) {
			const made = Array.from({ length: count ?? 1 }, (_, i) => {
				const name = attributes.name ?? 'Media';
				const one = library.addMedia({ source_url: 'https://example.com/video.mp4', ...attributes, name: count ? `${name} ${i + 1}` : name });
				if (processing) library.process(one);
				else library.finish(one, { fetchError, silently });
				return one;
			});
			return count === undefined ? made[0] : made;
		},
		/** Ends processing now; see `idle()` for when callbacks have gone out. A finished media is called back again, unchanged. */
		finish: (mediaId, options) => library.finish(media(mediaId), options),
		/** Processes the same media anew: id kept, new `processing_started_at`, new suggested clips. */
		reprocess: (mediaId) => library.reprocess(media(mediaId)),
		/** Sets how long processing takes from now on; Infinity: until `finish`. */
		setProcessing: (ms) => void (state.processingMs = ms ?? Infinity),
		redeliver: webhooks.redeliver,
		release: webhooks.release,
		forge: webhooks.forge,
		idle: webhooks.idle,
		async close() {
			library.stopAll();
			await server.close();
		},
	};

	addRoutes(app, { state, library, baseUrl: () => baseUrl, prefix: API });
	addUploadRoutes(app, state);
	app.get('/files/:name', async ({ params }, reply) =>
		params.name.endsWith('.png') ? reply.type('image/png').send(sampleImage()) : reply.type('audio/wav').send(sampleVideo()),
	);
	control('POST', 'settings', ({ processingMs: ms, ...settings }) => {
		if (ms !== undefined) sandbox.setProcessing(ms);
		return void Object.assign(state, settings);
	});
	control('POST', 'media', (options) => sandbox.addMedia(options));
	control('POST', 'finish', ({ mediaId, ...options }) => sandbox.finish(mediaId, options));
	control('POST', 'reprocess', ({ mediaId }) => sandbox.reprocess(mediaId));

	const { url } = await server.listen();
	baseUrl ??= url;
	return Object.assign(sandbox, { url, apiUrl: url + API });
}

module.exports = { startContentGroove };
