'use strict';

/** How n8n reaches the services of the sandbox, by credential type. */
const CREDENTIALS = {
	cloudglueApi: ({ cloudglue: { apiKey, apiUrl } }) => ({ apiKey, baseUrl: apiUrl }),
	contentGrooveApi: ({ contentGroove: { apiKey, apiUrl } }) => ({ apiKey, sendKeyAs: 'header', baseUrl: apiUrl }),
	informerApi: ({ informer: { token, url } }) => ({ instanceUrl: url, token }),
};

/**
 * Makes a credential for every service of the sandbox.
 * @returns {Promise<Record<string, { id: string, name: string }>>} by type, in the form that a node's `credentials` take
 */
async function createCredentials(client, sandbox) {
	const made = {};
	for (const [type, dataOf] of Object.entries(CREDENTIALS)) {
		const { id, name } = await client.createCredential({ name: `Sandbox (${type})`, type, data: dataOf(sandbox) });
		made[type] = { id, name };
	}
	return made;
}

module.exports = { createCredentials };
