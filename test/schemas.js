'use strict';

const { existsSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, resolve } = require('node:path');

const nodes = resolve(__dirname, '../nodes');

/** The JSON Schema of values that were really seen; what was only ever null has no type. */
function schemaOf(values) {
	const seen = values.filter((value) => value !== null && value !== undefined);
	const types = [...new Set(seen.map((value) => (Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value)))].sort();
	const type = types.length === 1 ? types[0] : types.join() === 'integer,number' ? 'number' : types;
	if (type === 'object') {
		const keys = [...new Set(seen.flatMap(Object.keys))];
		return { type, properties: Object.fromEntries(keys.map((key) => [key, schemaOf(seen.map((value) => value[key]))])) };
	}
	if (type === 'array') return { type, items: schemaOf(seen.flat()) };
	return types.length === 0 ? {} : { type };
}

/**
 * The output of operations as tests saw it, which n8n shows before a node has ever run. `add` during the tests, `check`
 * at their end: it returns the schema files that are stale, after having put them right if `npm run docs` runs the tests.
 * @param {string} folder of the node below `nodes/`
 */
function outputSchemas(folder) {
	const outputs = new Map();
	return {
		add(resource, operation, items) {
			const key = `${resource}/${operation}`;
			outputs.set(key, [...(outputs.get(key) ?? []), ...items]);
		},
		check() {
			const stale = [];
			for (const [key, items] of outputs) {
				const file = resolve(nodes, folder, '__schema__/v1.0.0', `${key}.json`);
				const text = `${JSON.stringify({ ...schemaOf(items), version: 1 }, null, '\t')}\n`;
				if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
				if (process.env.WRITE_DOCS) {
					mkdirSync(dirname(file), { recursive: true });
					writeFileSync(file, text);
				} else stale.push(file);
			}
			return stale;
		},
	};
}

module.exports = { outputSchemas };
