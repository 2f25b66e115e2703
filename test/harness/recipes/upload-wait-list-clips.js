'use strict';

const { basename } = require('node:path');
const { readFileSync } = require('node:fs');
const axios = require('axios');
const { resultOf } = require('../client');
const { sampleRecording } = require('../sampleRecording');

/** Fills in the form as a browser does. */
async function drive({ client, workflowId, n8n }) {
	const { nodes } = await client.workflow(workflowId);
	const { webhookId } = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	const file = sampleRecording(n8n.filesFolder);
	const form = new FormData();
	form.append('field-0', new Blob([readFileSync(file.path)], { type: file.type }), basename(file.path));
	form.append('field-1', 'A talk');

	const execution = await client.executionAfter(workflowId, async () => {
		await axios.post(`${client.url}/form/${webhookId}`, form, { proxy: false });
	});
	const [media] = resultOf(execution, 'Upload recording');
	const clips = resultOf(execution, 'List its clips');
	if (clips.length !== 3 || clips.some(({ media_id }) => media_id !== media.id))
		throw new Error(`Expected the three clips of media ${media.id}, but got ${JSON.stringify(clips)}`);
	return `${basename(file.path)} uploaded; ${clips.length} clips: ${clips.map(({ name }) => name).join(', ')}`;
}

module.exports = { drive };
