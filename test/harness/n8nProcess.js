'use strict';

const { spawn } = require('node:child_process');
const { closeSync, openSync, readFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { dirname, join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const axios = require('axios');
const { until } = require('./until');

const STOP_LIMIT_MS = 20_000;
const START_LIMIT_MS = 180_000;

/**
 * Starts one process of n8n (`start`, `worker` or `webhook`) in a process group of its own and waits until it answers.
 * @param {object} options
 * @param {{ node: string, bin: string }} options.n8n from `installN8n`
 * @param {string[]} options.command
 * @param {Record<string, string>} options.env its whole environment
 * @param {string} options.logFile is appended to
 * @param {string[]} options.readyUrls answer 200 when it is ready
 */
async function startProcess({ n8n, command, env, logFile, readyUrls }) {
	const output = openSync(logFile, 'a');
	const child = spawn(n8n.node, ['--require', join(__dirname, 'endWithParent.js'), n8n.bin, ...command], {
		cwd: env.N8N_USER_FOLDER,
		env: { ...env, PATH: `${dirname(n8n.node)}:${env.PATH}` },
		stdio: ['ignore', output, output, 'ipc'],
		detached: true,
	});
	closeSync(output);
	let ended;
	const exited = new Promise((resolve) => {
		child.once('error', (error) => resolve((ended = error.message)));
		child.once('exit', (code, name) => resolve((ended = name ?? `exit code ${code}`)));
	});
	const signal = (target, name) => {
		if (!child.pid) return;
		try {
			process.kill(target, name);
		} catch (error) {
			if (error.code !== 'ESRCH') throw error;
		}
	};

	/** At once and with its children, as a crash would. */
	async function kill() {
		signal(-child.pid, 'SIGKILL');
		await exited;
	}
	/** As an administrator would; at once when that takes too long. */
	async function stop() {
		if (!ended) signal(child.pid, 'SIGTERM');
		await Promise.race([exited, sleep(STOP_LIMIT_MS, undefined, { ref: false })]);
		await kill();
	}

	try {
		await until(
			async () => {
				if (ended) throw new Error(`n8n ended while it was starting (${ended})`);
				return await everyAnswers(readyUrls);
			},
			{ timeoutMs: START_LIMIT_MS, what: `n8n ${command[0]} to answer at ${readyUrls[0]}` },
		);
	} catch (error) {
		await kill();
		throw new Error(`${error.message}. The end of its log:\n${endOf(logFile)}`);
	}
	return { pid: child.pid, exited, stop, kill, rss: () => memory(child.pid, 'VmRSS'), peakRss: () => memory(child.pid, 'VmHWM') };
}

async function everyAnswers(urls) {
	for (const url of urls) {
		const status = await axios.get(url, { proxy: false, timeout: 2_000, validateStatus: () => true }).then((answer) => answer.status, () => 0);
		if (status !== 200) return false;
	}
	return true;
}

const endOf = (logFile) => readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');

/** Bytes of main memory, as Linux counts them. */
function memory(pid, field) {
	if (process.platform !== 'linux') throw new Error('The memory of n8n is measured on Linux only.');
	const [, kilobytes] = readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+)`, 'm'));
	return Number(kilobytes) * 1024;
}

const given = new Set();

/** A port that nobody listens on: the first from `wanted` upwards, or any that has not been given out before. */
async function freePort(wanted) {
	for (let port = wanted ?? 0; ; port = wanted === undefined ? 0 : port + 1) {
		const found = await new Promise((resolve) => {
			const server = createServer();
			server.once('error', () => resolve(undefined));
			server.listen(port, '127.0.0.1', () => {
				const { port: listening } = server.address();
				server.close(() => resolve(listening));
			});
		});
		if (found === undefined || (wanted === undefined && given.has(found))) continue;
		given.add(found);
		return found;
	}
}

module.exports = { startProcess, freePort };
