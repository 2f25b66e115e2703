'use strict';

const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { N8nClient } = require('./client');
const { installN8n } = require('./install');
const { freePort, startProcess } = require('./n8nProcess');
const { settings } = require('./settings');
const { packPackage, unpackPackage } = require('./tarball');
const { removeFolder, temporaryFolder } = require('./temporary');

/**
 * Starts a real n8n with the packed package, alone on this machine, its owner signed in.
 *
 * @param {object} options
 * @param {string} options.tarball from `packPackage`
 * @param {number} [options.port] the first free one from here upwards; none = any
 * @param {string} [options.userFolder] kept at `stop()`; none = a temporary one, removed at `stop()`
 * @param {Record<string, string>} [options.env] more settings, which win
 * @param {(line: string) => void} [options.log] told about an installation
 * @param {string[]} [options.command] which part of n8n; `startQueue` uses it
 * @param {string} [options.webhookUrl] where production webhooks arrive, when not here
 *
 * @typedef {object} Instance
 * @property {string} url
 * @property {number} port
 * @property {string} userFolder
 * @property {string} filesFolder the only one that file nodes may touch
 * @property {number} pid of the main process
 * @property {N8nClient} client
 * @property {() => string} log everything that n8n has said
 * @property {() => number} rss bytes of main memory now
 * @property {() => number} peakRss the most since its start (or `resetPeakRss`)
 * @property {() => Promise<void>} stop orderly; a temporary user folder is removed
 * @property {() => Promise<void>} kill as a crash does; `restart` is possible
 * @property {(changes?: { env?: Record<string, string> }) => Promise<void>} restart same address, same data
 * @returns {Promise<Instance>}
 */
async function startN8n({ tarball, port: wanted, userFolder: given, env = {}, log, command = ['start'], webhookUrl }) {
	const n8n = await installN8n({ log });
	const userFolder = given ?? temporaryFolder();
	const filesFolder = join(userFolder, 'files');
	mkdirSync(filesFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	unpackPackage(tarball, userFolder);

	const port = await freePort(wanted);
	const brokerPort = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const editor = command[0] === 'start';
	const readyUrls = [`${url}/healthz/readiness`, ...(editor ? [`${url}/rest/settings`] : [])];
	const client = new N8nClient(url, { webhookUrl });
	let process_;

	async function start(more = {}) {
		process_ = await startProcess({
			n8n,
			command,
			env: { ...settings({ port, brokerPort, userFolder, webhookUrl }), ...env, ...more },
			logFile,
			readyUrls,
		});
		if (editor) await client.signIn();
	}
	async function stop() {
		await process_?.stop();
		if (!given) removeFolder(userFolder);
	}

	await start().catch(async (error) => {
		await stop();
		throw error;
	});
	return {
		url,
		port,
		userFolder,
		filesFolder,
		client,
		get pid() {
			return process_.pid;
		},
		log: () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : ''),
		rss: () => process_.rss(),
		peakRss: () => process_.peakRss(),
		resetPeakRss: () => writeFileSync(`/proc/${process_.pid}/clear_refs`, '5'),
		stop,
		kill: async () => await process_.kill(),
		async restart({ env: changes } = {}) {
			await process_.stop();
			await start(changes);
		},
	};
}

module.exports = { packPackage, startN8n };
