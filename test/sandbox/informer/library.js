'use strict';

const { randomUUID } = require('node:crypto');
const { accountOf, embeddedIn } = require('./integrations');
const { fail } = require('./errors');
const { newFile, sampleFiles } = require('./files');

const DAY = 86_400_000;
const inDays = (days) => new Date(Date.now() + days * DAY).toISOString();

/** Gives a library an integration of its own after one of the instance's; another one ends the connection. */
function setIntegration(library, source) {
	if (library.sourceId !== source.id) Object.assign(library, { connection: null, account: null });
	library.sourceId = source.id;
	library.integration = embeddedIn(library.attributes.id, library.integration?.id ?? randomUUID(), source);
}

/** What a person does in a browser: signs in at the cloud drive. `over` = fields of the connection. */
function connect(library, over = {}) {
	if (!library.integration) throw fail(400, 'Library has no integration');
	const now = inDays(0);
	library.account = accountOf(library.integration.type);
	library.connection = {
		id: randomUUID(),
		ownerId: 'alice',
		integrationId: library.integration.id,
		tokenExpiresAt: inDays(1),
		refreshTokenExpiresAt: inDays(30),
		lastAuthorizedAt: now,
		createdAt: now,
		updatedAt: now,
		...over,
	};
	return library;
}

/** When a connection ends: a refresh token renews the short-lived one, which only counts where there is none. */
const endOf = ({ tokenExpiresAt, refreshTokenExpiresAt }) => Date.parse(refreshTokenExpiresAt ?? tokenExpiresAt);

function expire(library, date) {
	const at = new Date(date).toISOString();
	const { connection } = library;
	if (!connection) throw fail(400, 'Library is not connected');
	if (connection.refreshTokenExpiresAt) connection.refreshTokenExpiresAt = at;
	if (!connection.refreshTokenExpiresAt || connection.tokenExpiresAt > at) connection.tokenExpiresAt = at;
	return library;
}

/** What happens on a library's drive. Files are replaced, not changed: snapshots hold the same objects. */
function changeDrive(library, { add = [], remove = [], touch = [] }) {
	const later = ({ modifiedAt }) => new Date(Math.max(Date.now(), Date.parse(modifiedAt) + 1)).toISOString();
	library.drive = [
		...library.drive
			.filter(({ filename }) => !remove.includes(filename))
			.map((file) => (touch.includes(file.filename) ? { ...file, modifiedAt: later(file) } : file)),
		...add.map((filename) => newFile(library, { filename, contentType: 'text/plain' })),
	];
	return library;
}

/**
 * Puts a library into the state: `{ attributes, shares, integration, sourceId, connection, account, files, drive, snapshots, assistants }`.
 * `drive` is what the cloud drive holds, `files` what Informer has of it.
 *
 * @param {object} state
 * @param {object} [options] `files` and `newFiles` (how many are in both, and on the drive only), `integration` (the id of one of the
 *   instance's; null = none), `connection` (fields; null = not connected), `shares`; all others are attributes
 */
function newLibrary(state, { files = 3, newFiles = 0, integration, connection, shares = [], folderId, ...over } = {}) {
	const { name = 'Library', type = 'google-drive', id = randomUUID(), ownerId = 'alice' } = over;
	const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	const at = inDays(0);
	const taken = [...state.libraries.values()].some(({ attributes }) => attributes.ownerId === ownerId && attributes.slug === slug);
	const library = {
		attributes: {
			id,
			type,
			name,
			slug: taken ? `${slug}-${id.slice(0, 8)}` : slug,
			description: '',
			ownerId,
			shared: false,
			assistantAccess: false,
			embedded: false,
			...(type !== 'local' && { syncedAt: inDays(-1), syncInterval: 60 }),
			createdAt: at,
			updatedAt: at,
			...over,
		},
		shares,
		integration: null,
		sourceId: null,
		connection: null,
		account: null,
		drive: [],
		snapshots: [],
		assistants: [],
	};
	const all = sampleFiles(library, files + newFiles, folderId);
	library.files = newFiles ? all.slice(0, -newFiles) : [...all];
	const source = integration === undefined ? [...state.integrations.values()].find((one) => one.type === type) : state.integrations.get(integration);
	if (type !== 'local') library.drive = all.map((file) => ({ ...file }));
	if (source) setIntegration(library, source);
	if (source && connection !== null) connect(library, connection);
	state.libraries.set(id, library);
	return library;
}

module.exports = { changeDrive, connect, endOf, expire, inDays, newLibrary, setIntegration };
