'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { temporaryFolder } = require('./temporary');

/**
 * Packs the built project as it would be published.
 * @param {string} projectRoot
 * @returns {string} path of the tarball, in a temporary folder
 */
function packPackage(projectRoot) {
	if (!existsSync(join(projectRoot, 'dist'))) throw new Error('There is no dist folder to pack. Run "npm run build" first.');
	const folder = temporaryFolder();
	const options = { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
	const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], options));
	return join(folder, filename);
}

/**
 * Puts a packed package where n8n's own installer does, and changes it in the same way.
 * @param {string} tarball
 * @param {string} userFolder n8n's user folder
 * @returns {string} where the package is now
 */
function unpackPackage(tarball, userFolder) {
	const read = (json) => JSON.parse(json);
	const { name } = read(execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }));
	const target = join(userFolder, '.n8n', 'nodes', 'node_modules', name);
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	const manifest = join(target, 'package.json');
	const { devDependencies, peerDependencies, optionalDependencies, ...kept } = read(readFileSync(manifest, 'utf8'));
	if (Object.keys(kept.dependencies ?? {}).length > 0)
		throw new Error(`${name} has dependencies (${Object.keys(kept.dependencies)}), which this harness does not install and verified packages may not have.`);
	writeFileSync(manifest, JSON.stringify(kept, null, 2));
	return target;
}

module.exports = { packPackage, unpackPackage };
