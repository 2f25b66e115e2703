'use strict';

const { validatorOf } = require('./specs');

/** `page[size]=5` as the object that the document describes (style deepObject). */
function folded(query) {
	const result = {};
	for (const [name, value] of Object.entries(query)) {
		const [, object, key] = /^(\w+)\[(.+)\]$/.exec(name) ?? [];
		if (object) result[object] = { ...result[object], [key]: value };
		else result[name] = value;
	}
	return result;
}

/**
 * Holds every request that a sandbox has seen against the vendor's document.
 * @param {object} definition the vendor's OpenAPI document
 * @param {{ prefix: string, tolerated?: RegExp }} options `prefix`: the API's path at the sandbox; `tolerated`: complaints
 *   about what the vendor forgot to document
 * @returns {Promise<(requests: object[]) => string[]>} what is wrong, one line each
 */
async function requestChecker(definition, { prefix, tolerated = /^$/ }) {
	const api = await validatorOf(definition);
	return (requests) =>
		requests
			.filter(({ path }) => path.startsWith(prefix))
			.flatMap(({ method, path, query, headers, body }) => {
				const request = { method, path: path.slice(prefix.length), query: folded(query), headers, body };
				const operation = api.router.matchOperation(request);
				if (!operation) return [`${method} ${path} is not in the vendor's document`];
				const { errors } = api.validator.validateRequest(request, operation);
				return (errors ?? []).map(({ instancePath, message, params }) => `${method} ${path}: ${instancePath} ${message} ${JSON.stringify(params)}`);
			})
			.filter((complaint) => !tolerated.test(complaint));
}

module.exports = { requestChecker };
