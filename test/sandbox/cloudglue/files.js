'use strict';

const { createHash } = require('node:crypto');
const { pipeline } = require('node:stream/promises');
const busboy = require('@fastify/busboy');
const { parseAddress } = require('./addresses');
const { fail, find } = require('./errors');
const { fileFilter } = require('./filter');
const { mediaType } = require('./media');
const { S5, cut, flag, list, oneOf } = require('./query');

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a form as it arrives; of the file nothing stays but its size and its hash. */
async function readForm({ headers, body }) {
	if (!/^multipart\/form-data/.test(headers['content-type'])) throw fail(400, 'Expected multipart/form-data');
	const fields = {};
	let file;
	try {
		const form = busboy({ headers });
		form.on('field', (name, value) => void (fields[name] = value));
		form.on('file', (name, stream, filename, _encoding, contentType) => {
			if (name !== 'file') return void stream.resume();
			const hash = createHash('sha256');
			file = { filename, contentType, bytes: 0, sha256: '' };
			stream.on('data', (chunk) => {
				file.bytes += chunk.length;
				hash.update(chunk);
			});
			stream.on('end', () => void (file.sha256 = hash.digest('hex')));
		});
		await pipeline(body, form);
	} catch (error) {
		throw fail(400, error.message);
	}
	return { fields, file };
}

function metadataOf(text) {
	if (text === undefined) return null;
	try {
		const metadata = JSON.parse(text);
		if (isObject(metadata)) return metadata;
	} catch {
		// Said below, as for JSON that is no object.
	}
	throw fail(400, 'Invalid metadata: must be a JSON object');
}

function addFileRoutes(api, { state, account, tell }) {
	const { work } = account;
	const fileOf = ({ params }) => find(state.files, params.id, 'File');
	const objects = () => [...state.files.values()].map(({ object }) => object);

	api.post('/files', async (request) => {
		const { fields, file } = await readForm(request);
		request.entry.body = { ...fields, file: file && `${file.filename}, ${file.bytes} bytes` };
		if (!file) throw fail(400, 'Missing file');
		const wantsThumbnails = flag(fields, 'enable_segment_thumbnails');
		const metadata = metadataOf(fields.metadata);
		const { filename, contentType, bytes } = file;
		const type = mediaType(filename, contentType);
		if (!type) throw fail(415);
		account.withinQuota();
		const made = account.add({ filename, source: 'upload', bytes, metadata, mediaType: type, wantsThumbnails, received: file });
		return work.start(made).object;
	});

	api.post('/files/sync', async ({ body }) => {
		const { url, metadata, enable_segment_thumbnails: wantsThumbnails = true } = body ?? {};
		if (typeof url !== 'string') throw fail(400, 'url is required');
		if (metadata !== undefined && !isObject(metadata)) throw fail(400, 'metadata must be an object');
		const { kind, isPublic } = parseAddress(url);
		if (kind === 'youtube') throw fail(400, 'YouTube URLs are not supported here; add them to a collection');
		if (kind === 'connector' && !isPublic) throw fail(400, 'This URL requires a data connector; use POST /data-connectors/{id}/sync');
		if (!['http', 'tiktok', 'connector'].includes(kind)) throw fail(400, 'Unsupported URL');
		return account.syncAddress(url, { metadata: metadata ?? null, wantsThumbnails }).object;
	});

	api.get('/files', async ({ query }) => {
		const status = oneOf(query, 'status', S5);
		const fits = fileFilter(query.filter);
		return list(objects().filter((file) => (!status || file.status === status) && fits(file)), query, { orders: ['created_at', 'filename'] });
	});
	api.get('/files/:id', async (request) => fileOf(request).object);
	api.put('/files/:id', async (request) => {
		const { object } = fileOf(request);
		const { filename, metadata } = request.body ?? {};
		if (!isObject(request.body) || (metadata !== undefined && !isObject(metadata))) throw fail(400, 'Invalid file update parameters');
		return Object.assign(object, filename !== undefined && { filename }, metadata !== undefined && { metadata });
	});
	api.delete('/files/:id', async (request) => {
		const file = fileOf(request);
		account.remove(file);
		tell(file, 'deleted');
		return { id: file.id, object: 'file' };
	});

	api.get('/files/:id/thumbnails', async (request) => {
		const { thumbnails } = fileOf(request);
		const { query } = request;
		const types = query.type?.split(',');
		const wanted = thumbnails.filter(
			({ type, segmentation_id }) =>
				(!types || types.includes(type)) &&
				(!query.segmentation_id || query.segmentation_id === segmentation_id) &&
				(!flag(query, 'is_default') || type === 'file'),
		);
		return { object: 'list', ...cut(wanted, query, { min: 1 }) };
	});
	api.get('/files/:id/tags', async (request) => {
		const { id } = fileOf(request);
		const data = [...state.tags.values()].filter(({ file_id }) => file_id === id);
		return { object: 'list', data, total: data.length, limit: data.length, offset: 0 };
	});
}

module.exports = { addFileRoutes };
