'use strict';

const { randomUUID } = require('node:crypto');
const { setMaxListeners } = require('node:events');
const { Agent: HttpAgent } = require('node:http');
const { Agent: HttpsAgent } = require('node:https');
const { setTimeout: sleep } = require('node:timers/promises');
const axios = require('axios');

const DEFAULTS = { withhold: false, copies: 1, retryDelays: [200, 400, 800, 1600, 3200] };

/** One signal for however many deliveries are under way. */
function stopper() {
	const controller = new AbortController();
	setMaxListeners(0, controller.signal);
	return controller;
}

/**
 * A sender of webhooks as vendors run them: anything but 200 is retried after each of `retryDelays` (ms), and every attempt is
 * logged in `deliveries` as `{ at, url, status, attempt, copy, id, error }` (`id` = one event to one address).
 * Switches in `settings`: `withhold` (keep for `release()`), `copies` (that many at the same moment), `retryDelays`.
 */
function createWebhooks() {
	const deliveries = [];
	const settings = { ...DEFAULTS };
	const sent = new Map();
	const running = new Set();
	let held = [];
	let stop = stopper();
	// One connection per copy, none kept: copies must be able to overtake each other, and close() must not wait.
	const http = axios.create({
		httpAgent: new HttpAgent({ keepAlive: false }),
		httpsAgent: new HttpsAgent({ keepAlive: false }),
		proxy: false,
		maxRedirects: 0,
		timeout: 30_000,
		validateStatus: () => true,
		transformRequest: (data) => data,
		transformResponse: (data) => data,
	});

	async function post({ id, url, text, headers }, attempt, copy) {
		const entry = { at: Date.now(), url, status: null, attempt, copy, id };
		deliveries.push(entry);
		try {
			const options = { headers: { 'Content-Type': 'application/json', ...headers }, signal: stop.signal };
			entry.status = (await http.post(url, text, options)).status;
		} catch (error) {
			entry.error = error.code ?? error.message;
		}
		return entry.status;
	}

	async function sendUntil200(message, copy) {
		const { signal } = stop;
		for (let attempt = 1; ; attempt++) {
			const status = await post(message, attempt, copy);
			if (status === 200) {
				sent.set(message.id, message);
				return status;
			}
			const pause = message.retryDelays[attempt - 1];
			if (pause === undefined || signal.aborted) return status;
			await sleep(pause, undefined, { signal, ref: false }).catch(() => {});
			if (signal.aborted) return status;
		}
	}

	function send(message) {
		const work = Promise.all(Array.from({ length: message.copies }, (_, i) => sendUntil200(message, i + 1)));
		running.add(work);
		return work.finally(() => running.delete(work));
	}

	return {
		deliveries,
		settings,
		/**
		 * Sends `body` (object, or the exact text that was signed) to `url`; resolves to the last status of each copy,
		 * or to `[]` when withheld.
		 */
		async deliver({ url, body, headers = {}, copies = settings.copies, retryDelays = settings.retryDelays }) {
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			const message = { id: randomUUID(), url, text, headers, copies, retryDelays };
			if (!settings.withhold) return await send(message);
			held.push(message);
			return [];
		},
		/** One attempt with whatever a forger makes up; resolves to the status. */
		async forge({ url, body, headers = {} }) {
			const text = typeof body === 'string' ? body : JSON.stringify(body);
			return await post({ id: `forged-${randomUUID()}`, url, text, headers }, 1, 1);
		},
		/** Sends everything that was once taken with 200 again, in `copies`. */
		redeliver: async ({ copies = settings.copies } = {}) =>
			await Promise.all([...sent.values()].map(async (message) => await send({ ...message, copies }))),
		/** Lets what was withheld go. */
		async release() {
			const messages = held;
			held = [];
			settings.withhold = false;
			return await Promise.all(messages.map(send));
		},
		/** Resolves when nothing is being sent or retried. */
		async idle() {
			while (running.size) await Promise.allSettled([...running]);
		},
		/** Stops all sending and forgets everything. */
		reset() {
			stop.abort();
			stop = stopper();
			Object.assign(settings, DEFAULTS);
			deliveries.length = 0;
			sent.clear();
			held = [];
		},
		/** Stops all sending; the log stays readable. */
		stop: () => stop.abort(),
	};
}

module.exports = { createWebhooks };
