'use strict';

const http = require('node:http');
const { setTimeout: realTime } = require('node:timers/promises');
const { retryAfterMs } = require('../../dist/nodes/shared/request');
const { storeFile } = require('../engine');
const { contentGroove, items, told } = require('./setUp');

const groove = contentGroove();
const START = Date.parse('2026-03-01T12:00:00.700Z');
const HOUR = 3_600_000;
const httpDate = (at) => new Date(at).toUTCString();
/** When requests arrived, in ms since the start of the test. */
const arrivals = (method, path) => groove.asked(method, path).map(({ at }) => at - START);

let underWay = 0;

/** Lets requests be answered until all that is left to do is to wait (or nothing at all: true); the fake clock stands still. */
async function settle(running) {
	let over = false;
	void running.done.then(() => (over = true));
	for (let calm = 0; !over && calm < 3; calm = underWay === 0 && jest.getTimerCount() > 0 ? calm + 1 : 0) await realTime(5);
	return over;
}

/** Moves the clock on to the end of each wait until the run is over. */
async function finish(running) {
	while (!(await settle(running)))
		for (const waiting = jest.getTimerCount(); jest.getTimerCount() === waiting && underWay === 0; ) await jest.advanceTimersToNextTimerAsync();
	return await running.done;
}

const createClip = (id) => ['clip', 'create', { media: id, name: 'a', start_time: 1, end_time: 2 }];

describe('By the clock', () => {
	const { request } = http;
	beforeEach(() => {
		jest.useFakeTimers({ now: START, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
		jest.spyOn(http, 'request').mockImplementation((...args) => {
			underWay += 1;
			return request(...args).once('close', () => (underWay -= 1));
		});
	});
	afterEach(() => {
		jest.useRealTimers();
		jest.restoreAllMocks();
	});

	it.each([
		['seconds', { 'Retry-After': '7' }],
		['an HTTP date', { 'Retry-After': httpDate(START + 7000), Date: httpDate(START) }],
		['an HTTP date of a server whose clock is an hour slow', { 'Retry-After': httpDate(START - HOUR + 7000), Date: httpDate(START - HOUR) }],
		['an HTTP date of a server whose clock is an hour fast', { 'Retry-After': httpDate(START + HOUR + 7000), Date: httpDate(START + HOUR) }],
	])('Retry-After as %s is kept: not a millisecond early, and then at once', async (_, headers) => {
		const { id } = groove.sandbox.addMedia();
		groove.sandbox.faults.add({ method: 'GET', status: 429, headers });
		const running = groove.begin('media', 'get', { media: id });
		await settle(running);
		await jest.advanceTimersByTimeAsync(6999);
		await settle(running);
		expect(arrivals('GET')).toEqual([0]);
		await jest.advanceTimersByTimeAsync(1);
		await settle(running);
		expect(arrivals('GET')).toEqual([0, 7000]);
		expect((await running.done).items[0].json.id).toBe(id);
	});

	it('one item that is told to wait makes all others wait with it', async () => {
		const medias = groove.sandbox.addMedia({ count: 5 });
		const [first, second] = medias.map(({ id }) => `/api/v1/medias/${id}`);
		groove.sandbox.faults.add({ path: first, status: 429, headers: { 'Retry-After': '5' } });
		groove.sandbox.faults.add({ path: second, delay: 100 });
		const { items: out } = await finish(groove.begin('media', 'get', { media: '={{ $json.id }}', options: { itemsInParallel: 2 } }, items(...medias)));
		expect(arrivals('GET')).toEqual([0, 0, 5000, 5000, 5000, 5000]);
		expect(out.map(({ json }) => json.id)).toEqual(medias.map(({ id }) => id));
	});

	it('a service that says for how long it is busy is asked by nobody before', async () => {
		const { id } = groove.sandbox.addMedia();
		groove.sandbox.faults.add({ method: 'GET', status: 503, headers: { 'Retry-After': '5' } });
		await finish(groove.begin('media', 'get', { media: id, options: { itemsInParallel: 2 } }, items({}, {}, {}, {})));
		const [, , ...later] = arrivals('GET');
		expect(later).toHaveLength(3);
		expect(Math.min(...later)).toBeGreaterThanOrEqual(5000);
	});

	it('a delete that was refused as too early does not make a wrong ID a success', async () => {
		groove.sandbox.faults.add({ method: 'DELETE', status: 503 });
		expect(told(await finish(groove.begin('media', 'delete', { media: 'no-such' }))).message).toMatch(/does not know media/);
	});

	it('a limit that says no time is waited out with growing pauses, up to the time limit', async () => {
		groove.sandbox.faults.add({ method: 'POST', status: 429, times: 7 });
		const { items: out } = await finish(groove.begin(...createClip(groove.sandbox.addMedia().id)));
		expect(out[0].json.name).toBe('a');
		const at = arrivals('POST');
		expect(at).toHaveLength(8);
		at.slice(1).forEach((time, n) => expect(time - at[n]).toBeGreaterThanOrEqual(Math.min(1000 * 2 ** n, 30_000) / 2));
	});

	it.each(['0', httpDate(START - HOUR)])('"at once" (Retry-After: %s) from a server that goes on refusing is not taken at its word', async (advice) => {
		groove.sandbox.faults.add({ method: 'GET', status: 429, headers: { 'Retry-After': advice }, times: Infinity });
		const { error } = await finish(groove.begin('media', 'getAll', { options: { retryTimeLimit: 60 } }));
		expect(error.message).toBe('ContentGroove gets too many requests');
		expect(arrivals('GET').length).toBeLessThan(12);
	});

	it('Retry Time Limit ends the waiting, and nobody waits in vain for longer than that', async () => {
		groove.sandbox.faults.add({ method: 'GET', status: 429, headers: { 'Retry-After': '4' }, times: Infinity });
		const running = await finish(groove.begin('media', 'getAll', { options: { retryTimeLimit: 10 } }));
		expect(arrivals('GET')).toEqual([0, 4000, 8000]);
		expect(told(running)).toMatchObject({ item: 0, description: expect.stringMatching(/in 4 s, .*raise Retry Time Limit/) });
		groove.sandbox.requests.length = 0;
		await groove.use('media', 'getAll', { options: { retryTimeLimit: 3 } });
		expect(arrivals('GET')).toEqual([8000]);
	});

	it.each([
		['POST', { status: 503 }, 'repeated: it was refused before any work was done'],
		['POST', { status: 503, headers: { 'Retry-After': '3' } }, 'repeated: it was refused before any work was done'],
		['POST', { status: 500 }, 'not repeated: it may have been done'],
		['POST', { status: 502, html: true }, 'not repeated: it may have been done'],
		['POST', { drop: 'after' }, 'not repeated: it may have been done'],
		['POST', { status: 402 }, 'not repeated: waiting does not fill up a plan'],
		['GET', { status: 402 }, 'not repeated: waiting does not fill up a plan'],
		['GET', { status: 404 }, 'not repeated'],
		['GET', { status: 501 }, 'not repeated'],
		['GET', { status: 509 }, 'not repeated'],
		['POST', { status: 503, html: true }, 'not repeated: a proxy gave up, and it may have been done'],
		['GET', { status: 500 }, 'repeated'],
		['GET', { status: 502, html: true }, 'repeated'],
		['GET', { drop: true }, 'repeated'],
		['PUT', { drop: 'after' }, 'repeated'],
		['PUT', { status: 504 }, 'repeated'],
		['DELETE', { drop: true }, 'repeated'],
	])('%s answered with %j is %s', async (method, fault, verdict) => {
		const { id, clips } = groove.sandbox.addMedia();
		const use = { POST: createClip(id), GET: ['media', 'get', { media: id }], PUT: ['clip', 'update', { clip: clips[0], updateFields: { name: 'a' } }], DELETE: ['clip', 'delete', { clip: clips[0] }] };
		groove.sandbox.faults.add({ method, ...fault });
		const { error } = await finish(groove.begin(...use[method]));
		const repeated = !verdict.startsWith('not');
		expect(Boolean(error)).toBe(!repeated);
		const [, again = 'never', ...more] = arrivals(method);
		expect(more).toEqual([]);
		if (fault.headers) expect(again).toBe(3000);
		else if (repeated) expect(again >= 500 && again <= 1000).toBe(true);
		else expect(again).toBe('never');
		if (method === 'POST') expect([...groove.sandbox.state.clips.values()].filter(({ attributes }) => attributes.name === 'a')).toHaveLength(repeated || fault.drop ? 1 : 0);
	});

	it('a service that stays broken is given up after five tries', async () => {
		groove.sandbox.faults.add({ method: 'GET', drop: true, times: Infinity });
		expect((await finish(groove.begin('media', 'getAll'))).error.message).toMatch('could not be reached');
		expect(arrivals('GET')).toHaveLength(5);
	});

	it.each([{ status: 429, headers: { 'Retry-After': '1' } }, { status: 429, headers: { 'Retry-After': '0' } }, { status: 503 }, { status: 500 }, { drop: true }])(
		'with a Retry Time Limit of 0 nothing is repeated (%j)',
		async (fault) => {
			const binary = { data: await storeFile(Buffer.alloc(10), { fileName: 'a.mp4', mimeType: 'video/mp4' }) };
			groove.sandbox.faults.add({ method: 'GET', ...fault });
			groove.sandbox.faults.add({ method: 'PUT', ...fault });
			const options = { retryTimeLimit: 0 };
			expect((await groove.use('media', 'getAll', { options })).error).toBeDefined();
			expect((await groove.use('media', 'upload', { options }, { items: [{ json: {}, binary }] })).error.message).toMatch('storage did not take "a.mp4"');
			expect([...arrivals('GET', /medias/), ...arrivals('PUT')]).toEqual([0, 0]);
		},
	);
});

it.each([
	[{}, undefined],
	[{ 'retry-after': '' }, undefined],
	[{ 'retry-after': 'soon' }, undefined],
	[{ 'retry-after': ' 120 ' }, 120_000],
	[{ 'retry-after': 3 }, 3000],
	[{ 'retry-after': '1.5' }, 1500],
	[{ 'retry-after': httpDate(START), date: httpDate(START) }, 0],
	[{ 'retry-after': httpDate(START), date: httpDate(START + HOUR) }, 0],
	[{ 'retry-after': httpDate(START + HOUR), date: 'no date' }, HOUR, START - 700],
	[{ 'retry-after': httpDate(START + HOUR) }, HOUR, START - 700],
])('Retry-After in %j asks for %p ms', (headers, ms, now = START) => {
	jest.spyOn(Date, 'now').mockReturnValue(now);
	expect(retryAfterMs({ headers })).toBe(ms);
	jest.restoreAllMocks();
});

describe('Stop', () => {
	it.each([
		['a long wait', { status: 429, headers: { 'Retry-After': '200' } }],
		['a request that is not answered', { delay: 1600 }],
	])('ends %s at once and sends nothing more', async (_, fault) => {
		groove.sandbox.faults.add({ ...fault, times: Infinity });
		const running = groove.begin('media', 'get', { media: '={{ $json.id }}', options: { itemsInParallel: 1 } }, { ...items({ id: 'a' }, { id: 'b' }), onError: 'continueRegularOutput' });
		while (groove.sandbox.requests.length === 0) await realTime(20);
		await realTime(200);
		const stopped = Date.now();
		running.cancel();
		await running.done;
		expect(Date.now() - stopped).toBeLessThan(1000);
		await realTime(1500);
		expect(groove.sandbox.requests).toHaveLength(1);
	});
});
