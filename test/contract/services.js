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
};

module.exports = { services };
