'use strict';

const { execFile } = require('node:child_process');
const { resolve } = require('node:path');
const { promisify } = require('node:util');
const { startCloudglue } = require('../sandbox/cloudglue');

const GIB = 1024 ** 3;
const MOST_MIB = 100;

let sandbox;
beforeAll(async () => (sandbox = await startCloudglue()));
afterAll(async () => await sandbox.close());

it('a form with a file of 1 GiB is sent at constant memory, byte for byte', async () => {
	const credentials = { cloudglueApi: { apiKey: sandbox.apiKey, baseUrl: sandbox.apiUrl } };
	const uploader = resolve(__dirname, 'multipartUploader.js');
	const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', uploader, JSON.stringify({ size: GIB, credentials })]);
	const { rise, seconds, sha256, id } = JSON.parse(stdout);
	const { received } = sandbox.state.files.get(id);
	expect(received).toMatchObject({ bytes: GIB, sha256 });
	console.log(`1 GiB in ${seconds.toFixed(1)} s, memory rose by ${rise.toFixed(0)} MiB`);
	expect(rise).toBeLessThan(MOST_MIB);
}, 180_000);
