'use strict';

const { randomUUID } = require('node:crypto');
const { createServer } = require('./server');
const { sampleImage } = require('./media');
const { createAccount } = require('./cloudglue/account');
const { addCollectionMediaRoutes } = require('./cloudglue/collectionMedia');
const { addCollectionResultRoutes } = require('./cloudglue/collectionResults');
const { addCollectionRoutes, newCollection } = require('./cloudglue/collections');
const { addConnectorRoutes, addItems, seedConnectors } = require('./cloudglue/connectors');
const { errorBody, fail } = require('./cloudglue/errors');
const { addFileRoutes } = require('./cloudglue/files');
const { addJobRoutes, newJob } = require('./cloudglue/jobs');
const { addWebhookRoutes, createEvents } = require('./cloudglue/webhooks');

const API = '/v1';

const initialState = (processingMs) => ({
	connectors: seedConnectors(),
	files: new Map(),
	tags: new Map(),
	collections: new Map(),
	media: new Map(),
	jobs: new Map(),
	webhooks: new Map(),
	processingMs,
	pageSizes: null,
	quotaExceeded: false,
	outOfCredits: false,
	providers: {},
});

/**
 * A local Cloudglue with state: data connectors, files, collections, webhooks, and what jobs there are.
 *
 * `state` holds Maps by id: `connectors` (with their `items`), `files`, `tags`, `collections`, `media` (of collections, by
 * `<collection>/<file>`), `jobs`, `webhooks`; and the switches, also set by `POST /_sandbox/settings`: `processingMs` (Infinity, in JSON
 * null: until `finish`), `pageSizes` (a pattern for pages of connector files, `[2, 0]`), `quotaExceeded` (429), `outOfCredits` (402 for
 * TikTok), `providers` (what a type of connector answers instead: `{ zoom: 429, dropbox: 502 }`).
 *
 * Addresses tell their own fate: with `not-found` 404, with `restricted` 403, a page (`.html` …) 415; `processing-fails`, also in a
 * file's name, ends as failed.
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 = any free one
 * @param {string} [options.apiKey]
 * @param {number} [options.processingMs] how long files, media and jobs are processed
 * @param {number[]} [options.webhookRetryDelays] in ms; Cloudglue retries three times, so no more than three count
 */
async function startCloudglue({ port = 0, apiKey = 'cgk_sandbox', processingMs = 300, webhookRetryDelays = [200, 400, 800] } = {}) {
	const state = initialState(processingMs);
	let baseUrl;

	const server = createServer({
		name: 'Cloudglue',
		port,
		errorBody,
		authorize: ({ url, headers }) => !url.startsWith(`${API}/`) || headers.authorization === `Bearer ${apiKey}`,
		describe: () =>
			Object.fromEntries(
				Object.entries(state).map(([name, value]) => [name, value instanceof Map ? [...value.values()] : value]),
			),
		reset() {
			account.work.stopAll();
			Object.assign(state, initialState(processingMs));
			webhooks.settings.retryDelays = webhookRetryDelays;
		},
	});
	const { app, control, webhooks } = server;
	webhooks.settings.retryDelays = webhookRetryDelays;
	const { emit, tell } = createEvents(state, webhooks);
	const account = createAccount(state, { fileUrl: (name) => `${baseUrl}/media/${name}`, tell });

	/** One, or with `count` an array of them, ended and without an event (one that was missed), unless told otherwise. */
	function seed(make, { count, processing = false, silently = true, status, error } = {}) {
		const made = Array.from({ length: count ?? 1 }, (_, i) => {
			const record = make(count ? ` ${i + 1}` : '');
			return (processing ? account.work.start(record) : account.work.finish(record, { status, error, silently })).object;
		});
		return count === undefined ? made[0] : made;
	}

	function connector(idOrType) {
		const found = [...state.connectors.values()].find(({ id, type }) => idOrType === id || idOrType === type);
		if (!found) throw fail(404, 'Data connector not found');
		return found;
	}

	let media;
	const sandbox = {
		...server,
		apiKey,
		state,
		emit,
		/** The connector of that id or type, with its `items`. */
		connector,
		/** Puts `count` recordings at a provider; options: `name`, `folder` ('Archive/'), `bucket`, `at`, `metadata`, `locked`, `isPrivate`. */
		addConnectorFiles: (idOrType, count, options) => addItems(connector(idOrType), count, options),
		/**
		 * Puts a file into the account; options: `filename`, `metadata`, `bytes`, `seconds`, `created_at`, `source` …,
		 * and `count`, `processing`, `silently`, `status`.
		 */
		addFile: (options = {}) =>
			seed((number) => {
				const filename = (options.filename ?? 'video.mp4').replace(/(\.\w+)?$/, `${number}$1`);
				return account.add({ source: 'upload', bytes: 1_000_000, ...options, filename });
			}, options),
		/** Puts a job ('describe', 'extract' or 'segment') into the account; options: `fileId`, `url`, `created_at`, `config`, `criteria`, and as above. */
		addJob: (kind, { fileId, ...options } = {}) =>
			seed(() => {
				const job = newJob(kind, state.files.get(fileId ?? sandbox.addFile().id), options);
				state.jobs.set(job.id, job);
				return job;
			}, options),
		/** Makes a collection as a request would; `{ name, collection_type, … }`. */
		addCollection(body) {
			const collection = newCollection(body);
			state.collections.set(collection.id, collection);
			return collection;
		},
		/** Puts media into a collection (`file_id` or `url`), ended and without an event unless told otherwise. */
		addMedia: (collectionId, body, options = {}) =>
			seed(() => {
				const made = media.add(collectionId, body);
				const file = state.files.get(made.object.file_id);
				if (!options.processing && file.object.status === 'pending') account.work.finish(file, { silently: true });
				return made;
			}, options),
		addTag(fileId, { label, value }) {
			const tag = { id: randomUUID(), label, value, type: 'file', file_id: fileId };
			state.tags.set(tag.id, tag);
			return tag;
		},
		/** Ends the processing of a file, a job or, as '<collection>/<file>', of media, now; `status`, `error` (jobs), `silently`. */
		finish(id, options) {
			const record = state.files.get(id) ?? state.jobs.get(id) ?? state.media.get(id);
			if (!record) throw fail(404);
			return account.work.finish(record, options).object;
		},
		/** Sets how long processing takes from now on; Infinity: until `finish`. */
		setProcessing: (ms) => void (state.processingMs = ms ?? Infinity),
		redeliver: webhooks.redeliver,
		release: webhooks.release,
		forge: webhooks.forge,
		idle: webhooks.idle,
		async close() {
			account.work.stopAll();
			await server.close();
		},
	};

	app.register(
		async (api) => {
			const parts = { state, account, tell };
			addConnectorRoutes(api, parts);
			addFileRoutes(api, parts);
			addCollectionRoutes(api, parts);
			media = addCollectionMediaRoutes(api, parts);
			addCollectionResultRoutes(api, parts);
			addJobRoutes(api, parts);
			addWebhookRoutes(api, parts);
		},
		{ prefix: API },
	);
	app.get('/media/:name', async (_request, reply) => reply.type('image/png').send(sampleImage()));

	control('POST', 'settings', ({ processingMs: ms, ...settings }) => {
		if (ms !== undefined) sandbox.setProcessing(ms);
		return void Object.assign(state, settings);
	});
	control('POST', 'connector-files', ({ connector: of, count, ...options }) => sandbox.addConnectorFiles(of, count, options));
	control('POST', 'files', (options) => sandbox.addFile(options));
	control('POST', 'tags', ({ fileId, ...tag }) => sandbox.addTag(fileId, tag));
	control('POST', 'jobs', ({ kind, ...options }) => sandbox.addJob(kind, options));
	control('POST', 'collections', (body) => sandbox.addCollection(body));
	control('POST', 'media', ({ collectionId, body, ...options }) => sandbox.addMedia(collectionId, body, options));
	control('POST', 'finish', ({ id, ...options }) => sandbox.finish(id, options));
	control('POST', 'emit', ({ event, object, ...options }) => sandbox.emit(event, object, options));

	const { url } = await server.listen();
	baseUrl = url;
	return Object.assign(sandbox, { url, apiUrl: url + API });
}

module.exports = { startCloudglue };
