'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { resolve } = require('node:path');
const { n8n } = require('../package.json');

const file = resolve(__dirname, 'operations.md');

const flat = (text = '') => text.replace(/\s+/g, ' ').replace(/\|/g, '\\|');

/** What a person has to choose first to see the field: `Media Descriptions`. */
function conditionOf({ displayOptions }, siblings) {
	const [name, values] = Object.entries(displayOptions?.show ?? {}).find(([key]) => !key.startsWith('@')) ?? [];
	const options = siblings.find((field) => field.name === name)?.options ?? [];
	return options.filter(({ value }) => values.includes(value)).map((option) => option.name).join(', ');
}

function labels(fields = [], more = []) {
	const own = fields.map((field) => {
		const condition = conditionOf(field, fields);
		return `${field.displayName}${field.required ? '*' : ''}${condition && ` (${condition})`}`;
	});
	return [...own, ...more].join(', ');
}

/** What the engine adds to the panel of an operation. */
function common({ list, job, waits, simplify }, resource) {
	return [
		...(list ? ['Return All', 'Limit'] : []),
		...(job && waits !== 'always' ? ['Wait for Completion'] : []),
		...((simplify ?? resource.simplify) ? ['Simplify'] : []),
	];
}

function actionNode(folder, { displayName }) {
	const { resources } = require(`../dist/nodes/${folder}/resources`);
	const tables = resources.map((resource) => {
		const { name, description, operations } = resource;
		const rows = operations.map(
			(operation) =>
				`| ${operation.name} | ${flat(operation.description)} | ${labels(operation.fields, common(operation, resource))} | ${labels(operation.optional)} | \`${operation.request}\` |`,
		);
		return `### ${name}\n${description}.\n\n| Operation | What it does | Fields | Optional | Request |\n| --- | --- | --- | --- | --- |\n${rows.join('\n')}\n`;
	});
	return `## ${displayName}\n\n${tables.join('\n')}`;
}

function triggerNode({ displayName, description, properties }) {
	const rows = properties.flatMap(({ displayName: label, description: text, options = [], type }) =>
		type === 'collection'
			? options.map((option) => `| ${label} → ${option.displayName} | ${flat(option.description)} |`)
			: [`| ${label} | ${flat([text, options.map((option) => option.name).join(', ')].filter(Boolean).join(': '))} |`],
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
	return `# Operations\n\nMade by \`npm run docs\`; do not edit. An asterisk marks required fields; what is in brackets has to be chosen for the field to appear. Every operation also has the options *Items in Parallel* and *Retry Time Limit*, those that wait *Maximum Wait*.\n\n${parts.join('\n')}\n${leftOut}`;
}

if (require.main === module) writeFileSync(file, reference());

module.exports = { file, reference };
