'use strict';

const { openEditor } = require('../harness/editor');
const { startN8n } = require('../harness/instance');
const { createCredentials } = require('../harness/credentials');
const { startSandbox } = require('../sandbox');
const { chain, tarball } = require('./setUp');

let n8n;
let sandbox;
let editor;
let credentials;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = await startN8n({ tarball: tarball() });
	credentials = await createCredentials(n8n.client, sandbox);
	editor = await openEditor(n8n);
}, 600_000);
afterAll(async () => {
	await editor?.close();
	await n8n?.stop();
	await sandbox?.close();
}, 60_000);

/** Opens a workflow of these nodes in the editor. */
async function open(nodes) {
	const { id } = await n8n.client.createWorkflow(chain(nodes));
	await editor.openWorkflow(id);
}

const contentGroove = (parameters) => ({ name: 'ContentGroove', type: 'contentGroove', parameters, credentials: { contentGrooveApi: credentials.contentGrooveApi } });

it('the nodes are found by name and by what people look for', async () => {
	await open([{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' }]);
	expect((await editor.searchNodes('contentgroove')).join()).toMatch(/ContentGroove/);
	expect((await editor.searchNodes('podcast')).join()).toMatch(/ContentGroove/);
	await editor.screenshot('node-search');
	// n8n itself asks npm about a community package.
	expect(editor.outsideHosts().filter((host) => !host.includes('npm'))).toEqual([]);
});

it('the panel of an operation shows its fields, and the picker lists what is in the account', async () => {
	sandbox.contentGroove.addMedia({ name: 'Keynote' });
	await open([contentGroove({ resource: 'media', operation: 'get' })]);
	expect(await editor.openNode('ContentGroove')).toEqual(['Credential', 'Resource', 'Operation', 'Media', 'Simplify', 'Additional Fields', 'Options']);
	expect((await editor.pickFromList('Media')).join()).toMatch(/Keynote/);
	await editor.screenshot('contentgroove-panel');
	await editor.page.keyboard.press('Escape');
	expect(editor.pageErrors).toEqual([]);
});

it('the trigger\'s panel says what to do', async () => {
	const trigger = { name: 'ContentGroove Trigger', type: 'contentGrooveTrigger', webhookId: 'editor-hook', credentials: { contentGrooveApi: credentials.contentGrooveApi } };
	await open([trigger]);
	expect(await editor.openNode('ContentGroove Trigger')).toEqual(expect.arrayContaining(['Trigger On', 'Output', 'Simplify', 'Options']));
	await editor.screenshot('contentgroove-trigger-panel');
	expect(await editor.page.locator('body').innerText()).toMatch(/Listen for a call from ContentGroove/i);
});

it.each([
	['Cloudglue', 'cloudglue', { resource: 'dataConnector', operation: 'syncFile' }, 'cloudglueApi', ['Data Connector', 'File'], 'Data Connector', /Zoom|zoom/],
	['Entrinsik Informer', 'informer', { resource: 'library', operation: 'sync' }, 'informerApi', ['Library'], 'Library', /Product Handbook/],
])('the panel of %s shows its fields, and its picker lists what is in the account', async (name, type, parameters, credential, labels, picker, entry) => {
	await open([{ name, type, parameters, credentials: { [credential]: credentials[credential] } }]);
	expect(await editor.openNode(name)).toEqual(expect.arrayContaining(['Credential', 'Resource', 'Operation', ...labels, 'Options']));
	expect((await editor.pickFromList(picker)).join()).toMatch(entry);
	await editor.screenshot(`${type}-panel`);
	await editor.page.keyboard.press('Escape');
	expect(editor.pageErrors).toEqual([]);
});

it.each([
	['Cloudglue Trigger', 'cloudglueTrigger', 'cloudglueApi', 'cloudglue-hook'],
	['Entrinsik Informer Trigger', 'informerTrigger', 'informerApi', undefined],
])('the panel of %s opens', async (name, type, credential, webhookId) => {
	await open([{ name, type, webhookId, credentials: { [credential]: credentials[credential] } }]);
	expect(await editor.openNode(name)).toEqual(expect.arrayContaining(['Trigger On']));
	await editor.screenshot(`${type}-panel`);
});
