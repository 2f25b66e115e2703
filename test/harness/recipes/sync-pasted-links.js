'use strict';

const axios = require('axios');
const { resultOf } = require('../client');

const LINKS = ['https://media.example.com/talk.mp4', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ', '  ', 'https://media.example.com/not-found.mp4'];

/** Fills in the form with two links that work out differently and two that fail. */
async function drive({ client, workflowId }) {
	const { nodes } = await client.workflow(workflowId);
	const { webhookId } = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	const form = new FormData();
	form.append('field-0', LINKS.join('\n'));
	const execution = await client.executionAfter(workflowId, async () => {
		await axios.post(`${client.url}/form/${webhookId}`, form, { proxy: false });
	});
	const synced = resultOf(execution, 'Synced');
	const failed = resultOf(execution, 'Not synced');
	if (synced.length !== 1 || synced[0].status !== 'completed') throw new Error(`Expected one file that is completed, but got ${JSON.stringify(synced)}`);
	if (failed.length !== 2 || !/YouTube/.test(failed[0].error)) throw new Error(`Expected two failures with their reasons, but got ${JSON.stringify(failed)}`);
	return `1 file synced; 2 links on the second branch: ${failed.map(({ error }) => error).join(' | ')}`;
}

module.exports = { drive };
