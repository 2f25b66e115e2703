'use strict';

const { STATUS_CODES } = require('node:http');

const SENTENCES = {
	400: 'Invalid request',
	401: 'Invalid API key',
	402: 'Insufficient credit balance',
	403: 'The source file is not accessible',
	404: 'Not found',
	415: 'Unsupported file type',
	429: 'Too many requests',
	500: 'An unexpected error occurred on the server',
	501: 'Source metadata lookup is not implemented for this connector type',
	502: 'Error communicating with the external service',
	509: 'Monthly description jobs limit reached',
};

/** Cloudglue's way to say an error: one sentence, no code. */
const errorBody = (status, message) => ({ error: message ?? SENTENCES[status] ?? STATUS_CODES[status] ?? 'Error' });

/** An error to throw: answered as `errorBody(statusCode, message)`. */
const fail = (statusCode, message = SENTENCES[statusCode]) => Object.assign(new Error(message), { statusCode });

/** What the Map has under that id, else 404. */
function find(records, id, what) {
	const record = records.get(id);
	if (!record) throw fail(404, `${what} not found`);
	return record;
}

module.exports = { errorBody, fail, find };
