'use strict';

const { resolve } = require('node:path');
const { itemsOf } = require('../harness/client');
const { packPackage } = require('../harness/tarball');

const root = resolve(__dirname, '../..');
const TYPE = 'n8n-nodes-media-sync.';

let packed;
/** The tarball as it would be published; packed once. */
const tarball = () => (packed ??= packPackage(root));

let names = 0;

/** Nodes in a row: `[{ name, type, parameters, … }]`, types of this package without its name. */
function chain(nodes) {
	const full = nodes.map((node, i) => ({
		id: `node-${i}`,
		typeVersion: 1,
		position: [i * 220, 0],
		parameters: {},
		...node,
		type: node.type.includes('.') ? node.type : TYPE + node.type,
	}));
	const links = full.slice(0, -1).map(({ name }, i) => [name, { main: [[{ node: full[i + 1].name, type: 'main', index: 0 }]] }]);
	return { name: `Test ${++names}`, nodes: full, connections: Object.fromEntries(links) };
}

const manual = { name: 'Start', type: 'n8n-nodes-base.manualTrigger' };

/** Runs nodes by hand and returns the ended execution with its data. */
async function runOnce(client, nodes) {
	const { id } = await client.createWorkflow(chain([manual, ...nodes]));
	return await client.waitForExecution(await client.run(id), { timeoutMs: 300_000 });
}

/** The items of the trigger in all of a workflow's executions, oldest execution first. */
async function emitted(client, workflowId, trigger = 'Trigger') {
	const executions = await client.waitForExecutions({ workflowId, count: 0 });
	return executions.map((execution) => itemsOf(execution, trigger)).filter((items) => items.length > 0);
}

const pause = async (ms) => await new Promise((done) => setTimeout(done, ms));

module.exports = { chain, emitted, pause, root, runOnce, tarball };
