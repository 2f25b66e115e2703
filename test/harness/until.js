'use strict';

const { setTimeout: sleep } = require('node:timers/promises');

/**
 * Looks again and again until there is something.
 * @template T
 * @param {() => Promise<T>} look falsy = not yet; what it throws ends the waiting
 * @param {{ timeoutMs?: number, everyMs?: number, what: string | (() => string) }} options `what` completes "Waited 30 s for …"
 * @returns {Promise<T>}
 */
async function until(look, { timeoutMs = 30_000, everyMs = 100, what }) {
	for (const end = Date.now() + timeoutMs; ; await sleep(everyMs)) {
		const found = await look();
		if (found) return found;
		if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${typeof what === 'function' ? what() : what}.`);
	}
}

module.exports = { until };
