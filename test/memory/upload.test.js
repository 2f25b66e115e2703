'use strict';

const { execFile } = require('node:child_process');
const { resolve } = require('node:path');
const { promisify } = require('node:util');
const { startCloudglue } = require('../sandbox/cloudglue');
const { startContentGroove } = require('../sandbox/contentgroove');

const GIB = 1024 ** 3;
const MOST_MIB = 100;

let sandbox;
afterEach(async () => await sandbox.close());

/** Uploads a file of 1 GiB in a process of its own; returns the id and the hash of what was sent. */
async function uploaded(o) {
	const script = resolve(__dirname, 'upload.js');
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, JSON.stringify({ size: GIB, ...o })]);
	const { before, most, seconds, ...file } = JSON.parse(stdout);
	console.log(`${o.type}: 1 GiB in ${seconds.toFixed(1)} s; memory rose from ${before.toFixed(0)} to at most ${most.toFixed(0)} MiB`);
	expect(most - before).toBeLessThan(MOST_MIB);
	return file;
}

it('a file of 1 GiB goes to the storage that ContentGroove names at constant memory, byte for byte', async () => {
	sandbox = await startContentGroove();
	const credentials = { contentGrooveApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.apiUrl } };
	const { sha256, id } = await uploaded({ type: 'contentGroove', resource: 'media', credentials });
	const { received } = [...sandbox.state.uploads.values()].find(({ usedBy }) => usedBy === id);
	expect(received).toMatchObject({ bytes: GIB, sha256 });
}, 180_000);

it('a file of 1 GiB goes to Cloudglue as a form at constant memory, byte for byte', async () => {
	sandbox = await startCloudglue();
	const credentials = { cloudglueApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.apiUrl } };
	const { sha256, id } = await uploaded({ type: 'cloudglue', resource: 'file', credentials });
	expect(sandbox.state.files.get(id).received).toMatchObject({ bytes: GIB, sha256 });
}, 180_000);
