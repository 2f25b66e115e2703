'use strict';

const { mkdtempSync, readdirSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { isRunning } = require('./install');

const PREFIX = 'n8n-media-sync';

/** A name for something temporary, outside the file system too, that tells which process it belongs to. */
const temporaryName = (separator = '-') => [PREFIX, process.pid, Math.random().toString(36).slice(2, 8)].join(separator).replaceAll('-', separator);

/** Whether a name made by `temporaryName` belongs to a process that is gone. */
function isLeftOver(name) {
	const [, pid] = name.replaceAll('_', '-').match(new RegExp(`^${PREFIX}-(\\d+)-`)) ?? [];
	return pid !== undefined && !isRunning(Number(pid));
}

const made = new Set();

/** A new folder, removed with this process; those that a killed process left behind are removed on the way. */
function temporaryFolder() {
	for (const name of readdirSync(tmpdir())) if (isLeftOver(name)) removeFolder(join(tmpdir(), name));
	if (made.size === 0) process.once('exit', () => made.forEach(removeFolder));
	const folder = mkdtempSync(join(tmpdir(), `${temporaryName()}-`));
	made.add(folder);
	return folder;
}

/** Cleaning up must not make anything fail. */
function removeFolder(folder) {
	try {
		rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
	} catch {}
}

module.exports = { temporaryFolder, temporaryName, isLeftOver, removeFolder };
