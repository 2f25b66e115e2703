'use strict';

const { STATUS_CODES } = require('node:http');

/** Informer's way to say an error: a Boom object, as hapi sends it. */
function errorBody(statusCode, message) {
	const error = STATUS_CODES[statusCode] ?? 'Unknown';
	return { statusCode, error, message: message ?? (statusCode === 500 ? 'An internal server error occurred' : error) };
}

/** An error to throw: answered as `errorBody(statusCode, message)`. */
const fail = (statusCode, message) => Object.assign(new Error(message), { statusCode });

/** The same words for what is not there and for what the caller may not see. */
const notFound = () => fail(404, 'Not Found');

/** A JSON body whose fields are of the given types: `{ accessLevel: 'number' }`; those in `required` have to be there. */
function bodyOf(request, types, required = []) {
	const isStream = typeof request.body?.pipe === 'function';
	// Clients give a POST without a body a content type all the same.
	if (isStream && request.headers['content-length'] !== '0') throw fail(415, 'Unsupported Media Type');
	const body = (isStream ? undefined : request.body) ?? {};
	if (typeof body !== 'object' || Array.isArray(body)) throw fail(400, '"value" must be of type object');
	for (const name of required) if (body[name] === undefined) throw fail(400, `"${name}" is required`);
	for (const [name, type] of Object.entries(types)) {
		if (body[name] !== undefined && typeof body[name] !== type) throw fail(400, `"${name}" must be a ${type}`);
	}
	return body;
}

module.exports = { bodyOf, errorBody, fail, notFound };
