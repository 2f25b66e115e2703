'use strict';

const { existsSync, readFileSync, readdirSync } = require('node:fs');
const { basename, join } = require('node:path');

const MANUAL = 'n8n-nodes-base.manualTrigger';

/**
 * Every workflow that the project offers.
 * @returns {Array<{ name: string, workflow: object }>} `name` is the file's, without `.json`
 */
function loadRecipes(projectRoot) {
	const folder = join(projectRoot, 'workflows');
	const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.json')).sort() : [];
	return files.map((file) => ({ name: basename(file, '.json'), workflow: JSON.parse(readFileSync(join(folder, file), 'utf8')) }));
}

/**
 * Imports recipes and gives their nodes the credentials they need, as a user does by hand.
 * @param {import('./client').N8nClient} client
 * @param {ReturnType<typeof loadRecipes>} recipes
 * @param {{ credentials: Record<string, { id: string, name: string }> }} options by credential type
 * @returns {Promise<Array<{ name: string, title: string, id: string, publishable: boolean }>>} in the order of `recipes`;
 *   n8n publishes only what has a trigger other than the manual one
 */
async function importRecipes(client, recipes, { credentials }) {
	const types = new Map((await client.nodeTypes()).map((type) => [type.name, type]));
	const imported = [];
	for (const { name, workflow } of recipes) {
		const nodes = workflow.nodes.map((node) => {
			const type = types.get(node.type);
			if (!type) throw new Error(`workflows/${name}.json uses the node type ${node.type}, which this n8n does not have.`);
			const wanted = (type.credentials ?? []).map((one) => one.name).filter((one) => one in credentials);
			if (wanted.length === 0) return node;
			return { ...node, credentials: Object.fromEntries(wanted.map((one) => [one, credentials[one]])) };
		});
		const { id } = await client.createWorkflow({ ...workflow, nodes });
		const publishable = nodes.some(({ type, disabled }) => !disabled && type !== MANUAL && types.get(type).group.includes('trigger'));
		imported.push({ name, title: workflow.name, id, publishable });
	}
	return imported;
}

/**
 * Runs an imported recipe the way somebody would, with the driver of the same name in `recipes/`.
 * @param {{ name: string, id: string }} recipe from `importRecipes`
 * @param {{ client, sandbox, n8n }} where
 * @returns {Promise<string>} what came out, in words
 */
async function driveRecipe({ name, id }, where) {
	const driver = join(__dirname, 'recipes', `${name}.js`);
	if (!existsSync(driver)) throw new Error(`Nothing drives it: write test/harness/recipes/${name}.js.`);
	return await require(driver).drive({ ...where, workflowId: id });
}

/** Publishes and runs a recipe; tells how it went instead of throwing. */
async function checkRecipe(recipe, where) {
	const started = Date.now();
	const outcome = async () => {
		if (recipe.publishable) await where.client.publish(recipe.id);
		return await driveRecipe(recipe, where);
	};
	const result = await outcome().then((note) => ({ passed: true, note }), (error) => ({ passed: false, note: error.message }));
	return { name: recipe.name, ...result, seconds: (Date.now() - started) / 1000 };
}

module.exports = { loadRecipes, importRecipes, driveRecipe, checkRecipe };
