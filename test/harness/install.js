'use strict';

const { spawn, spawnSync } = require('node:child_process');
const { existsSync, openSync, closeSync, readFileSync } = require('node:fs');
const { copyFile, mkdir, readdir, rename, rm, statfs, writeFile } = require('node:fs/promises');
const { homedir } = require('node:os');
const { dirname, join } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { showProgress } = require('./progress');

const LOCKED = join(__dirname, 'n8n');
const NODE = { version: '24.21.0', package: `node-${process.platform}-${process.arch}` };
const N8N = require('./n8n/package.json').dependencies.n8n;
const NEEDED_BYTES = 4.5e9;

const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'n8n-nodes-media-sync');
const folder = join(cache, `n8n-${N8N}-node-${NODE.version.split('.')[0]}`);

const pathsIn = (root) => {
	const nodeFolder = join(root, 'node', 'node_modules', NODE.package);
	return { folder: root, nodeFolder, node: join(nodeFolder, 'bin', 'node'), bin: join(root, 'node_modules', 'n8n', 'bin', 'n8n') };
};

/**
 * The n8n to test with: installed on the first call on a machine, shared by all clones of the project from then on.
 * It brings its own Node, so that every machine runs the same pair.
 * @param {{ log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, bin: string, folder: string }>}
 */
async function installN8n({ log = console.log } = {}) {
	if (!existsSync(folder)) {
		await mkdir(cache, { recursive: true });
		await alone(log, async () => {
			if (!existsSync(folder)) await installFresh(log);
		});
	}
	const { node, bin } = pathsIn(folder);
	if (existsSync(node) && existsSync(bin)) return { node, bin, folder };
	throw new Error(`The n8n in ${folder} is damaged. Remove it with "npm run n8n:remove" and start again.`);
}

/** Removes n8n (of every version) and its Node from this machine. */
async function removeN8n() {
	await rm(cache, { recursive: true, force: true });
}

async function installFresh(log) {
	if (process.platform === 'win32') throw new Error('n8n can\'t be started here on Windows: use WSL.');
	for (const left of await readdir(cache)) if (left.endsWith('.partial')) await rm(join(cache, left), { recursive: true, force: true });
	const { bavail, bsize } = await statfs(cache);
	if (bavail * bsize < NEEDED_BYTES)
		throw new Error(`n8n needs about 4.5 GB while it is installed, and ${cache} has ${gigabytes(bavail * bsize)} left. Free some, or set XDG_CACHE_HOME.`);
	log(`Installing n8n ${N8N} with Node ${NODE.version} into ${folder}`);
	log('This happens once per machine: about 3 GB and 3 to 6 minutes. Remove it with: npm run n8n:remove');

	const partial = `${folder}.${process.pid}.partial`;
	const started = Date.now();
	const progress = showProgress({ folder: partial, log });
	try {
		await mkdir(partial);
		for (const file of ['package.json', 'package-lock.json', '.npmrc']) await copyFile(join(LOCKED, file), join(partial, file));
		progress.step('n8n and what it depends on');
		await npm(partial, ['install', '--ignore-scripts']);
		progress.step(`Node ${NODE.version}`);
		await npm(partial, ['install', '--ignore-scripts', '--no-save', '--prefix', join(partial, 'node'), `${NODE.package}@${NODE.version}`]);
		progress.step('n8n\'s database driver (sqlite3)');
		await buildSqlite(partial);
		await rename(partial, folder);
	} catch (error) {
		await rm(partial, { recursive: true, force: true });
		throw error;
	} finally {
		progress.stop();
	}
	log(`n8n ${N8N} is installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

/**
 * n8n's only dependency that needs its install script: that takes a ready-made driver from GitHub, and where GitHub is
 * out of reach compiles it, with the headers of the Node that will load it, which are in Node's package.
 */
async function buildSqlite(root) {
	const { node, nodeFolder } = pathsIn(root);
	const env = { PATH: `${dirname(node)}:${process.env.PATH}`, npm_config_nodedir: nodeFolder, JOBS: 'max' };
	await npm(root, ['rebuild', 'sqlite3', '--foreground-scripts', '--ignore-scripts=false'], env).catch((error) => {
		const missing = ['python3', 'make', 'g++'].filter((tool) => spawnSync(tool, ['--version']).error);
		if (missing.length === 0) throw error;
		throw new Error(
			`n8n's database driver could not be built: ${missing.join(', ')} not found. On Debian or Ubuntu: apt-get install python3 make g++; on macOS: xcode-select --install.\n${error.message}`,
		);
	});
	const loads = spawnSync(node, ['-e', 'require("sqlite3"); require("isolated-vm")'], { cwd: root, encoding: 'utf8' });
	if (loads.status !== 0) throw new Error(`n8n's native modules do not load in Node ${NODE.version}:\n${loads.stderr}`);
}

/** Runs npm with its output in `npm.log` of the folder; a failure shows the end of it. */
async function npm(cwd, parameters, env = {}) {
	const logFile = join(cwd, 'npm.log');
	const output = openSync(logFile, 'w');
	const child = spawn('npm', [...parameters, '--no-audit', '--no-fund'], {
		cwd,
		env: { ...withoutOuterNpm(process.env), ...env },
		stdio: ['ignore', output, output],
	});
	closeSync(output);
	const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
	if (code === 0) return;
	const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').filter((line) => !line.startsWith('npm warn'));
	throw new Error(`npm ${parameters.slice(0, 2).join(' ')} failed (${code}). The end of its log:\n${lines.slice(-20).join('\n')}`);
}

/** Under `npm start` the outer npm tells scripts about its own project, which would become the inner one's. */
function withoutOuterNpm(env) {
	return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(npm_(package|lifecycle|command|config_local_prefix|config_prefix|config_ignore_scripts)|INIT_CWD)/.test(name)));
}

/** Lets only one process at a time install; whoever comes second waits. */
async function alone(log, work) {
	const lock = `${folder}.lock`;
	const take = async () => await writeFile(lock, String(process.pid), { flag: 'wx' }).then(() => true, (error) => {
		if (error.code === 'EEXIST') return false;
		throw error;
	});
	for (let told = false; !(await take()); ) {
		const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
		if (holder && !isRunning(holder)) await rm(lock, { force: true });
		else if (!told) log(`Process ${holder} is installing n8n already: waiting for it.`), (told = true);
		await sleep(500);
	}
	try {
		return await work();
	} finally {
		await rm(lock, { force: true });
	}
}

function isRunning(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return error.code === 'EPERM';
	}
}

const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;

async function main() {
	if (process.argv.includes('--remove')) {
		await removeN8n();
		console.log(`Removed ${cache}`);
	} else {
		const { bin } = await installN8n();
		console.log(`n8n ${N8N}: ${bin}`);
	}
}

if (require.main === module) {
	main().catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}

module.exports = { installN8n, removeN8n, isRunning };
