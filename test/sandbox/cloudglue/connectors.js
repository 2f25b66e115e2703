'use strict';

const { parseAddress } = require('./addresses');
const { fail, find } = require('./errors');
const { stableId } = require('./ids');
const { browse } = require('./listing');
const { PROVIDERS, hasMetadata, makeItem } = require('./providers');

const DAY = 86_400_000;

/** One connector of each type, with four recordings, one of them in a folder and one older than half a year. */
function seedConnectors() {
	const created = Date.now() - 300 * DAY;
	const connectors = Object.entries(PROVIDERS).map(([type, { account }], i) => {
		const connector = { id: stableId('connector', type), object: 'data_connector', type, created_at: created + i, updated_at: created + i, metadata: account, items: [] };
		addItems(connector, 2);
		addItems(connector, 1, { folder: 'Archive/' });
		addItems(connector, 1, { at: Date.now() - 250 * DAY });
		return connector;
	});
	return new Map(connectors.map((connector) => [connector.id, connector]));
}

/** More items at a provider, each an hour older than the one before. */
function addItems(connector, count, { at = Date.now() - DAY, name, ...options } = {}) {
	const made = Array.from({ length: count }, (_, i) => {
		const n = connector.items.length + i + 1;
		const named = name && (count > 1 ? name.replace(/(\.\w+)?$/, ` ${i + 1}$1`) : name);
		return makeItem(connector.type, { n, at: at - i * 3_600_000, name: named, ...options });
	});
	connector.items.push(...made);
	return made;
}

/** What is behind a connector address, or why it cannot be had. `connector` is undefined when the account has none of that type. */
function itemOf(connector, uri) {
	const item = connector.items.find((one) => !one.isPrivate && (one.uri === uri || one.links.includes(uri)));
	if (!item) throw fail(404, 'The file was not found at the source');
	if (item.locked) throw fail(403, 'The source file is not accessible');
	if (connector.type === 'recall' && item.metadata.status_code !== 'done') throw fail(400, 'The recording is not done');
	return item;
}

const sourceMetadata = ({ metadata, atSync }) => ({ ...metadata, ...atSync });

/** The item that `url` names at this very connector. */
function resolve(connector, url) {
	const { kind, type, uri } = parseAddress(url);
	if (kind === 'folder') throw fail(400, 'The link points to a folder');
	if (kind !== 'connector' || type !== connector.type) throw fail(400, `URL source does not match the connector type ${connector.type}`);
	return itemOf(connector, uri);
}

function addConnectorRoutes(api, { state, account }) {
	const connectorOf = ({ params }) => find(state.connectors, params.id, 'Data connector');

	/** Asks the provider, who may be out of order: `state.providers` says so by type. */
	function reach(connector) {
		const status = state.providers[connector.type];
		if (status) throw fail(status, status === 429 ? 'The external service rate-limited the request' : undefined);
		return connector;
	}

	api.get('/data-connectors', async () => {
		const data = [...state.connectors.values()].map(({ items: _items, ...connector }) => connector);
		return { object: 'list', data, total: data.length, limit: data.length, offset: 0 };
	});
	api.get('/data-connectors/:id/files', async (request) => browse(reach(connectorOf(request)), request.query, state.pageSizes));
	api.post('/data-connectors/:id/sync', async (request) => {
		const connector = connectorOf(request);
		const item = resolve(connector, request.body?.url);
		return account.syncItem(reach(connector), item).object;
	});
	api.get('/data-connectors/:id/source-metadata', async (request) => {
		const connector = connectorOf(request);
		const item = resolve(connector, request.query.url);
		if (!hasMetadata(connector.type)) throw fail(501);
		reach(connector);
		return { object: 'source_metadata', source_metadata: sourceMetadata(item) };
	});
	api.post('/files/:id/sync', async ({ params }) => {
		const file = find(state.files, params.id, 'File');
		const { type, uri } = file.origin ?? {};
		if (!type) throw fail(400, 'File has no connector URI');
		if (!hasMetadata(type)) throw fail(400, 'The source does not support metadata lookup');
		const connector = [...state.connectors.values()].find((one) => one.type === type);
		if (!connector) throw fail(400, `The account has no ${type} connector`);
		file.object.source_metadata = sourceMetadata(itemOf(reach(connector), uri));
		return file.object;
	});
}

module.exports = { addConnectorRoutes, addItems, itemOf, seedConnectors, sourceMetadata };
