'use strict';

const { spawnSync } = require('node:child_process');
const { resolve } = require('node:path');
const { startSandbox } = require('../sandbox');
const { EMAIL, PASSWORD } = require('./client');
const { createCredentials } = require('./credentials');
const { installN8n } = require('./install');
const { packPackage, startN8n } = require('./instance');
const { checkRecipe, importRecipes, loadRecipes } = require('./recipes');
const { sampleRecording } = require('./sampleRecording');

const ROOT = resolve(__dirname, '../..');
const DEFAULT_PORT = 5678;
const SHOWN_FIRST = 'upload-wait-list-clips';

const opened = [];
/** Remembers how to close something; `closeAll` goes backwards. */
const opens = (thing, close) => (opened.push(close), thing);
async function closeAll() {
	while (opened.length > 0) await opened.pop()();
}

function build() {
	const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: ROOT, encoding: 'utf8' });
	if (status !== 0) throw new Error(`"npm run build" failed:\n${stdout}${stderr}`);
}

/** From nothing to an n8n with the package, its sandbox and the recipes. */
async function setUp(log) {
	log('Building the package');
	build();
	await installN8n({ log });
	const sandbox = await startSandbox().then((one) => opens(one, one.close));
	log('Starting n8n');
	const n8n = await startN8n({ tarball: packPackage(ROOT), port: DEFAULT_PORT, log }).then((one) => opens(one, one.stop));
	sampleRecording(n8n.filesFolder);
	const { client } = n8n;
	const credentials = await createCredentials(client, sandbox);
	const recipes = await importRecipes(client, loadRecipes(ROOT), { credentials });
	return { client, n8n, sandbox, recipes };
}

/** `npm start`: one recipe is run, all are published, and everything stays up. */
async function present(log) {
	const { recipes, ...where } = await setUp(log);
	const first = recipes.find(({ name }) => name === SHOWN_FIRST) ?? recipes[0];
	if (first) {
		log(`Running "${first.title}"`);
		const { passed, note, seconds } = await checkRecipe(first, where);
		log(`${passed ? 'Done' : 'FAILED'} in ${seconds.toFixed(1)} s: ${note}`);
	}
	for (const { id, title, publishable } of recipes) {
		if (publishable && id !== first.id) await where.client.publish(id).catch((error) => log(`"${title}" is not published. ${error.message}`));
	}
	const { close, ...services } = where.sandbox;
	log(`
n8n is at ${where.n8n.url}
  email     ${EMAIL}
  password  ${PASSWORD}
Workflows: ${recipes.map(({ title }) => title).join(' | ') || 'none'}
Files that its file nodes may touch: ${where.n8n.filesFolder}
Sandbox, with credentials for it in n8n:
${Object.entries(services).map(([name, { apiUrl, url }]) => `  ${name}  ${apiUrl ?? url}`).join('\n')}

Ctrl-C stops everything.`);
}

/** `npm start -- --check`: every recipe is run and judged. */
async function check(log) {
	const { recipes, ...where } = await setUp(log);
	const results = [];
	for (const recipe of recipes) {
		log(`Running "${recipe.title}"`);
		results.push(await checkRecipe(recipe, where));
	}
	await closeAll();
	log(`\n${table(results)}`);
	if (results.length === 0) throw new Error('There are no recipes in workflows/.');
	return results.every(({ passed }) => passed);
}

function table(results) {
	const rows = [['recipe', 'result', 'seconds', 'note'], ...results.map((one) => [one.name, one.passed ? 'pass' : 'FAIL', one.seconds.toFixed(1), one.note])];
	const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
	return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

async function main() {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.once(signal, async () => {
			console.log('\nStopping');
			await closeAll().finally(() => process.exit(130));
		});
	}
	const wanted = process.argv.includes('--check') ? check : present;
	if ((await wanted(console.log)) === false) process.exitCode = 1;
}

main().catch(async (error) => {
	console.error(`\n${error.message}`);
	await closeAll();
	process.exit(1);
});
