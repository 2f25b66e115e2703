'use strict';

const { resultOf } = require('../client');

/** ContentGroove finishes a media, and calls n8n. */
async function drive({ client, workflowId, sandbox }) {
	const execution = await client.executionAfter(workflowId, () => sandbox.contentGroove.addMedia({ name: 'Webinar', processing: true }));
	const clips = resultOf(execution, 'Your next step');
	if (clips.length !== 3 || clips.some(({ text, link, media }) => !text || !link || media !== 'Webinar'))
		throw new Error(`Expected the three clips of the media, but got ${JSON.stringify(clips)}`);
	return `1 callback; ${clips.length} items: ${clips.map(({ name }) => name).join(', ')}`;
}

module.exports = { drive };
