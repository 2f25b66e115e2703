'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { n8n } = require('../package.json');

const file = resolve(__dirname, 'operations.md');

const flat = (text = '') => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');

const labels = (fields = []) => fields.map(({ displayName, required }) => displayName + (required ? '*' : '')).join(', ');

function actionNode(folder, { displayName }) {
	const { resources } = require(`../dist/nodes/${folder}/resources`);
	const tables = resources.map(({ name, description, operations }) => {
		const rows = operations.map(
			(operation) =>
				`| ${operation.name} | ${flat(operation.description)} | ${labels(operation.fields)} | ${labels(operation.optional)} | \`${operation.request}\` |`,
		);
		return `### ${name}\n${description}.\n\n| Operation | What it does | Fields | Optional | Request |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
	});
	return `## ${displayName}\n\n${tables.join('\n')}`;
}

function triggerNode({ displayName, description, properties }) {
	const rows = properties.flatMap(({ displayName: label, description: text, options = [], type }) =>
		type === 'collection'
			? options.map((option) => `| ${label} → ${option.displayName} | ${flat(option.description)} |`)
			: [`| ${label} | ${flat(text ?? options.map(({ name }) => name).join(', '))} |`],
	);
	return `## ${displayName}\n\n${description}.\n\n| Parameter | |\n| --- | --- |\n${rows.join('\n')}\n`;
}

/** The reference of everything the nodes offer, made from the same objects that n8n reads. */
function reference() {
	const parts = n8n.nodes.map((path) => {
		const [, folder, name] = /dist\/nodes\/(\w+)\/(\w+)\.node\.js/.exec(path);
		const { description } = new (require(`../${path}`)[name])();
		return name.endsWith('Trigger') ? triggerNode(description) : actionNode(folder, description);
	});
	const leftOut = readFileSync(resolve(__dirname, 'left-out.md'), 'utf8');
	return `# Operations\n\nMade by \`npm run docs\`; do not edit. A star marks what is required.\n\n${parts.join('\n')}\n${leftOut}`;
}

if (require.main === module) writeFileSync(file, reference());

module.exports = { file, reference };
