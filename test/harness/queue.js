'use strict';

const { createDatabase, reserveRedis } = require('./database');
const { installN8n } = require('./install');
const { startN8n } = require('./instance');
const { freePort } = require('./n8nProcess');

const addressOf = (port) => `http://127.0.0.1:${port}`;

/**
 * n8n in queue mode, as on several machines: every process has a user folder of its own, with the package in it; they
 * share a PostgreSQL database, a queue in Redis and the encryption key. Production webhooks reach the webhook processor.
 *
 * @param {object} options
 * @param {string} options.tarball from `packPackage`
 * @param {number} [options.workers]
 * @param {number} [options.webhookProcessors] the first one's address is n8n's webhook address
 * @param {number} [options.concurrency] executions at once in a worker
 * @param {Record<string, string>} [options.env] more settings, for all processes
 * @param {(line: string) => void} [options.log]
 * @returns {Promise<{ main: Instance, workers: Instance[], webhookProcessors: Instance[], webhookUrl: string, stop: () => Promise<void> }>}
 *   `Instance` as in instance.js; only `main` has the REST interface that `client` uses
 */
async function startQueue({ tarball, workers = 2, webhookProcessors = 1, concurrency = 10, env = {}, log }) {
	const { folder } = await installN8n({ log });
	const cleaning = [];
	const stop = async () => {
		while (cleaning.length > 0) await cleaning.pop()();
	};
	try {
		const database = await createDatabase(folder);
		cleaning.push(database.drop);
		const redis = await reserveRedis(folder);
		cleaning.push(redis.clear);

		const ports = await Promise.all(Array.from({ length: webhookProcessors }, () => freePort()));
		const webhookUrl = addressOf(ports[0]);
		const shared = {
			...database.env,
			...redis.env,
			EXECUTIONS_MODE: 'queue',
			N8N_DEFAULT_BINARY_DATA_MODE: 'database', // files are not shared between machines
			N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
			...env,
		};
		const running = [];
		cleaning.push(async () => void (await Promise.all(running.map((one) => one.stop()))));
		const start = async (command, port) => {
			const one = await startN8n({ tarball, command, port, webhookUrl, env: shared, log });
			running.push(one);
			return one;
		};

		// The main process creates the tables.
		const main = await start(['start']);
		const others = await Promise.allSettled([
			...ports.map(async (port) => await start(['webhook'], port)),
			...Array.from({ length: workers }, async () => await start(['worker', `--concurrency=${concurrency}`])),
		]);
		const failed = others.find(({ status }) => status === 'rejected');
		if (failed) throw failed.reason;
		const instances = others.map(({ value }) => value);
		return { main, webhookProcessors: instances.slice(0, webhookProcessors), workers: instances.slice(webhookProcessors), webhookUrl, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

module.exports = { startQueue };
