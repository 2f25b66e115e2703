'use strict';

/**
 * What the contract tests need to know of each service. Deviations are either the vendor's gaps or things left out on
 * purpose, each with its reason; a deviation that no longer exists fails the test, so that this list stays true.
 */
const services = {
	ContentGroove: {
		spec: 'contentgroove',
		resources: () => require('../../dist/nodes/ContentGroove/resources').resources,
		unwrapBody: ({ properties }) => {
			const attributes = properties.data?.properties.attributes;
			return { properties: attributes?.properties ?? {}, required: attributes?.required ?? [] };
		},
		/** Parameters of the engine itself: paging. */
		paging: ['query page'],
		/** Operations of the vendor that have no entry in the menu. */
		omitted: {},
		leftOut: {
			'Media: Create From URL': { 'body upload_id': 'Media: Upload sends it' },
			'Media: Upload': { 'body source_url': 'Media: Create From URL sends it' },
		},
	},
	Informer: {
		spec: 'informer',
		resources: () => require('../../dist/nodes/Informer/resources').resources,
		paging: ['query start', 'query limit', 'query end'],
		omitted: Object.fromEntries([
			...['GET /api/libraries-list', 'GET /api/integrations-list'].map((line) => [line, 'a picker\'s list; Get Many gives the same and more']),
			['POST /api/_library-upload', 'wants the ID of an upload, and how to make one is not documented'],
			...['GET /api/files', 'POST /api/files', 'GET /api/files/{fileId}', 'GET /api/files/{fileId}/download'].map((line) => [
				line,
				'Informer\'s storage, apart from libraries, and nothing says that its files can get into one',
			]),
			...['GET', 'POST'].map((method) => [`${method} /api/integrations/{integrationId}/connect`, 'a person connects an account in a browser']),
			['GET /api/integrations/{integrationId}/connection', 'the connection of a library is what syncs it'],
			['POST /api/integrations/{integrationId}/directories/preview', 'its body differs by integration and only one is documented'],
			['POST /api/login/{domain}', 'the credential is a token'],
			['GET /api/tokens', 'tokens are looked after in Informer'],
		]),
		leftOut: {
			'Library File: Get Many': { 'query sort': 'how its array is written into the query is not documented' },
		},
	},
};

module.exports = { services };
