'use strict';

const { existsSync } = require('node:fs');
const { resolve } = require('node:path');

const specs = process.env.SPECS_DIR ?? resolve(__dirname, '../shared/specs');
const withSpecs = existsSync(specs);
if (!withSpecs) console.log('The contract tests need the vendors\' OpenAPI files: set SPECS_DIR to the folder that has them. They are left out.');

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testPathIgnorePatterns: ['/node_modules/', '/test/e2e/', '/test/queue/', ...(withSpecs ? [] : ['/test/contract/'])],
	testTimeout: 30_000,
	maxWorkers: 2,
};
