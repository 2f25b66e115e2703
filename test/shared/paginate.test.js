'use strict';

const { byOffset, byPage, byToken, readList, whole } = require('../../dist/nodes/shared/paginate');

const objects = (count) => Array.from({ length: count }, (_, n) => ({ id: `id-${n}` }));
const items = ({ data }) => data;
const ids = (list) => list.map(({ id }) => id);

/** A vendor with these objects; `cap` is the most it gives at once. Remembers what it was asked, and how much at the same time. */
function vendor(all, { cap = 100, mostAtOnce = 0, total = true } = {}) {
	const asked = [];
	let atOnce = 0;
	const server = {
		asked,
		mostAtOnce,
		fetch: async (query) => {
			asked.push(query);
			atOnce += 1;
			server.mostAtOnce = Math.max(server.mostAtOnce, atOnce);
			await new Promise(setImmediate);
			atOnce -= 1;
			return server.answer(query);
		},
		answer({ page, offset, cursor = 0, limit }) {
			const size = Math.min(limit, cap);
			const from = page ? (page - 1) * size : (offset ?? cursor);
			const data = all.slice(from, from + size);
			return { data, ...(total && { total: all.length }), next: from + size < all.length ? from + size : null };
		},
	};
	return server;
}

const pagers = {
	'by page': byPage({ number: 'page', size: 'limit', max: 100, items }),
	'by offset': byOffset({ offset: 'offset', limit: 'limit', max: 100, items }),
	'by token': byToken({ token: 'cursor', next: 'next', limit: 'limit', max: 100, items }),
};

describe.each(Object.entries(pagers))('A list %s', (_, pager) => {
	it.each([0, 1, 99, 100, 101, 250, 1000])('of %i objects is read to the end, each object once and in order', async (count) => {
		const all = objects(count);
		const { fetch, asked } = vendor(all);
		expect(ids(await readList(pager, fetch, Infinity))).toEqual(ids(all));
		expect(asked.length).toBeLessThanOrEqual(Math.ceil(count / 100) + 1);
	});

	it('is read to the end also when the vendor gives fewer at once than asked', async () => {
		const all = objects(95);
		expect(ids(await readList(pager, vendor(all, { cap: 10 }).fetch, Infinity))).toEqual(ids(all));
	});

	it('gives exactly as many as wanted, and asks for no more than needed', async () => {
		for (const wanted of [1, 50, 100, 130]) {
			const { fetch, asked } = vendor(objects(1000));
			expect(await readList(pager, fetch, wanted)).toHaveLength(wanted);
			expect(asked).toHaveLength(Math.ceil(wanted / 100));
			expect(asked[0].limit).toBe(Math.min(wanted, 100));
		}
	});

	it('of 100,000 objects does not break n8n', async () => {
		expect(await readList(pager, vendor(objects(100_000)).fetch, Infinity)).toHaveLength(100_000);
	});

	it('does not go on after a page that the vendor refuses', async () => {
		const { fetch, asked } = vendor(objects(1000));
		const failing = async (query) => {
			if (asked.length >= 1) throw new Error('refused');
			return await fetch(query);
		};
		await expect(readList(pager, failing, Infinity)).rejects.toThrow('refused');
	});

	it('gives an object that moved to the next page meanwhile once', async () => {
		const all = objects(150);
		const server = vendor(all);
		const { answer } = server;
		server.answer = (query) => {
			const body = answer(query);
			if (server.asked.length === 1) all.unshift({ id: 'new' });
			return body;
		};
		expect(ids(await readList(pager, server.fetch, Infinity))).toEqual(ids(objects(150)));
	});
});

describe('By page', () => {
	it('a vendor that ignores the page number does not keep n8n busy for ever', async () => {
		const same = async () => ({ data: objects(100) });
		expect(await readList(pagers['by page'], same, Infinity)).toHaveLength(100);
	});

	it('objects without an ID are read to the end as well', async () => {
		const all = Array.from({ length: 250 }, (_, n) => ({ name: `${n}` }));
		expect(await readList(pagers['by page'], vendor(all).fetch, Infinity)).toEqual(all);
	});
});

describe('By offset', () => {
	it('pages are asked for ahead, but never more than four at once', async () => {
		const server = vendor(objects(1000));
		await readList(pagers['by offset'], server.fetch, Infinity);
		expect(server.mostAtOnce).toBe(4);
	});

	it('without a total it is one page', async () => {
		expect(await readList(pagers['by offset'], vendor(objects(30), { total: false }).fetch, Infinity)).toHaveLength(30);
	});

	it('a total that promises more than there is ends with the first empty page', async () => {
		const { fetch, asked } = vendor(objects(100));
		const boasting = async (query) => ({ ...(await fetch(query)), total: 1_000_000 });
		expect(await readList(pagers['by offset'], boasting, Infinity)).toHaveLength(100);
		expect(asked.length).toBeLessThanOrEqual(5);
	});
});

describe('By token', () => {
	const script = (...pages) => async ({ cursor = 0 }) => pages[cursor];
	const read = async (...pages) => ids(await readList(pagers['by token'], script(...pages), Infinity));

	it('short and empty pages in between mean nothing', async () => {
		expect(await read({ data: [], next: 1 }, { data: [{ id: 'a' }], next: 2 }, { data: [], next: 3 }, { data: [{ id: 'b' }], next: null })).toEqual(['a', 'b']);
	});

	it.each([null, undefined, ''])('%p is the end', async (next) => {
		expect(await read({ data: [{ id: 'a' }], next })).toEqual(['a']);
	});

	it('a token that does not move on is the end', async () => {
		expect(await read({ data: [{ id: 'a' }], next: 1 }, { data: [{ id: 'b' }], next: 1 })).toEqual(['a', 'b']);
	});
});

it.each([[7, { limit: 7 }], [Infinity, { limit: 1000 }]])('A list that comes whole is asked for once, for %p at most', async (wanted, query) => {
	const server = vendor(objects(2000), { cap: 1000 });
	expect(await readList(whole(items, 'limit'), server.fetch, wanted)).toHaveLength(query.limit);
	expect(server.asked).toEqual([query]);
});
