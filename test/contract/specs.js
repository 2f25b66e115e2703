'use strict';

const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { parse } = require('yaml');

const folder = process.env.SPECS_DIR ?? resolve(__dirname, '../../../shared/specs');

/**
 * A vendor's own OpenAPI document, found by how its file name begins: `spec('contentgroove')`.
 * The specs are the vendors' and not part of this repository: `SPECS_DIR` says where they are.
 */
function spec(name) {
	const file = readdirSync(folder).find((one) => one.startsWith(name));
	if (!file) throw new Error(`No spec "${name}*" in ${folder}`);
	const text = readFileSync(join(folder, file), 'utf8');
	return file.endsWith('.json') ? JSON.parse(text) : parse(text);
}

/** A day must be one; the others are named so that the validator does not warn of each. Tests ask for IDs that can't exist. */
const FORMATS = { date: /^\d{4}-\d{2}-\d{2}$/, binary: true, 'date-time': true, uri: true, uuid: true };

/**
 * A definition ready to judge answers: `validateResponse(body, operationId, status)`, `router.getOperations()`.
 */
async function validatorOf(definition) {
	// openapi-backend loads this parser, an ES module that jest cannot require, and in quick mode never calls it.
	if (typeof jest !== 'undefined') {
		const unused = () => undefined;
		jest.doMock('@apidevtools/json-schema-ref-parser', () => ({ dereference: unused, resolve: unused, parse: unused }));
	}
	const { OpenAPIBackend } = require('openapi-backend');
	return await new OpenAPIBackend({ definition, quick: true, ajvOpts: { strict: false, formats: FORMATS } }).init();
}

module.exports = { hasSpecs: existsSync(folder), spec, validatorOf };
