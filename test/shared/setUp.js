'use strict';

const { run, start, startEngine } = require('../engine');
const { startContentGroove } = require('../sandbox/contentgroove');

/** A ContentGroove of its own for one test file, put back before each test. */
function contentGroove() {
	const it = {
		sandbox: undefined,
		credentials: undefined,
		/** Runs `Media: Get` as `use('media', 'get', …)`; resolves to what `run` does, also when the node fails. */
		use: async (...args) => await run(it.setting(...args)),
		/** The same, with `cancel()`. */
		begin: (...args) => start(it.setting(...args)),
		setting: (resource, operation, parameters = {}, rest = {}) => ({
			type: 'contentGroove',
			credentials: { contentGrooveApi: it.credentials },
			parameters: { resource, operation, ...parameters },
			...rest,
		}),
		/** Requests to the API of this kind, oldest first. */
		asked: (method, path = /./) => it.sandbox.requests.filter((request) => request.method === method && path.test(request.path)),
	};
	const putBack = () => {
		it.sandbox.reset();
		it.credentials = { apiKey: it.sandbox.apiKey, sendKeyAs: 'header', baseUrl: it.sandbox.apiUrl };
	};
	beforeAll(async () => {
		await startEngine();
		it.sandbox = await startContentGroove({ processingMs: 50 });
		putBack();
	});
	beforeEach(putBack);
	afterAll(async () => await it.sandbox.close());
	return it;
}

/** Input items with this JSON. */
const items = (...json) => ({ items: json.map((each) => ({ json: each })) });

/** What a person reads of a failure: two lines and the item. */
const told = ({ error }) => error && { message: error.message, description: error.description, item: error.context?.itemIndex };

module.exports = { contentGroove, items, told };
