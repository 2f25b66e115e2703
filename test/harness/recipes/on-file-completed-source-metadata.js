'use strict';

const axios = require('axios');
const { resultOf } = require('../client');

/** A recording of Grain is synced and an upload is processed; Cloudglue calls for both. */
async function drive({ client, workflowId, sandbox: { cloudglue } }) {
	const { id, items } = cloudglue.connector('grain');
	const sync = async () => {
		const headers = { Authorization: `Bearer ${cloudglue.apiKey}` };
		await axios.post(`${cloudglue.apiUrl}/data-connectors/${id}/sync`, { url: items[0].uri }, { headers, proxy: false });
	};
	const [recording] = resultOf(await client.executionAfter(workflowId, sync), 'Your next step');
	if (!recording?.summary || !recording.participants.length) throw new Error(`Expected participants and a summary, but got ${JSON.stringify(recording)}`);
	const [upload] = resultOf(await client.executionAfter(workflowId, () => cloudglue.addFile({ filename: 'upload.mp4', processing: true })), 'Your next step');
	if (upload?.file !== 'upload.mp4') throw new Error(`Expected the uploaded file, but got ${JSON.stringify(upload)}`);
	return `"${recording.title}" with ${recording.participants.length} participants; an upload by the second branch`;
}

module.exports = { drive };
