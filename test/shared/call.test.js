'use strict';

const http = require('node:http');
const { contentGroove, items, told } = require('./setUp');

const groove = contentGroove();
const API = '/api/v1/medias/';
const byId = (value) => ({ media: { __rl: true, mode: 'id', value } });
const createClip = (id) => ['clip', 'create', { media: id, name: 'a', start_time: 1, end_time: 2 }];

describe('An ID stays one segment of the path, whatever it contains', () => {
	it.each([
		['../clips', '..%2Fclips'],
		['../../../other', '..%2F..%2F..%2Fother'],
		['a/b', 'a%2Fb'],
		['a\\b', 'a%5Cb'],
		['a?b=c&d', 'a%3Fb%3Dc%26d'],
		['a#b', 'a%23b'],
		['%2e%2e', '%252e%252e'],
		['a;b=c', 'a%3Bb%3Dc'],
		['...', '...'],
		['https://example.com', 'https:%2F%2Fexample.com'],
		['urn:uuid:1', 'urn:uuid:1'],
		['ä 日本 🎬', '%C3%A4%20%E6%97%A5%E6%9C%AC%20%F0%9F%8E%AC'],
		['a\ud800b', 'a%EF%BF%BDb'],
		['a\r\nX-API-KEY: b', 'a%0D%0AX-API-KEY:%20b'],
		['a\u0000b', 'a%00b'],
	])('%j', async (id, encoded) => {
		for (const operation of ['get', 'delete']) {
			const { error } = await groove.use('media', operation, byId(id));
			expect(error.message).toBe(`ContentGroove does not know media "${id}"`);
		}
		expect(groove.sandbox.requests.map(({ method, path, query }) => [method, path, { ...query }])).toEqual(['GET', 'DELETE'].map((method) => [method, API + encoded, {}]));
	});

	it.each(['', ' ', '.', '..', ' .. '])('%j, which would address something else, is refused before anything is sent', async (id) => {
		const failure = told(await groove.use('media', 'delete', { media: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, items({ id })));
		expect(failure).toEqual({ message: expect.stringMatching(/^Media: /), description: expect.stringMatching(/expression/), item: 0 });
		expect(groove.sandbox.requests).toEqual([]);
	});
});

it.each(['/', '//', ' '])('a Base URL that ends in %j is the same address', async (end) => {
	groove.credentials.baseUrl += end;
	const { id } = groove.sandbox.addMedia();
	expect((await groove.use('media', 'get', byId(id))).items[0].json.id).toBe(id);
	expect(groove.sandbox.requests[0].path).toBe(API + id);
});

describe('What the engine adds to a panel', () => {
	it.each([['limit', 'abc', 'Limit: "abc" is not a number'], ['limit', 0, 'Limit: 0 is out of range'], ['returnAll', 'all', 'Return All: "all" is neither true nor false']])('%s of %j is refused before anything is sent', async (name, value, message) => {
		expect(told(await groove.use('media', 'getAll', { [name]: value })).message).toBe(message);
		expect(groove.sandbox.requests).toEqual([]);
	});

	it('takes what a form or a sheet gives as text', async () => {
		groove.sandbox.addMedia({ count: 60 });
		expect((await groove.use('media', 'getAll', { returnAll: '={{ "false" }}', limit: '={{ "3" }}' })).items).toHaveLength(3);
		const { items: [one] } = await groove.use('media', 'createFromUrl', { source_url: 'https://example.com/a.mp4', waitForCompletion: 'true', simplify: 'false' });
		expect(one.json.attributes.is_processing).toBe(false);
	});

	it('two conditions of the same kind, of which the service would take one, are refused', async () => {
		const conditions = { condition: ['a', 'b'].map((value) => ({ attribute: 'name', matcher: 'cont', value })) };
		expect(told(await groove.use('media', 'getAll', { filters: { conditions } })).message).toBe('Conditions: name has two conditions of the same kind');
	});

	it('a list for Is One Of is taken as it is', async () => {
		const [a] = groove.sandbox.addMedia({ count: 3 });
		const conditions = { condition: [{ attribute: 'name', matcher: 'in', value: '={{ [$json.name, 7] }}' }] };
		expect((await groove.use('media', 'getAll', { filters: { conditions } }, items({ name: a.attributes.name }))).items).toHaveLength(1);
	});

	it.each([[{}], [{ v: '' }], [{ v: null }]])('a filter whose expression gives nothing from %j is refused: it must not widen the list', async (json) => {
		const conditions = { condition: [{ attribute: 'name', matcher: 'eq', value: '={{ $json.v }}' }] };
		expect(told(await groove.use('media', 'getAll', { filters: { conditions } }, items(json))).message).toBe('Conditions: the value for name is empty');
		expect(told(await groove.use('media', 'getAll', { filters: { sort: '={{ $json.v }}' } }, items(json))).message).toBe('Sort: is empty');
		expect(groove.sandbox.requests).toEqual([]);
	});
});

describe('Options', () => {
	it.each([['itemsInParallel', 'Items in Parallel'], ['retryTimeLimit', 'Retry Time Limit'], ['maximumWait', 'Maximum Wait']])('%s that is no number is told, not waited for without end', async (name, label) => {
		const { id } = groove.sandbox.addMedia({ processing: true });
		const running = await groove.use('media', 'waitForProcessing', { ...byId(id), options: { [name]: '={{ $json.number }}' } }, items({ number: 'many' }));
		expect(told(running)).toEqual({ message: `${label}: "many" is not a number`, description: expect.stringContaining('Enter a number'), item: 0 });
	});

	it('are at their default where an expression gives nothing', async () => {
		const options = { itemsInParallel: '={{ $json.none }}', retryTimeLimit: '={{ $json.none }}' };
		expect((await groove.use('media', 'get', { media: groove.sandbox.addMedia().id, options }, items({}, {}))).items).toHaveLength(2);
	});

	it.each([[1, 1], [3, 3], [undefined, 5], [0, 1]])('Items in Parallel of %p sends %i requests at once', async (itemsInParallel, expected) => {
		const underWay = new Set();
		let most = 0;
		const { request } = http;
		const watch = jest.spyOn(http, 'request').mockImplementation((...args) => {
			const sent = request(...args).once('response', (answer) => answer.once('end', () => underWay.delete(sent)));
			most = Math.max(most, underWay.add(sent).size);
			return sent;
		});
		const medias = groove.sandbox.addMedia({ count: 12 });
		await groove.use('media', 'get', { media: '={{ $json.id }}', options: { itemsInParallel } }, items(...medias));
		watch.mockRestore();
		expect(most).toBe(expected);
	});
});

describe('The key', () => {
	const elsewhere = [];
	const stranger = http.createServer(({ method, headers }, answer) => {
		elsewhere.push({ method, headers });
		answer.end('{}');
	});
	beforeAll(() => new Promise((listening) => stranger.listen(0, listening)));
	afterAll(() => stranger.close());

	it.each(['localhost', '127.0.0.1'])('never goes on to the address that a redirect names (%s)', async (host) => {
		const { id } = groove.sandbox.addMedia();
		for (const status of [301, 302, 303, 307, 308]) {
			groove.sandbox.faults.add({ path: /medias|clips/, status, times: 2, headers: { Location: `http://${host}:${stranger.address().port}/` } });
			for (const use of [['media', 'get', { media: id }], createClip(id)])
				expect(told(await groove.use(...use))).toMatchObject({ message: expect.stringContaining(`answered ${status}`), description: expect.stringMatching('another address') });
		}
		expect(elsewhere).toEqual([]);
	});
});
