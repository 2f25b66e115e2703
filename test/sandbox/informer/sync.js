'use strict';

const { setTimeout: sleep } = require('node:timers/promises');
const { countOf } = require('./documents');
const { bodyOf, fail } = require('./errors');
const { endOf } = require('./library');

/** Why a library cannot be synced: Informer's words for it are not documented. */
function refuse({ attributes, integration, connection }) {
	if (attributes.type === 'local') throw fail(400, 'A local library has nothing to sync with');
	if (!integration) throw fail(400, 'Library has no integration');
	if (!connection) throw fail(400, 'Library is not connected');
	if (endOf(connection) <= Date.now()) throw fail(400, 'The connection of the library has expired');
}

/** Makes the library what its drive is, and says what that took. */
function bringInStep(library, errors) {
	const before = new Map(library.files.map((file) => [file.id, file]));
	const now = new Date().toISOString();
	const added = library.drive.filter(({ id }) => !before.has(id));
	const updated = library.drive.filter(({ id, modifiedAt }) => before.has(id) && before.get(id).modifiedAt !== modifiedAt);
	const changed = new Set([...added, ...updated]);
	library.files = library.drive.map((file) => (changed.has(file) ? { ...file, indexed: true, indexedAt: now } : before.get(file.id)));
	const kept = new Set(library.files.map(({ id }) => id));
	const deleted = [...before.values()].filter(({ id }) => !kept.has(id));
	return {
		syncedFiles: countOf(library.files),
		addedFiles: countOf(added),
		updatedFiles: countOf(updated),
		deletedFiles: countOf(deleted),
		errors,
	};
}

/**
 * Syncs: each takes `state.sync.ms` and goes on whether or not somebody still waits for its answer. `state.syncs` logs them as
 * `{ libraryId, startedAt, endedAt, purge, progress }`.
 */
function createSyncs(state) {
	let stop = new AbortController();

	/** Starts a sync; resolves to its result. */
	async function run(library, { purge = false, progress }) {
		const { ms, errors } = state.sync;
		const { attributes } = library;
		const entry = { libraryId: attributes.id, startedAt: Date.now(), endedAt: null, purge, progress };
		state.syncs.push(entry);
		const purged = purge ? countOf(library.files) : 0;
		if (purge) library.files = [];
		await sleep(ms, undefined, { signal: stop.signal, ref: false });
		const result = bringInStep(library, errors);
		// Never twice the same instant: `syncedAt` tells one sync from the next.
		entry.endedAt = Math.max(Date.now(), Date.parse(attributes.syncedAt ?? 0) + 1);
		attributes.syncedAt = attributes.updatedAt = new Date(entry.endedAt).toISOString();
		return { ...result, deletedFiles: result.deletedFiles + purged };
	}

	/** What becomes of the answer first: the result, or somebody on the way who gives up on it. */
	async function answer(library, body) {
		refuse(library);
		const { dropAfterMs, proxyTimeoutMs, proxyStatus } = state.sync;
		const { signal } = stop;
		const result = run(library, body).then(
			(value) => ({ value }),
			(error) => {
				if (error.name !== 'AbortError') throw error;
				return { dropped: true };
			},
		);
		const cuts = [[dropAfterMs, { dropped: true }], [proxyTimeoutMs, { proxyStatus }]].filter(([ms]) => Number.isFinite(ms));
		return await Promise.race([result, ...cuts.map(([ms, cut]) => sleep(ms, cut, { signal, ref: false }).catch(() => cut))]);
	}

	return {
		answer,
		/** Ends all syncs as a restart of Informer would: without a result. */
		stopAll() {
			stop.abort();
			stop = new AbortController();
		},
	};
}

const page = (title) => `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center><hr><center>nginx</center></body>\n</html>`;
const PROXY_PAGES = { 502: page('502 Bad Gateway'), 504: page('504 Gateway Time-out') };

/** `POST …/_sync` */
function addSyncRoute(api, { access, syncs }) {
	api.post('/libraries/:id/_sync', async (request, reply) => {
		const library = access.permitted(request, 'library:sync');
		const { value, proxyStatus } = await syncs.answer(library, bodyOf(request, { purge: 'boolean', progress: 'string' }));
		if (value) return value;
		if (proxyStatus) return reply.code(proxyStatus).type('text/html').send(PROXY_PAGES[proxyStatus]);
		reply.hijack();
		request.raw.socket.destroy();
		return reply;
	});
}

module.exports = { addSyncRoute, createSyncs };
