'use strict';

const { fail } = require('./errors');
const { instant, wholeNumber } = require('./query');
const { PROVIDERS } = require('./providers');

const DAY = 86_400_000;
const FOLDER_KEYS = { s3: 'prefix', gcs: 'prefix', 'google-drive': 'folder_id', dropbox: 'path' };

const folderId = (path) => `folder-${Buffer.from(path).toString('hex')}`;
const pathOfFolder = (id) => Buffer.from(id.replace(/^folder-/, ''), 'hex').toString();

/** Where in a provider's tree a request looks: what keys begin with. */
function place(type, { prefix = '', folder_id, path = '' }) {
	if (type === 'google-drive') return folder_id === undefined || folder_id === 'root' ? '' : pathOfFolder(folder_id);
	if (type !== 'dropbox') return prefix;
	const trimmed = path.replace(/^\/+|\/+$/g, '');
	return trimmed && `${trimmed}/`;
}

function folderRow(type, path) {
	const key = FOLDER_KEYS[type];
	const values = { prefix: path, folder_id: folderId(path), path: `/${path.slice(0, -1)}` };
	const name = path.slice(0, -1).split('/').at(-1);
	return { object: 'data_connector_file', type: 'folder', uri: null, name, mime_type: null, size_bytes: null, created_at: null, metadata: { [key]: values[key] } };
}

const fileRow = ({ uri, name, bytes, created_at, metadata }) => ({
	object: 'data_connector_file',
	type: 'file',
	uri,
	name,
	mime_type: 'video/mp4',
	size_bytes: bytes,
	created_at,
	metadata,
});

/** All rows at the place a request looks at: providers with a tree show one level of it, folders as rows. */
function rowsOf({ type, items }, query) {
	const { keyed } = PROVIDERS[type];
	const visible = items.filter(({ isPrivate }) => !isPrivate);
	if (!keyed) return visible.map(fileRow);
	const inBucket = FOLDER_KEYS[type] === 'prefix' ? visible.filter(({ bucket }) => bucket === query.bucket) : visible;
	const prefix = place(type, query);
	const folders = new Set();
	const files = [];
	for (const item of inBucket.filter(({ key }) => key.startsWith(prefix))) {
		const [next, ...deeper] = item.key.slice(prefix.length).split('/');
		if (deeper.length) folders.add(`${prefix}${next}/`);
		else files.push(fileRow(item));
	}
	return [...[...folders].map((path) => folderRow(type, path)), ...files];
}

/** What each parameter asks of a row; those a provider does not honour are never looked at. */
function testsOf({ from, to, title_search: title, team, meeting_type: meetingType }) {
	return {
		from: from !== undefined && (({ created_at: at }) => at !== null && at >= from),
		to: to !== undefined && (({ created_at: at }) => at !== null && at < to + DAY),
		title_search: title && (({ name }) => name.toLowerCase().includes(title.toLowerCase())),
		team: team && (({ metadata }) => metadata.teams?.some(({ id }) => id === team)),
		meeting_type: meetingType && (({ metadata }) => metadata.meeting_type?.id === meetingType),
	};
}

function readToken(token, filters) {
	if (token === undefined) return { at: 0, page: 0 };
	try {
		const position = JSON.parse(Buffer.from(token, 'base64url'));
		if (position.filters === filters) return position;
	} catch {
		// Not one of ours: refused like one of another listing.
	}
	throw fail(400, 'Invalid page_token');
}

/**
 * One page of a connector's files. Filters a provider knows itself choose before the page is cut, the others ("while listing") after it:
 * such a page is short, or empty, with more to follow. `pageSizes` cuts all pages to a pattern: `[2, 0]` = two rows, none, two …
 */
function browse(connector, query, pageSizes) {
	const { native = [], late = [], monthsBack } = PROVIDERS[connector.type];
	const { limit: _limit, page_token: token, ...parameters } = query;
	if (FOLDER_KEYS[connector.type] === 'prefix' && !query.bucket) throw fail(400, 'bucket is required for this connector type');
	const limit = wholeNumber(query, 'limit', 20, [1, 100]);
	const filters = JSON.stringify([connector.id, Object.entries(parameters).sort()]);
	const { at, page } = readToken(token, filters);

	const lookBack = monthsBack && Date.now() - monthsBack * 30.5 * DAY;
	const tests = testsOf({ ...parameters, from: instant(query, 'from') ?? lookBack, to: instant(query, 'to') });
	const passes = (names) => (row) => names.every((name) => !tests[name] || tests[name](row));
	const rows = rowsOf(connector, query).filter(passes(native));
	const end = at + Math.min(limit, pageSizes?.length ? pageSizes[page % pageSizes.length] : limit);
	const more = end < rows.length;
	return {
		object: 'list',
		data: rows.slice(at, end).filter(passes(late)),
		has_more: more,
		next_page_token: more ? Buffer.from(JSON.stringify({ at: end, page: page + 1, filters })).toString('base64url') : null,
	};
}

module.exports = { browse };
