'use strict';

const { startN8n } = require('../harness/instance');
const { startSandbox } = require('../sandbox');
const { tarball } = require('./setUp');

let n8n;
let sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startN8n({ tarball: tarball() });
}, 600_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
}, 60_000);

const test_ = async (type, data) => await n8n.client.testCredential({ name: 'Test', type, data });

/** What to enter for each service; `at` is where it is. */
const CREDENTIALS = [
	['contentGrooveApi', (at, key = sandbox.contentGroove.apiKey) => ({ apiKey: key, sendKeyAs: 'header', baseUrl: at.contentGroove })],
	['cloudglueApi', (at, key = sandbox.cloudglue.apiKey) => ({ apiKey: key, baseUrl: at.cloudglue })],
	['informerApi', (at, key = sandbox.informer.token) => ({ instanceUrl: at.informer, token: key })],
];
const right = () => ({ contentGroove: sandbox.contentGroove.apiUrl, cloudglue: sandbox.cloudglue.apiUrl, informer: `${sandbox.informer.url}/api/` });
const everywhere = (url) => ({ contentGroove: url, cloudglue: url, informer: url });

describe.each(CREDENTIALS)('The test of %s', (type, dataOf) => {
	it('passes with the right key at the right address', async () => {
		expect(await test_(type, dataOf(right()))).toMatchObject({ status: 'OK' });
	});

	it('fails with a wrong key', async () => {
		expect(await test_(type, dataOf(right(), 'wrong'))).toMatchObject({ status: 'Error' });
	});

	it('fails at a login page that answers 200', async () => {
		const { status, message } = await test_(type, dataOf(everywhere(`${sandbox.informer.url}/login`)));
		expect(status).toBe('Error');
		expect(message).toMatch(/not the|not an/);
	});

	it('does not take the key on to where a redirect leads', async () => {
		const { contentGroove, cloudglue, informer } = sandbox;
		for (const service of [contentGroove, cloudglue, informer])
			service.faults.add({ method: 'GET', status: 302, headers: { location: `${service.url.replace('127.0.0.1', 'localhost')}/stolen` } });
		expect(await test_(type, dataOf(right()))).toMatchObject({ status: 'Error' });
		for (const service of [contentGroove, cloudglue, informer]) {
			expect(service.requests.filter(({ path }) => path.includes('stolen'))).toEqual([]);
			service.faults.clear();
		}
	});

	it('fails at another service', async () => {
		const other = { contentGroove: sandbox.cloudglue.apiUrl, cloudglue: sandbox.contentGroove.apiUrl, informer: sandbox.cloudglue.url };
		expect(await test_(type, dataOf(other))).toMatchObject({ status: 'Error' });
	});
});

it('every credential hides its key in the editor', async () => {
	const types = await n8n.client.credentialTypes();
	for (const [name] of CREDENTIALS) {
		const { properties } = types.find((each) => each.name === name);
		const secrets = properties.filter(({ name: property }) => /key$|^token$/i.test(property));
		expect(secrets.map(({ typeOptions }) => typeOptions?.password)).toEqual([true]);
	}
});
