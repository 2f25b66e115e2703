'use strict';

const { contentGroove, items } = require('./setUp');

const ITEMS = 200;
const PER_SECOND = 20;
const PARALLEL = 5;
// The first window's requests are free; each further window makes everybody wait for a second.
const FORCED_MS = (ITEMS / PER_SECOND - 1) * 1000;
const MOST = 1.25;
const RUNS = 3;

const groove = contentGroove();

/** Gets 200 medias in one run, with or without a limit on requests; returns the milliseconds it took. */
async function getAll(limit) {
	const { sandbox } = groove;
	sandbox.reset();
	const medias = sandbox.addMedia({ count: ITEMS });
	sandbox.limit(limit);
	const start = Date.now();
	const { items: out, error } = await groove.use('media', 'get', { media: '={{ $json.id }}' }, items(...medias.map(({ id }) => ({ id }))));
	const took = Date.now() - start;
	expect(error).toBeUndefined();
	expect(out.map(({ json }) => json.id)).toEqual(medias.map(({ id }) => id));
	expect(out.map(({ pairedItem }) => pairedItem.item)).toEqual(medias.map((_, n) => n));
	return took;
}

/** How much longer it takes than must be: than the same items without a limit, and the waiting that the limit forces. */
async function measure() {
	const unlimited = await getAll();
	const took = await getAll({ perSecond: PER_SECOND });
	const { refusals, requests } = groove.sandbox;
	for (const { at, until } of refusals) {
		// Those of the other items may be on their way while one is refused; nobody sets out after that.
		const early = requests.filter((request) => request.at > at && request.at < until);
		expect(early.length).toBeLessThan(PARALLEL);
	}
	const ratio = took / (FORCED_MS + unlimited);
	console.log(`${ITEMS} items in ${took} ms: ${ratio.toFixed(2)} times ${FORCED_MS} ms of forced waiting and ${unlimited} ms of work; ${refusals.length} of ${requests.length} requests refused`);
	return ratio;
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

it('200 items at 20 requests a second come in order, nobody early, within 1.25 times what must be', async () => {
	await groove.use('media', 'getAll');
	const ratios = [await measure()];
	// One run tells, unless the machine was busy with something else meanwhile.
	while (median(ratios) > MOST && ratios.length < RUNS) ratios.push(await measure());
	expect(median(ratios)).toBeLessThanOrEqual(MOST);
}, 120_000);
