'use strict';

const { startEngine, trigger } = require('../engine');
const { startInformer } = require('../sandbox/informer');

const DAY = 24 * 3_600_000;

let sandbox;
beforeAll(async () => {
	await startEngine();
	sandbox = await startInformer({ syncMs: 10 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

function workflow(parameters = {}, o = {}) {
	return trigger({ type: 'informerTrigger', credentials: { informerApi: { instanceUrl: sandbox.url, token: sandbox.token } }, parameters, ...o });
}

/** What one look at the poll time gives. */
const poll = async (flow, mode) => ((await flow.poll(mode)) ?? [[]])[0].map(({ json }) => json);
/** The same workflow after n8n was stopped and started. */
const restarted = (flow, parameters) => workflow(parameters, { staticData: JSON.parse(JSON.stringify(flow.workflow.staticData)) });
const synced = (name) => (sandbox.library(name).attributes.syncedAt = new Date().toISOString());

describe('Library Synced', () => {
	it('emits nothing old at first, each sync once, and repeats nothing after a restart', async () => {
		const flow = workflow();
		expect(await poll(flow)).toEqual([]);
		expect(await poll(flow)).toEqual([]);
		synced('Product Handbook');
		const [news] = await poll(flow);
		expect(news).toMatchObject({ event: 'librarySynced', name: 'Product Handbook', syncedAt: sandbox.library('Product Handbook').attributes.syncedAt });
		expect(await poll(flow)).toEqual([]);
		expect(await poll(restarted(flow))).toEqual([]);
	});

	it('of two syncs between two looks emits the later', async () => {
		const flow = workflow();
		await poll(flow);
		synced('Brand Assets');
		await new Promise((resolve) => setTimeout(resolve, 5));
		const last = synced('Brand Assets');
		expect((await poll(flow)).map(({ syncedAt }) => syncedAt)).toEqual([last]);
	});

	it('finds a sync that ended while n8n was stopped', async () => {
		const flow = workflow();
		await poll(flow);
		synced('Contracts');
		expect((await poll(restarted(flow))).map(({ name }) => name)).toEqual(['Contracts']);
	});

	it('emits the first sync of a new library, and not the old one of a library that was only now shared', async () => {
		const flow = workflow();
		await poll(flow);
		sandbox.addLibrary({ name: 'Old', syncedAt: '2024-01-01T00:00:00.000Z' });
		sandbox.addLibrary({ name: 'New', syncedAt: new Date(Date.now() + 1000).toISOString() });
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['New']);
	});

	it('watches one library when one is chosen', async () => {
		const { id } = sandbox.library('Product Handbook').attributes;
		const flow = workflow({ library: { __rl: true, mode: 'id', value: id } });
		await poll(flow);
		synced('Contracts');
		synced('Product Handbook');
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['Product Handbook']);
	});

	it('starts afresh when another library is chosen', async () => {
		const one = workflow({ library: { __rl: true, mode: 'id', value: sandbox.library('Product Handbook').attributes.id } });
		await poll(one);
		synced('Contracts');
		const all = restarted(one);
		expect(await poll(all)).toEqual([]);
		synced('Contracts');
		expect((await poll(all)).map(({ name }) => name)).toEqual(['Contracts']);
	});

	it('shows the newest as a sample in a manual run, and remembers nothing of it', async () => {
		synced('Brand Assets');
		const flow = workflow({}, { mode: 'manual' });
		expect((await poll(flow, 'manual')).map(({ name }) => name)).toEqual(['Brand Assets']);
		expect(flow.staticData()).toEqual({});
	});
});

describe('Connection Expiring', () => {
	const parameters = { event: 'connectionExpiring', daysAhead: 7 };

	it('warns once of each connection that ends within the days, not of one that ended before', async () => {
		const flow = workflow(parameters);
		expect((await poll(flow)).map(({ name, daysLeft }) => [name, daysLeft])).toEqual([['Product Handbook', 2]]);
		expect(await poll(flow)).toEqual([]);
		expect(await poll(restarted(flow, parameters))).toEqual([]);
	});

	it('warns anew when a connection was renewed and comes to its end again', async () => {
		const flow = workflow(parameters);
		await poll(flow);
		sandbox.expireConnection('Product Handbook', new Date(Date.now() + 60 * DAY));
		expect(await poll(flow)).toEqual([]);
		sandbox.expireConnection('Product Handbook', new Date(Date.now() + 5 * DAY));
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['Product Handbook']);
	});

	it('warns of the others when one connection can\'t be read, and of that one later', async () => {
		const flow = workflow(parameters);
		sandbox.expireConnection('Brand Assets', new Date(Date.now() + 3 * DAY));
		const { id } = sandbox.library('Product Handbook').attributes;
		sandbox.faults.add({ method: 'GET', path: new RegExp(`${id}/connection`), status: 403 });
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['Brand Assets']);
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['Product Handbook']);
		sandbox.expireConnection('Brand Assets', new Date(Date.now() + 2 * DAY));
		sandbox.faults.add({ method: 'GET', path: /connection/, status: 403, times: Infinity });
		await expect(flow.poll()).rejects.toThrow('does not allow');
		sandbox.faults.clear();
		expect((await poll(flow)).map(({ name }) => name)).toEqual(['Brand Assets']);
	});

	it('shows in a manual run the connection that ends soonest, however far off', async () => {
		sandbox.expireConnection('Product Handbook', new Date(Date.now() + 60 * DAY));
		const [{ daysLeft }] = await poll(workflow({ ...parameters, daysAhead: 1 }, { mode: 'manual' }), 'manual');
		expect(daysLeft).toBeGreaterThan(1);
	});

	it('goes by the token itself where there is no token to renew it', async () => {
		const { connection } = sandbox.library('Brand Assets');
		connection.tokenExpiresAt = new Date(Date.now() + 3 * DAY).toISOString();
		expect((await poll(workflow(parameters))).map(({ name }) => name).sort()).toEqual(['Brand Assets', 'Product Handbook']);
	});
});

it('fails, with what to do, when Informer can\'t be asked', async () => {
	sandbox.expireToken();
	await expect(workflow().poll()).rejects.toMatchObject({ message: 'Informer did not accept the credential', description: expect.stringContaining('Make a new one') });
});
