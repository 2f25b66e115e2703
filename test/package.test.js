'use strict';

const { execFileSync } = require('node:child_process');
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, relative, resolve } = require('node:path');
require('./engine');
const { PackageDirectoryLoader } = require('n8n-core');
const manifest = require('../package.json');

const root = resolve(__dirname, '..');
const npm = (...parameters) => execFileSync('npm', parameters, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });

describe('The package', () => {
	it('needs nothing but n8n at run time', () => {
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('overrides');
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		expect(manifest.license).toBe('MIT');
	});

	it('ships what n8n needs and nothing else', () => {
		const [{ files }] = JSON.parse(npm('pack', '--dry-run', '--json'));
		const odd = files.map(({ path }) => path).filter(
			(path) => !/^(package\.json|index\.js|README\.md|LICENSE\.md|dist\/(nodes|credentials)\/.+\.(js|svg|json))$/.test(path),
		);
		expect(odd).toEqual([]);
	});

	it('loads in n8n: every class, icon and codex file is found', async () => {
		const loader = new PackageDirectoryLoader(root);
		await loader.loadAll();
		const { nodes, credentials } = loader.types;
		expect(nodes.filter(({ name }) => !name.endsWith('Tool'))).toHaveLength(manifest.n8n.nodes.length);
		expect(credentials).toHaveLength(manifest.n8n.credentials.length);
		for (const { iconUrl, codex } of nodes) {
			expect(iconUrl).toMatchObject({ light: expect.stringMatching(/\.svg$/), dark: expect.stringMatching(/\.dark\.svg$/) });
			expect(codex.alias.length).toBeGreaterThan(3);
		}
	});

	it('re-exports its classes from index.js', () => {
		const names = [...manifest.n8n.nodes, ...manifest.n8n.credentials].map((path) => /([^/]+?)\.(node|credentials)\.js$/.exec(path)[1]);
		expect(Object.keys(require('..')).sort()).toEqual(names.sort());
	});

	it('keeps each service apart: its folder imports from shared and from nowhere else', () => {
		const nodes = resolve(root, 'nodes');
		const files = readdirSync(nodes, { recursive: true }).filter((file) => file.endsWith('.ts'));
		const strangers = files.flatMap((file) => {
			const [service] = file.split('/');
			const imports = [...readFileSync(resolve(nodes, file), 'utf8').matchAll(/from '(\.[^']+)'/g)].map(([, path]) => path);
			const folders = imports.map((path) => relative(nodes, resolve(nodes, dirname(file), path)).split('/')[0]);
			return folders.filter((folder) => folder !== service && folder !== 'shared').map((folder) => `${file} imports from ${folder}`);
		});
		expect(strangers).toEqual([]);
	});

	it('has a reference that says what the nodes offer today (npm run docs writes it)', () => {
		const { file, reference } = require('../docs/generate');
		expect(readFileSync(file, 'utf8')).toBe(reference());
	});
});
