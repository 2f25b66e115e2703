'use strict';

const { createHash } = require('node:crypto');
const { Transform, pipeline } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');
const fastify = require('fastify');
const { createFaults, createLimit } = require('./obstacles');
const { createWebhooks } = require('./webhooks');

const CONTROL = '/_sandbox/';
const PAGE = '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>';
const LOG_SIZE = 20_000;

/** Passes a body through while its bytes are counted and hashed into the log entry: nothing of an upload is kept. */
function meter(entry) {
	const hash = createHash('sha256');
	return new Transform({
		transform(chunk, _encoding, done) {
			entry.bytes += chunk.length;
			hash.update(chunk);
			done(null, chunk);
		},
		flush(done) {
			if (entry.bytes) entry.sha256 = hash.digest('hex');
			done();
		},
	});
}

/**
 * A local server for the stand-in of one service: routes go on `app` (fastify); around them come the request log, faults,
 * the rate limit, authentication, a webhook sender, and the control API under `/_sandbox/`.
 *
 * JSON bodies arrive parsed in `request.body` (undefined when empty), all others as a stream; a handler can put what it read of
 * a stream into `request.entry.body`. Throw `Object.assign(new Error(message), { statusCode })` to answer `errorBody`.
 *
 * @param {object} options
 * @param {string} options.name for messages
 * @param {number} [options.port] 0 = any free one
 * @param {(request) => boolean} [options.authorize] false → 401 with `unauthorizedBody`
 * @param {(status: number, message?: string) => object} [options.errorBody] the service's way to say an error
 * @param {() => object} [options.describe] what `GET /_sandbox/state` shows of the service
 * @param {() => void} [options.reset] called by `reset()` to put the service's own state back
 */
function createServer({ name, port = 0, authorize = () => true, unauthorizedBody, errorBody = errorMessage, describe, reset }) {
	const requests = [];
	const faults = createFaults();
	const limit = createLimit();
	const webhooks = createWebhooks();
	const app = fastify({
		forceCloseConnections: true,
		bodyLimit: Number.MAX_SAFE_INTEGER,
		routerOptions: { maxParamLength: 10_000 },
	});

	app.decorateRequest('entry', null);
	app.decorateRequest('fault', null);
	const isControl = (request) => request.url.startsWith(CONTROL);

	app.addHook('onRequest', async (request, reply) => {
		if (isControl(request)) return undefined;
		const { method, headers, query } = request;
		const [path] = request.url.split('?');
		const entry = { at: Date.now(), method, path, query, headers, body: undefined, status: null, bytes: 0 };
		request.entry = entry;
		requests.push(entry);
		if (requests.length > LOG_SIZE) requests.splice(0, LOG_SIZE / 10);

		const fault = faults.take(method, path);
		request.fault = fault;
		if (fault?.delay) await sleep(fault.delay);
		if (fault?.drop === true) {
			reply.hijack();
			request.raw.socket.destroy();
			return reply;
		}
		const answer = fault && answerOf(fault, errorBody);
		if (answer) return reply.code(answer.status).type(answer.type).send(answer.content);

		const retryAfter = limit.refuse();
		if (retryAfter) return reply.code(429).header('Retry-After', retryAfter).send(errorBody(429));
		if (!authorize(request)) return reply.code(401).send(unauthorizedBody ?? errorBody(401));
		return undefined;
	});

	app.addHook('preParsing', async (request, _reply, payload) =>
		// The callback is there for aborted uploads: fastify answers, or there is nobody left to answer.
		request.entry ? pipeline(payload, meter(request.entry), () => {}) : payload,
	);

	app.addHook('preHandler', async ({ entry, body }) => {
		if (entry && typeof body?.pipe !== 'function') entry.body = body;
	});

	app.addHook('onSend', async ({ entry, fault, raw }, reply, payload) => {
		if (!entry) return payload;
		if (fault?.headers) reply.headers(fault.headers);
		if (fault?.drop === 'after') {
			raw.socket.destroy();
			return payload;
		}
		entry.status = reply.statusCode;
		if (!fault?.truncate || !payload) return payload;
		reply.removeHeader('content-length');
		return String(payload).slice(0, String(payload).length / 2);
	});

	app.removeAllContentTypeParsers();
	app.addContentTypeParser(/^application\/(?:[\w.-]+\+)?json/, { parseAs: 'string' }, async (_request, text) => {
		if (text === '') return undefined;
		try {
			return JSON.parse(text);
		} catch (error) {
			throw Object.assign(error, { statusCode: 400 });
		}
	});
	app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
	app.setErrorHandler((error, _request, reply) => {
		const status = error.statusCode ?? 500;
		if (status === 500) console.error(`[${name}]`, error);
		return reply.code(status).send(error.body ?? errorBody(status, error.message));
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send(errorBody(404)));

	const server = {
		app,
		requests,
		faults,
		webhooks,
		deliveries: webhooks.deliveries,
		deliver: webhooks.deliver,
		limit: limit.set,
		refusals: limit.refusals,
		stats: limit.stats,
		/** Adds an endpoint under `/_sandbox/`: what `act(body, request)` returns is answered as JSON. */
		control: (method, path, act) =>
			app.route({
				method,
				url: CONTROL + path,
				handler: async (request, reply) => reply.send((await act(request.body ?? {}, request)) ?? { ok: true }),
			}),
		reset() {
			requests.length = 0;
			faults.clear();
			limit.set(undefined);
			webhooks.reset();
			reset?.();
		},
		async listen() {
			const url = await app.listen({ port, host: '127.0.0.1' });
			return { url, port: Number(new URL(url).port) };
		},
		async close() {
			webhooks.stop();
			await app.close();
		},
	};

	const { control } = server;
	control('GET', 'requests', () => requests);
	control('DELETE', 'requests', () => void (requests.length = 0));
	control('GET', 'faults', () => faults.list);
	control('POST', 'faults', (fault) => faults.add(fault));
	control('DELETE', 'faults', () => faults.clear());
	control('POST', 'limit', (rule) => server.limit(rule));
	control('GET', 'stats', () => ({ ...limit.stats(), refusals: limit.refusals }));
	control('GET', 'deliveries', () => webhooks.deliveries);
	control('POST', 'deliveries', (settings) => Object.assign(webhooks.settings, settings));
	control('DELETE', 'deliveries', () => void (webhooks.deliveries.length = 0));
	control('POST', 'redeliver', (options) => webhooks.redeliver(options));
	control('POST', 'release', () => webhooks.release());
	control('POST', 'forge', async (message) => ({ status: await webhooks.forge(message) }));
	control('POST', 'reset', () => server.reset());
	control('GET', 'state', () => describe?.() ?? {});
	return server;
}

function errorMessage(status, message = `HTTP ${status}`) {
	return { error: message };
}

/** The complete answer a fault dictates, or undefined when it only disturbs the service's own. */
function answerOf({ status, body, text, html }, errorBody) {
	if (html) return { status: status ?? 502, type: 'text/html', content: PAGE };
	if (text !== undefined) return { status: status ?? 200, type: 'text/plain', content: text };
	if (body !== undefined) return { status: status ?? 200, type: 'application/json', content: JSON.stringify(body) };
	return status && { status, type: 'application/json', content: JSON.stringify(errorBody(status)) };
}

module.exports = { createServer };
