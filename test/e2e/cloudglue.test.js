'use strict';

const { createCredentials } = require('../harness/credentials');
const { errorOf, itemsOf } = require('../harness/client');
const { startN8n } = require('../harness/instance');
const { startSandbox } = require('../sandbox');
const { runOnce, tarball } = require('./setUp');

let n8n;
let sandbox;
let credentials;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startN8n({ tarball: tarball() });
	credentials = await createCredentials(n8n.client, sandbox);
}, 600_000);
afterAll(async () => {
	await n8n?.stop();
	await sandbox?.close();
}, 60_000);

/** Runs one Cloudglue operation in n8n and gives its items. */
async function cloudglue(parameters) {
	const execution = await runOnce(n8n.client, [{ name: 'Cloudglue', type: 'cloudglue', parameters, credentials }]);
	if (errorOf(execution)) throw new Error(`${errorOf(execution).message} ${errorOf(execution).description}`);
	return itemsOf(execution, 'Cloudglue').map(({ json }) => json);
}

it('a connector with 300 files over short and empty pages is synced whole, and syncing it twice makes 300 files and not 600', async () => {
	const { connector, state, addConnectorFiles } = sandbox.cloudglue;
	const drive = connector('google-drive');
	drive.items.length = 0;
	addConnectorFiles(drive.id, 300);
	state.pageSizes = [40, 0, 7, 0, 0, 100];
	sandbox.cloudglue.setProcessing(50);
	const before = state.files.size;

	const listed = await cloudglue({ resource: 'dataConnector', operation: 'getAllFiles', connector: drive.id, returnAll: true });
	expect(new Set(listed.map(({ uri }) => uri)).size).toBe(300);

	const sync = { resource: 'dataConnector', operation: 'syncManyFiles', connector: drive.id, returnAll: true, waitForCompletion: true, options: { itemsInParallel: 20 } };
	const first = await cloudglue(sync);
	const second = await cloudglue(sync);
	expect(new Set(first.map(({ id }) => id)).size).toBe(300);
	expect(first.every(({ status }) => status === 'completed')).toBe(true);
	expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
	expect(state.files.size - before).toBe(300);
}, 300_000);

it('a public address is synced and waited for until it is completed', async () => {
	const [file] = await cloudglue({ resource: 'file', operation: 'syncFromUrl', url: 'https://media.example.com/talk.mp4', waitForCompletion: true });
	expect(file).toMatchObject({ status: 'completed', filename: 'talk.mp4' });
});
