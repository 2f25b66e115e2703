'use strict';

// A process of its own, so that its memory is that of the upload: stores a file, uploads it, prints what it took as JSON.
const { createHash } = require('node:crypto');
const { Readable } = require('node:stream');
const { run, startEngine, storeFile } = require('../engine');

const MIB = 1024 ** 2;

/** Bytes that differ from block to block, without holding them. */
async function* bytes(size, hash) {
	const block = Buffer.alloc(MIB, 'media-sync ');
	for (let sent = 0; sent < size; sent += block.length) {
		block.writeDoubleBE(sent, 0);
		const chunk = Buffer.from(block.subarray(0, Math.min(MIB, size - sent)));
		hash.update(chunk);
		yield chunk;
	}
}

/** `size` in bytes; `type`, `resource` and `credentials` of the node whose operation `upload` is used. */
async function main({ size, type, resource, credentials }) {
	await startEngine();
	const hash = createHash('sha256');
	const binary = { data: await storeFile(Readable.from(bytes(size, hash)), { fileName: 'große "Aufnahme".mp4', mimeType: 'video/mp4' }) };
	const upload = async (item) => await run({ type, credentials, parameters: { resource, operation: 'upload', simplify: false }, items: [item] });
	// What loads on first use is no part of the upload.
	const small = { data: await storeFile(Buffer.from('warm up'), { fileName: 'small.mp4', mimeType: 'video/mp4' }) };
	await upload({ json: {}, binary: small });
	global.gc();
	const before = process.memoryUsage().rss;
	let most = before;
	const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 10);
	const start = Date.now();
	const { items, error } = await upload({ json: {}, binary });
	clearInterval(watch);
	if (error) throw error;
	const seconds = (Date.now() - start) / 1000;
	console.log(JSON.stringify({ before: before / MIB, most: most / MIB, seconds, sha256: hash.digest('hex'), id: items[0].json.id }));
}

main(JSON.parse(process.argv[2])).then(() => process.exit(0), (error) => {
	console.error(error);
	process.exit(1);
});
