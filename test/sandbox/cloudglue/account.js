'use strict';

const { randomUUID } = require('node:crypto');
const { parseAddress } = require('./addresses');
const { itemOf, sourceMetadata } = require('./connectors');
const { fail, find } = require('./errors');
const { stableId } = require('./ids');
const { extensionOf, mediaInfo, mediaType } = require('./media');
const { windows } = require('./results');
const { createWork } = require('./work');

const PAGE = /\.(html?|php|pdf|txt|json|zip)$|\/$/i;
const FILE_QUOTA = 'Monthly upload limit reached';

/** Why a public address cannot be fetched, told by what it says of itself: `not-found`, `restricted`, a page instead of a file. */
function fetchable(url) {
	const { pathname } = new URL(url);
	if (/not-found/.test(url)) throw fail(404, 'The URL was not found or is not accessible');
	if (/restricted|login-gated|expired/.test(url)) throw fail(403);
	if (PAGE.test(pathname)) throw fail(415, 'The URL does not serve a supported video or audio content type');
}

/**
 * The account's files and how they get in, and the work on them.
 * File records: `{ id, kind: 'file', object, origin, address, received, thumbnails, seconds, wantsThumbnails }`, with `origin: { type, uri }`
 * of a connector file, `address` of a public one, `received: { bytes, sha256, filename, contentType }` of an upload.
 */
function createAccount(state, { fileUrl, tell }) {
	const files = () => [...state.files.values()];

	function complete({ kind, id, object, wantsThumbnails, seconds, segmentation }) {
		if (kind === 'collection.file' && segmentation) object.segmentation = segmentation;
		if (kind !== 'file') return;
		const file = state.files.get(id);
		Object.assign(object, mediaInfo(object.media_type, extensionOf(object.filename) ?? 'mp4', seconds));
		if (object.media_type === 'audio') return;
		object.thumbnail_url = fileUrl(`${id}.png`);
		const cuts = wantsThumbnails && object.media_type === 'video' ? windows(seconds) : [];
		const segmentation_id = stableId(id, 'segmentation');
		file.thumbnails = [
			{ id: stableId(id, 'thumbnail'), url: object.thumbnail_url, time: 0, type: 'file' },
			...cuts.map(([time], i) => ({ id: stableId(id, 'thumbnail', i), url: fileUrl(`${id}-${i}.png`), time, type: 'segment', segmentation_id, segment_id: stableId(id, 'segment', i) })),
		];
	}

	const work = createWork(state, { complete, tell });

	function add({ filename, source, bytes = null, metadata = null, source_metadata = null, created_at = Date.now(), mediaType: type, seconds = 60, wantsThumbnails = true, origin = null, address = null, received = null }) {
		const id = randomUUID();
		const media_type = type ?? mediaType(filename) ?? 'video';
		const object = { id, status: 'pending', bytes, created_at, filename, uri: `cloudglue://files/${id}`, metadata, media_type, source, source_metadata };
		const outcome = /processing-fails/.test(address ?? filename) ? 'failed' : undefined;
		const file = { id, kind: 'file', object, outcome, origin, address, received, thumbnails: [], seconds, wantsThumbnails };
		state.files.set(id, file);
		return file;
	}

	/** With `metadataOnly` nothing is downloaded, so there is nothing to process either. */
	function begin(file, metadataOnly) {
		if (!metadataOnly) return work.start(file);
		file.object.status = 'not_applicable';
		return file;
	}

	const withinQuota = () => {
		if (state.quotaExceeded) throw fail(429, FILE_QUOTA);
	};

	const account = {
		work,
		add,
		withinQuota,
		/** The file of a provider's item: the one there is, or a new one. */
		syncItem({ type }, item, { metadataOnly = false } = {}) {
			const { uri } = item;
			const known = files().find(({ origin }) => origin?.uri === uri);
			if (known) return known;
			const source_metadata = Object.keys(item.metadata).length ? sourceMetadata(item) : null;
			return begin(add({ filename: item.name, source: type, bytes: item.bytes, source_metadata, origin: { type, uri } }), metadataOnly);
		},
		/** The file of a public address: the one there is, unchanged, or a new one. */
		syncAddress(url, options = {}) {
			const known = files().find(({ address }) => address === url);
			if (known) return known;
			const { kind, type, source = kind === 'youtube' ? kind : (type ?? 'http') } = parseAddress(url);
			if (kind === 'tiktok' && state.outOfCredits) throw fail(402);
			if (kind !== 'youtube') fetchable(url);
			withinQuota();
			const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1)) || 'video';
			return begin(add({ filename: name, source, bytes: kind === 'youtube' ? null : 1_000_000, address: url, ...options }));
		},
		/** The file behind any address that media may have. */
		ingest(url, options) {
			const { kind, id, type, uri, isPublic } = parseAddress(url);
			if (kind === 'cloudglue') return find(state.files, id, 'File');
			if (kind === 'folder') throw fail(400, 'The link points to a folder');
			if (kind === 'invalid' || kind === 'page') throw fail(400, 'Unsupported URL');
			if (kind !== 'connector') return account.syncAddress(url);
			const connector = [...state.connectors.values()].find((one) => one.type === type);
			if (connector && !(isPublic && !connector.items.some(({ links }) => links.includes(uri)))) return account.syncItem(connector, itemOf(connector, uri), options);
			if (isPublic) return account.syncAddress(url);
			throw fail(400, `The account has no ${type} connector`);
		},
		remove(file) {
			work.stop(file);
			state.files.delete(file.id);
			for (const [key, media] of state.media) {
				if (media.object.file_id !== file.id) continue;
				work.stop(media);
				state.media.delete(key);
			}
		},
	};
	return account;
}

module.exports = { createAccount };
