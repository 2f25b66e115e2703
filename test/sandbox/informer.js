'use strict';

const { createServer } = require('./server');
const { createAccess, newToken } = require('./informer/access');
const { libraryResource } = require('./informer/documents');
const { errorBody, notFound } = require('./informer/errors');
const { seedIntegrations } = require('./informer/integrations');
const { changeDrive, connect, expire, inDays, newLibrary } = require('./informer/library');
const { addRoutes } = require('./informer/routes');
const { seedLibraries } = require('./informer/seed');
const { addSharingRoutes } = require('./informer/sharing');
const { addSnapshotRoutes } = require('./informer/snapshots');
const { addSyncRoute, createSyncs } = require('./informer/sync');

const API = '/api';
const LOGIN_PAGE = '<!DOCTYPE html><html><head><title>Informer</title></head><body><form action="/login"><input name="username"></form></body></html>';

/**
 * A local Informer with state: libraries (their files, integrations, connections, syncs, snapshots, shares, assistants) and the
 * instance's integrations. It starts with a company's libraries, one of them that of the documentation's examples.
 *
 * `state` holds the Maps `libraries`, `integrations` (by id) and `tokens` (by token: `{ user, teams, permissions, readOnly, expiresAt }`),
 * the log `syncs`, and the switches: `sync` (see `setSync`) and `maxPageSize` (of libraries; also set by `POST /_sandbox/settings`).
 *
 * @param {object} [options]
 * @param {number} [options.port] 0 = any free one
 * @param {string} [options.token] of Alice, who is in the team "engineering"; with `_readonly` and `_expired` behind it there are two more
 * @param {number} [options.syncMs] how long a sync takes
 */
async function startInformer({ port = 0, token = 'inf_sandbox_token', syncMs = 300 } = {}) {
	const readOnlyToken = `${token}_readonly`;
	const expiredToken = `${token}_expired`;
	const syncDefaults = { ms: syncMs, errors: [], dropAfterMs: null, proxyTimeoutMs: null, proxyStatus: 504 };
	const state = {};

	function seed() {
		const tokens = [[token, {}], [readOnlyToken, { readOnly: true }], [expiredToken, { expiresAt: 0 }]];
		Object.assign(state, {
			libraries: new Map(),
			integrations: seedIntegrations(),
			tokens: new Map(tokens.map(([name, options]) => [name, newToken(options)])),
			syncs: [],
			sync: { ...syncDefaults },
			maxPageSize: Infinity,
		});
		seedLibraries(state);
	}
	seed();

	const access = createAccess(state);
	const syncs = createSyncs(state);
	const server = createServer({
		name: 'Informer',
		port,
		errorBody,
		authorize(request) {
			if (request.url.startsWith(`${API}/`)) access.authenticate(request);
			return true;
		},
		describe: () =>
			Object.fromEntries(
				Object.entries(state).map(([name, value]) => [name, value instanceof Map ? [...value.values()] : value]),
			),
		reset() {
			syncs.stopAll();
			seed();
		},
	});
	const { app, control } = server;

	const sandbox = {
		...server,
		token,
		readOnlyToken,
		expiredToken,
		state,
		/** The record of the library with that id, natural id or name. */
		library: (id) => [...state.libraries.values()].find(({ attributes }) => attributes.name === id) ?? access.library(id),
		/**
		 * Puts a library into the instance, Alice's and connected unless told otherwise, and returns its record. Options: `files` and
		 * `newFiles` (how many are in both, and on the drive only), `integration` (id, null = none), `connection` (fields, null = none),
		 * `shares`; all others are attributes: `name`, `type`, `ownerId`, `syncedAt`, `embedded` … With `count` an array of them.
		 */
		addLibrary({ count, ...options } = {}) {
			const made = Array.from({ length: count ?? 1 }, (_, i) =>
				newLibrary(state, { ...options, ...(count !== undefined && { name: `${options.name ?? 'Library'} ${i + 1}` }) }),
			);
			return count === undefined ? made[0] : made;
		},
		/**
		 * How syncs go from now on; what is not given goes back to normal. `ms`: how long they take; `errors`: what they say went wrong;
		 * `dropAfterMs`: then the connection is dropped; `proxyTimeoutMs`: then a proxy answers `proxyStatus` (504, or 502). The sync goes on.
		 */
		setSync: (options = {}) => (state.sync = { ...syncDefaults, ...options }),
		/** How many syncs of the library were started. */
		syncsStarted: (id) => state.syncs.filter(({ libraryId }) => libraryId === sandbox.library(id).attributes.id).length,
		/** Ends a library's connection at a date (Date, ISO 8601 or ms), by default a minute ago. */
		expireConnection: (id, date = inDays(-1 / 1440)) => expire(sandbox.library(id), date),
		/** What a person does in a browser: connects the library with the account of its drive. */
		connect: (id, connection) => connect(sandbox.library(id), connection),
		/** Changes what a library's drive holds: `add` and `remove` (file names), `touch` (names of files edited there). */
		changeDrive: (id, changes) => changeDrive(sandbox.library(id), changes),
		/** Makes a token: `{ user, teams, permissions, readOnly, expiresAt }`. */
		addToken: (name, options) => void state.tokens.set(name, newToken(options)),
		/** Ends a token now. */
		expireToken: (name = token) => void (state.tokens.get(name).expiresAt = 0),
		async close() {
			syncs.stopAll();
			await server.close();
		},
	};

	app.decorateRequest('caller', null);
	app.register(
		async (api) => {
			const parts = { state, access, syncs };
			addRoutes(api, parts);
			addSyncRoute(api, parts);
			addSharingRoutes(api, parts);
			addSnapshotRoutes(api, parts);
		},
		{ prefix: API },
	);
	// As an instance does: whatever is not the API is the web application, which begins with its login page.
	app.get('/*', async ({ url }, reply) => {
		if (/^\/(?:api|_sandbox)\//.test(url)) throw notFound();
		return reply.type('text/html').send(LOGIN_PAGE);
	});

	const shown = (made) => (Array.isArray(made) ? made.map(libraryResource) : libraryResource(made));
	control('POST', 'settings', ({ maxPageSize }) => void (state.maxPageSize = maxPageSize ?? Infinity));
	control('POST', 'library', (options) => shown(sandbox.addLibrary(options)));
	control('POST', 'sync', (options) => sandbox.setSync(options));
	control('GET', 'syncs', () => state.syncs);
	control('POST', 'expire-connection', ({ libraryId, date }) => sandbox.expireConnection(libraryId, date).connection);
	control('POST', 'connect', ({ libraryId, ...connection }) => sandbox.connect(libraryId, connection).connection);
	control('POST', 'drive', ({ libraryId, ...changes }) => shown(sandbox.changeDrive(libraryId, changes)));
	control('POST', 'token', ({ token: name, ...options }) => sandbox.addToken(name, options));
	control('POST', 'expire-token', ({ token: name }) => sandbox.expireToken(name));

	const { url } = await server.listen();
	return Object.assign(sandbox, { url, apiUrl: url + API });
}

module.exports = { startInformer };
