'use strict';

const { requestChecker } = require('../contract/requests');
const { hasSpecs, spec } = require('../contract/specs');
const { run, startEngine } = require('../engine');
const { outputSchemas } = require('../schemas');

/**
 * A node in n8n's own engine against a sandbox of its own, which each test finds as new. Remembers what a file's tests
 * have used, sent and got; `takenTogether` looks at all of it.
 *
 * @param {object} options
 * @param {string} options.type the node's name
 * @param {string} options.folder the node's, below `nodes/`
 * @param {() => Promise<object>} options.start starts the sandbox
 * @param {(sandbox: object) => object} options.credentials by credential type
 * @param {number} [options.processingMs] how long the sandbox works on a media
 */
function workbench({ type, folder, start, credentials, processingMs }) {
	const used = new Set();
	const sent = [];
	const schemas = outputSchemas(folder);
	const bench = {
		sandbox: undefined,
		credentials: undefined,
		/** Runs `Media: Get` as `use('media', 'get', …)`; rejects when the node fails. */
		async use(resource, operation, parameters = {}, rest = {}) {
			used.add(`${resource} ${operation}`);
			const setting = { type, credentials: bench.credentials, parameters: { resource, operation, ...parameters } };
			const { items, branches, error, hints } = await run({ ...setting, ...rest });
			if (error && !rest.onError) throw error;
			const json = items.map((item) => item.json);
			if (parameters.simplify !== false && !rest.onError) schemas.add(resource, operation, json.filter((each) => !each.error));
			return { json, links: items.map(({ pairedItem }) => pairedItem.item), branches, hints };
		},
		/** What a person reads when it fails: two lines and the item; undefined when it does not. */
		async failure(...call) {
			const told = ({ message, description, context, httpCode }) => ({ message, description, item: context?.itemIndex, httpCode });
			return await bench.use(...call).then(() => undefined, told);
		},
		/**
		 * The last tests of a file. `resources`: those whose operations it has to have used; `document`: the vendor's;
		 * `prefix` and `tolerated`: see `requestChecker`; `counts`: which requests are held against the document.
		 */
		takenTogether({ resources, document, prefix, tolerated, counts = () => true }) {
			const menu = resources.flatMap(({ value, operations }) => operations.map((operation) => `${value} ${operation.value}`));
			describe('Taken together', () => {
				it('these tests have used every operation of the menu', () => {
					expect(menu.filter((operation) => !used.has(operation))).toEqual([]);
				});

				it('the output schemas that n8n shows are those of these tests (npm run docs writes them)', () => {
					expect(schemas.check()).toEqual([]);
				});

				if (hasSpecs) it('every request was what the vendor documents', async () => {
					const complaintsOf = await requestChecker(spec(document), { prefix, tolerated });
					const held = sent.filter(counts);
					expect(held.length).toBeGreaterThan(menu.length);
					expect(complaintsOf(held)).toEqual([]);
				});
			});
		},
	};
	beforeAll(async () => {
		await startEngine();
		bench.sandbox = await start();
		bench.credentials = credentials(bench.sandbox);
	});
	afterAll(async () => await bench.sandbox.close());
	beforeEach(() => {
		bench.sandbox.reset();
		if (processingMs) bench.sandbox.setProcessing(processingMs);
	});
	afterEach(() => sent.push(...bench.sandbox.requests));
	return bench;
}

module.exports = { workbench };
