'use strict';

const { resultOf } = require('../client');

const DAY = 86_400_000;

/** Chooses a collection as a person does, and runs the workflow twice on the same day. */
async function drive({ client, workflowId, sandbox: { cloudglue } }) {
	const zoom = cloudglue.connector('zoom');
	zoom.items.length = 0;
	cloudglue.addConnectorFiles(zoom.id, 1, { at: Date.now() });
	cloudglue.addConnectorFiles(zoom.id, 3, { at: Date.parse(`${new Date(Date.now() - DAY).toISOString().slice(0, 10)}T12:00:00Z`) });
	const collection = cloudglue.addCollection({ name: 'Meetings', collection_type: 'media-descriptions' });
	const { nodes, connections } = await client.workflow(workflowId);
	nodes.find(({ name }) => name === 'Add to the collection').parameters.collection = { __rl: true, mode: 'id', value: collection.id };
	await client.updateWorkflow(workflowId, { nodes, connections });

	const before = cloudglue.state.files.size;
	const run = async () => resultOf(await client.waitForExecution(await client.run(workflowId)), 'In the collection');
	const added = await run();
	await run();
	if (added.length !== 3 || added.some(({ status }) => status !== 'completed')) throw new Error(`Expected three recordings of yesterday in the collection, but got ${JSON.stringify(added)}`);
	const files = cloudglue.state.files.size - before;
	if (files !== 3) throw new Error(`Run twice it made ${files} files instead of 3.`);
	return `3 recordings of yesterday in "${collection.name}"; run twice, still 3`;
}

module.exports = { drive };
