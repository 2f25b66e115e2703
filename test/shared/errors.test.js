'use strict';

const { refusal } = require('../../dist/nodes/shared/errors');

const subject = { node: { id: '1', name: 'Node', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} }, doing: 'Library: Get', item: 0 };
const connection = { service: { name: 'Informer', sentence: () => undefined } };

/** What a person reads when no answer came, because of this. */
const told = (cause) => refusal(subject, connection, { status: 0, headers: {}, body: undefined, cause });

describe('When no answer came, the error says why and what an administrator can set', () => {
	it.each([
		['a certificate that nobody vouches for', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, /certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\).*NODE_EXTRA_CA_CERTS/],
		['a certificate that is over', { code: 'CERT_HAS_EXPIRED' }, /certificate is not trusted/],
		['a certificate whose issuer is unknown', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }, /NODE_EXTRA_CA_CERTS/],
		['an address that n8n blocks', { name: 'SsrfBlockedIpError' }, /This n8n blocks the address.*N8N_SSRF_ALLOWED_HOSTNAMES/],
		['a name that does not exist', { code: 'ENOTFOUND' }, /No answer came \(ENOTFOUND\)\. Check the address in the credential/],
	])('%s', (_why, cause, advice) => {
		const { message, description } = told(Object.assign(new Error('x'), cause));
		expect(message).toBe('Informer could not be reached for "Library: Get"');
		expect(description).toMatch(advice);
	});
});
