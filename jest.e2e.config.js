'use strict';

/** Tests that start a real n8n: one after the other, because each needs the machine for itself. */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testTimeout: 120_000,
	maxWorkers: 1,
};
