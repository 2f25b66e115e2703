'use strict';

const { execFileSync } = require('node:child_process');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, resolve } = require('node:path');

const root = resolve(__dirname, '..');

/** n8n's own scanner on the source and on the unpacked tarball, as it runs when a package is submitted. */
async function main() {
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const folder = mkdtempSync(join(tmpdir(), 'scan-'));
	try {
		const tarball = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }).trim().split('\n').at(-1);
		execFileSync('tar', ['-xzf', join(folder, tarball), '-C', folder]);
		const legs = {
			source: await analyzePackage(root, SOURCE_FILE_PATTERNS),
			tarball: await analyzePackage(join(folder, 'package'), ['**/*.js', 'package.json']),
		};
		for (const [leg, { passed, message, details }] of Object.entries(legs)) {
			console.log(`${leg}: ${passed ? 'clean' : `${message}\n${details ?? ''}`}`);
			if (!passed) process.exitCode = 1;
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

main();
