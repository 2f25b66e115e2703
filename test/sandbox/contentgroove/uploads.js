'use strict';

const { createHmac, randomBytes, randomUUID } = require('node:crypto');
const { Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');

const MAX_BYTES = 5 * 1024 ** 3;
const WEEK = 604_800;

const xml = (code, message) =>
	`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });

/** A new upload slot: an id to hand in later, and a presigned address whose query is the only permission. */
function createUpload() {
	const key = randomBytes(16).toString('hex');
	const secret = randomBytes(32);
	const query = {
		'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
		'X-Amz-Credential': 'AKIASANDBOXSANDBOX00/20251015/us-east-1/s3/aws4_request',
		'X-Amz-Date': new Date().toISOString().replace(/[-:]|\.\d+/g, ''),
		'X-Amz-Expires': String(WEEK),
		'X-Amz-SignedHeaders': 'content-type;host',
		'X-Amz-Signature': createHmac('sha256', secret).update(key).digest('hex'),
	};
	const message = Buffer.from(JSON.stringify({ _rails: { message: key, exp: null, pur: 'blob_id' } })).toString('base64');
	const uploadId = `${message}--${createHmac('sha1', secret).update(message).digest('hex')}`;
	return { id: randomUUID(), uploadId, key, query, expiresAt: Date.now() + WEEK * 1000, received: null, usedBy: null };
}

/** Why S3 would refuse this PUT: `[status, code, message]`, or undefined. */
function refusal({ headers, query }, upload, { refuseContentType }) {
	if (headers.authorization || headers['x-api-key']) {
		return [400, 'InvalidArgument', 'Only one auth mechanism allowed; a key must never leave its own host'];
	}
	const signed = upload && Object.entries(upload.query);
	const genuine = signed?.every(([name, value]) => query[name] === value) && Object.keys(query).length === signed.length;
	if (!genuine || (refuseContentType && headers['content-type'])) {
		return [403, 'SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.'];
	}
	if (Date.now() > upload.expiresAt) return [403, 'AccessDenied', 'Request has expired'];
	if (headers['transfer-encoding'] || headers['content-length'] === undefined) {
		return [411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.'];
	}
	if (Number(headers['content-length']) > MAX_BYTES) {
		return [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size'];
	}
	return undefined;
}

/**
 * The storage behind the presigned addresses, `PUT /uploads/<key>?X-Amz-…`: answers as S3 does and keeps nothing but
 * `received: { bytes, sha256, contentType }`.
 */
function addUploadRoutes(app, state) {
	app.register(async (scope) => {
		// A scope of its own, so that even a JSON file passes through as a stream.
		scope.removeAllContentTypeParsers();
		scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
		scope.put('/uploads/:key', async (request, reply) => {
			const upload = [...state.uploads.values()].find(({ key }) => key === request.params.key);
			const refused = refusal(request, upload, state);
			if (refused) {
				const [status, code, message] = refused;
				return reply.code(status).type('application/xml').send(xml(code, message));
			}
			if (request.body) await pipeline(request.body, nowhere());
			const { bytes, sha256 } = request.entry;
			upload.received = { bytes, sha256, contentType: request.headers['content-type'] ?? null };
			return reply.send();
		});
	});
}

module.exports = { createUpload, addUploadRoutes };
