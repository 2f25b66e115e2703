'use strict';

/** The same reason for several operations. */
const because = (reason, lines) => Object.fromEntries(lines.trim().split(/\s*\n\s*/).map((line) => [line, reason]));

/**
 * What the contract tests need to know of each service. Deviations are either the vendor's gaps or things left out on
 * purpose, each with its reason; a deviation that no longer exists fails the test, so that this list stays true.
 */
const services = {
	Cloudglue: {
		spec: 'cloudglue',
		resources: () => require('../../dist/nodes/Cloudglue/resources').resources,
		/** Parameters of the engine itself: paging. */
		paging: ['query limit', 'query offset', 'query page_token'],
		omitted: {
			...because('The Cloudglue Trigger makes, keeps and removes its webhooks itself', `
				GET /webhooks
				POST /webhooks
				GET /webhooks/{webhook_id}
				DELETE /webhooks/{webhook_id}
				PUT /webhooks/{webhook_id}
			`),
			...because('Deprecated by the vendor in favour of POST /collections/{collection_id}/media', `
				POST /collections/{collection_id}/videos
				POST /collections/{collection_id}/youtube
			`),
			...because('Not offered: the node covers files, data connectors and collections', `
				POST /tags
				GET /tags
				GET /tags/{tag_id}
				DELETE /tags/{tag_id}
				PUT /tags/{tag_id}
				POST /extract
				GET /extract
				GET /extract/{job_id}
				DELETE /extract/{job_id}
				POST /files/{file_id}/segmentations
				GET /files/{file_id}/segmentations
				GET /files/{file_id}/segments
				GET /files/{file_id}/segments/{segment_id}
				PUT /files/{file_id}/segments/{segment_id}
				GET /files/{file_id}/segments/{segment_id}/tags
				GET /files/{file_id}/segments/{segment_id}/describes
				GET /files/{file_id}/segments/{segment_id}/describes/{job_id}
				POST /chat/completions
				GET /chat/completions
				GET /chat/completions/{id}
				POST /transcribe
				GET /transcribe
				GET /transcribe/{job_id}
				POST /describe
				GET /describe
				GET /describe/{job_id}
				DELETE /describe/{job_id}
				PATCH /describe/{job_id}
				POST /search
				GET /search
				GET /search/{search_id}
				POST /responses
				GET /responses
				GET /responses/{id}
				DELETE /responses/{id}
				POST /responses/{id}/cancel
				POST /deepSearch
				GET /deepSearch
				GET /deepSearch/{id}
				DELETE /deepSearch/{id}
				POST /deepSearch/{id}/cancel
				GET /segmentations/{segmentation_id}
				DELETE /segmentations/{segmentation_id}
				GET /segmentations/{segmentation_id}/thumbnails
				GET /segmentations/{segmentation_id}/describes
				POST /files/{file_id}/frames
				GET /files/{file_id}/frames
				GET /frames/{frame_extraction_id}
				DELETE /frames/{frame_extraction_id}
				POST /segments
				GET /segments
				GET /segments/{job_id}
				DELETE /segments/{job_id}
				POST /face-match
				GET /face-match
				GET /face-match/{face_match_id}
				DELETE /face-match/{face_match_id}
				POST /face-detect
				GET /face-detect
				GET /face-detect/{face_detection_id}
				DELETE /face-detect/{face_detection_id}
				POST /share
				GET /share
				GET /share/{id}
				DELETE /share/{id}
				PUT /share/{id}
			`),
		},
		leftOut: {},
	},
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
