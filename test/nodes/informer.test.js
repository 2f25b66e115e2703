'use strict';

const { NodeHelpers } = require('n8n-workflow');
const { resources } = require('../../dist/nodes/Informer/resources');
const { nodes, run, search } = require('../engine');
const { startInformer } = require('../sandbox/informer');
const { workbench } = require('./workbench');

const DOCUMENTED = '550e8400-e29b-41d4-a716-446655440000';

const bench = workbench({
	type: 'informer',
	folder: 'Informer',
	start: async () => await startInformer({ syncMs: 30 }),
	credentials: ({ url, token }) => ({ informerApi: { instanceUrl: url, token } }),
});
const { use, failure } = bench;
let sandbox;
let credentials;
beforeAll(() => ({ sandbox, credentials } = bench));

const libraryId = (name) => sandbox.library(name).attributes.id;

/** Two items: the library of the vendor's examples by ID and by natural ID. */
const both = { items: [{ json: { library: DOCUMENTED } }, { json: { library: 'engineering:project-documentation' } }] };
const library = '={{ $json.library }}';

describe('The operations of the vendor\'s "Integration & Sync" page answer as its examples say', () => {
	it('Integration: Get', async () => {
		const { json, links } = await use('integration', 'get', { library, simplify: false }, both);
		expect(json).toEqual(Array(2).fill(expect.objectContaining({ id: 'integration-abc-123', type: 'google-drive', embedded: true, authType: 'oauth2' })));
		expect(links).toEqual([0, 1]);
		await use('integration', 'get', { library }, both);
	});

	it('Integration: Set', async () => {
		const [{ value: integration }] = (await search('searchIntegrations', { type: 'informer', credentials })).results;
		expect((await use('integration', 'set', { library, integration }, both)).json).toHaveLength(2);
		expect(sandbox.requests.at(-1).body).toEqual({ integrationId: integration });
	});

	it('Connection: Get, without any token', async () => {
		const { json } = await use('connection', 'get', { library }, both);
		expect(json[0]).toMatchObject({ id: 'conn-abc-123', integrationId: 'integration-abc-123', refreshTokenExpiresAt: expect.any(String) });
	});

	it('Connection: Disconnect', async () => {
		const [a, b] = ['Project Documentation', 'Product Handbook'].map(libraryId);
		const { json } = await use('connection', 'disconnect', { library }, { items: [{ json: { library: a } }, { json: { library: b } }] });
		expect(json).toEqual([{ disconnected: true }, { disconnected: true }]);
		expect(sandbox.library(a).connection).toBeNull();
	});

	it('Library: Get Account', async () => {
		expect((await use('library', 'getAccount', { library }, both)).json[0]).toEqual({ email: expect.any(String), displayName: expect.any(String), accountId: expect.any(String) });
	});

	it('Library: Sync', async () => {
		const { json } = await use('library', 'sync', { library }, both);
		expect(json[0]).toEqual({ syncedFiles: 127, addedFiles: 5, updatedFiles: 12, deletedFiles: 0, errors: [] });
		expect(json[1]).toEqual({ syncedFiles: 127, addedFiles: 0, updatedFiles: 0, deletedFiles: 0, errors: [] });
	});
});

describe('Library: Sync', () => {
	it('never runs twice at once for one library, even when items name it in different ways', async () => {
		sandbox.setSync({ ms: 100 });
		await use('library', 'sync', { library }, both);
		const [first, second] = sandbox.state.syncs;
		expect(second.startedAt).toBeGreaterThanOrEqual(first.endedAt);
	});

	it.each([
		['the connection breaks', { ms: 1_500, dropAfterMs: 100 }],
		['a proxy gives up with 504', { ms: 1_500, proxyTimeoutMs: 100 }],
		['a proxy gives up with 502', { ms: 1_500, proxyTimeoutMs: 100, proxyStatus: 502 }],
		['a proxy gives up with 503', { ms: 1_500, proxyTimeoutMs: 100, proxyStatus: 503 }],
		['a proxy gives up with 524', { ms: 1_500, proxyTimeoutMs: 100, proxyStatus: 524 }],
	])('is followed to its end, and not started again, when %s', async (_why, how) => {
		sandbox.setSync(how);
		const { json } = await use('library', 'sync', { library: DOCUMENTED, simplify: false });
		expect(json).toEqual([{ recovered: true, id: DOCUMENTED, name: 'Project Documentation', syncedAt: sandbox.library(DOCUMENTED).attributes.syncedAt }]);
		expect(sandbox.syncsStarted(DOCUMENTED)).toBe(1);
	});

	it('ends at the time limit with how to go on, and does not stop the sync', async () => {
		sandbox.setSync({ ms: 60_000 });
		const { message, description } = await failure('library', 'sync', { library: DOCUMENTED, additionalFields: { timeLimit: 0.01 } });
		expect(message).toBe('The sync of library "Project Documentation" has not ended yet, as far as can be seen');
		expect(description).toMatch(/do not start it again.*"Library: Get".*2024-02-08T14:30:00.000Z/);
		expect(sandbox.syncsStarted(DOCUMENTED)).toBe(1);
	});

	it('is followed although Informer can\'t be asked for a moment, and comes out although only failures were asked for', async () => {
		sandbox.setSync({ ms: 1_500, dropAfterMs: 100 });
		sandbox.faults.add({ method: 'GET', path: `/api/libraries/${DOCUMENTED}`, status: 500, after: 2, times: 2 });
		const { json } = await use('library', 'sync', { library: DOCUMENTED, additionalFields: { onErrors: 'split' }, options: { retryTimeLimit: 0 }, simplify: false });
		expect(json).toMatchObject([{ recovered: true }]);
		expect(sandbox.syncsStarted(DOCUMENTED)).toBe(1);
	});

	it('says that it goes on when Informer refuses to be asked', async () => {
		sandbox.setSync({ ms: 1_500, dropAfterMs: 100 });
		sandbox.faults.add({ method: 'GET', path: `/api/libraries/${DOCUMENTED}`, status: 401, after: 2 });
		expect((await failure('library', 'sync', { library: DOCUMENTED })).description).toMatch(/do not start it again before it is over/);
	});

	it('does not begin for items that waited when one has failed', async () => {
		sandbox.faults.add({ method: 'POST', path: /_sync$/, status: 403 });
		const six = { items: Array.from({ length: 6 }, () => ({ json: {} })) };
		await failure('library', 'sync', { library: DOCUMENTED }, six);
		expect(sandbox.state.syncs).toEqual([]);
	});

	it('takes Informer\'s own 502 for final', async () => {
		sandbox.faults.add({ method: 'POST', path: /_sync$/, status: 502, body: { statusCode: 502, error: 'Bad Gateway', message: 'Google Drive said no' } });
		expect((await failure('library', 'sync', { library: DOCUMENTED })).description).toContain('Google Drive said no');
	});

	it('passes failed files on, gives one item for each, or fails, as chosen', async () => {
		sandbox.setSync({ errors: [{ file: 'a.pdf', message: 'locked' }, { file: 'b.pdf', message: 'too large' }] });
		const sync = async (onErrors) => await use('library', 'sync', { library: DOCUMENTED, additionalFields: { onErrors }, simplify: false });
		expect((await sync('passOn')).json[0].errors).toHaveLength(2);
		expect((await sync('split')).json.map(({ error }) => error.file)).toEqual(['a.pdf', 'b.pdf']);
		await expect(sync('fail')).rejects.toMatchObject({ message: expect.stringContaining('2 files failed'), description: expect.stringContaining('a.pdf') });
	});

	it('purges only what is confirmed', async () => {
		const purge = { library: DOCUMENTED, simplify: false, additionalFields: { purge: true } };
		expect(await failure('library', 'sync', purge)).toMatchObject({ message: expect.stringContaining('not confirmed'), description: expect.stringContaining('"Really Delete Every File"') });
		expect(sandbox.state.syncs).toEqual([]);
		for (const text of [{ purge: 'true' }, { purge: true, purgeConfirmed: 'false' }]) expect(await failure('library', 'sync', { ...purge, additionalFields: text })).toMatchObject({ message: expect.stringContaining('not confirmed') });
		expect(sandbox.state.syncs).toEqual([]);
		await use('library', 'sync', { ...purge, additionalFields: { purge: true, purgeConfirmed: true, progress: 'p1' } });
		expect(sandbox.state.syncs).toMatchObject([{ purge: true, progress: 'p1' }]);
	});

	it('does not offer a purge to AI agents', () => {
		const { description } = nodes.get('n8n-nodes-media-sync.informer');
		const fields = description.properties.find(({ name, displayOptions }) => name === 'additionalFields' && displayOptions.show.operation.includes('sync')).options;
		const shownTo = (name) => fields.filter((field) => NodeHelpers.displayParameter({}, field, { typeVersion: 1 }, { ...description, name })).map((field) => field.name);
		expect(shownTo('informer')).toEqual(expect.arrayContaining(['purge', 'purgeConfirmed']));
		expect(shownTo('informerTool').filter((name) => /purge/i.test(name))).toEqual([]);
	});

	it('makes a snapshot first when asked to', async () => {
		const before = sandbox.library(DOCUMENTED).snapshots.length;
		await use('library', 'sync', { library: DOCUMENTED, simplify: false, additionalFields: { snapshotFirst: true } });
		expect(sandbox.library(DOCUMENTED).snapshots).toHaveLength(before + 1);
	});

	it('refuses a local library before anything is sent', async () => {
		expect(await failure('library', 'sync', { library: libraryId('Meeting Notes') })).toMatchObject({ message: expect.stringContaining('"Meeting Notes" is a local library') });
		expect(sandbox.state.syncs).toEqual([]);
	});
});

describe('Around them', () => {
	it('Library: Get and Get Many, page by page', async () => {
		expect((await use('library', 'get', { library }, both)).json.map(({ name }) => name)).toEqual(Array(2).fill('Project Documentation'));
		sandbox.addLibrary({ count: 150, name: 'Extra' });
		sandbox.state.maxPageSize = 40;
		const { json } = await use('library', 'getAll', { returnAll: true, filters: { sort: '-name' } });
		expect(new Set(json.map(({ id }) => id)).size).toBe(json.length);
		expect(json.length).toBeGreaterThanOrEqual(150);
		expect((await use('library', 'getAll', { filters: { q: 'handbook' } })).json.map(({ name }) => name)).toEqual(['Product Handbook']);
	});

	it('Library File: Get Many', async () => {
		const { json } = await use('libraryFile', 'getAll', { library: DOCUMENTED, returnAll: true });
		expect(json.length).toBeGreaterThan(100);
		const filters = { q: 'overview', dirOnly: false, dir: '/docs/api' };
		expect((await use('libraryFile', 'getAll', { library, filters }, both)).json[0]).toMatchObject({ filename: 'overview.md' });
	});

	it('Integration: Get Many', async () => {
		expect((await use('integration', 'getAll', { returnAll: true }, { items: [{ json: {} }, { json: {} }] })).json.length).toBeGreaterThan(1);
	});

	it('Shares: set, read, list, remove, whatever the name', async () => {
		const principalId = 'team:R&D / "north"?#ü';
		await use('share', 'set', { library, principalId, accessLevel: 1 }, both);
		expect((await use('share', 'get', { library, principalId }, both)).json[0]).toMatchObject({ principalId, accessLevel: 1 });
		expect((await use('share', 'getAll', { library, returnAll: true }, both)).json.map((share) => share.principalId)).toContain(principalId);
		expect((await use('share', 'remove', { library: DOCUMENTED, principalId })).json).toEqual([{ deleted: true }]);
		expect(await failure('share', 'set', { library: DOCUMENTED, principalId, accessLevel: 2 })).toMatchObject({ message: 'Access Level: 2 is not a level', item: 0 });
	});

	it('Assistants: access on and off, and the list', async () => {
		expect((await use('assistant', 'disableAccess', { library }, both)).json).toEqual([{ enabled: false }, { enabled: false }]);
		expect((await use('assistant', 'enableAccess', { library }, both)).json).toEqual([{ enabled: true }, { enabled: true }]);
		expect((await use('assistant', 'getAccess', { library }, both)).json[0]).toEqual({ enabled: true });
		expect((await use('assistant', 'getAll', { library, returnAll: true, filters: { sort: 'name' } }, both)).json[0]).toMatchObject({ id: 'assistant-abc-123' });
	});

	it('Snapshots: create, list, restore, delete', async () => {
		const { json: made } = await use('snapshot', 'create', { library, additionalFields: { keep: 5, trigger: 'scheduled' } }, both);
		expect(sandbox.requests.at(-1).body).toEqual({ limit: 5, trigger: 'scheduled' });
		expect((await use('snapshot', 'getAll', { library, returnAll: true }, both)).json.map(({ id }) => id)).toContain(made[0].id);
		const items = made.map(({ id }) => ({ json: { snapshot: id } }));
		expect((await use('snapshot', 'restore', { library: DOCUMENTED, snapshot: '={{ $json.snapshot }}' }, { items })).json[0]).toMatchObject({ restored: true });
		expect((await use('snapshot', 'delete', { library: DOCUMENTED, snapshot: '={{ $json.snapshot }}' }, { items })).json).toEqual([{ deleted: true }, { deleted: true }]);
		expect(await failure('snapshot', 'create', { library: DOCUMENTED, additionalFields: { keep: 101 } })).toMatchObject({ message: 'Snapshots to Keep: 101 is out of range', description: 'Enter a number from 1 to 100.' });
	});
});

describe('What goes wrong', () => {
	const withUrl = async (instanceUrl, token = sandbox.token) =>
		(await run({ type: 'informer', credentials: { informerApi: { instanceUrl, token } }, parameters: { resource: 'library', operation: 'getAll' } })).error;

	it('the address of an instance is taken as people paste it', async () => {
		const { instanceRoot } = require('../../dist/nodes/Informer/service');
		expect(instanceRoot('acme.entrinsik.com/api/')).toBe('https://acme.entrinsik.com');
		for (const page of ['/#/libraries', '/libraries/a%3Ab?tab=files', '/api/libraries', '/?x=1']) expect(instanceRoot(`https://acme.entrinsik.com${page}`)).toBe('https://acme.entrinsik.com');
		expect(instanceRoot(' https://acme.entrinsik.com:8443/ ')).toBe('https://acme.entrinsik.com:8443');
		expect(await withUrl(`${sandbox.url}/api/`)).toBeUndefined();
	});

	it('plain http to the internet, no address, and no token are refused before anything is sent', async () => {
		expect((await withUrl('http://acme.entrinsik.com')).message).toBe('Informer credential: Instance URL would send the token unencrypted');
		expect((await withUrl('our informer')).message).toContain('Instance URL is not an address');
		expect((await withUrl('ftp://acme.entrinsik.com')).message).toContain('Instance URL is not an address');
		expect((await withUrl(sandbox.url, ' ')).message).toContain('Token is empty');
	});

	it('an address that is not Informer says so', async () => {
		expect((await withUrl(`${sandbox.url}/app`)).message).toBe('Informer answered "Library: Get Many" with a web page');
	});

	it('an expired, a read-only and a powerless token say what to do', async () => {
		const sync = async (token) => (await run({ type: 'informer', credentials: { informerApi: { instanceUrl: sandbox.url, token } }, parameters: { resource: 'library', operation: 'sync', library: DOCUMENTED } })).error;
		expect((await sync(sandbox.expiredToken)).description).toContain('Make a new one in Informer');
		expect((await sync(sandbox.readOnlyToken)).description).toContain('library:sync');
		sandbox.addToken('weak', { permissions: ['library:write'] });
		expect((await sync('weak')).message).toContain('does not allow "Library: Sync"');
	});

	it('a hidden or unknown library is not known, and says that it may be hidden', async () => {
		expect(await failure('library', 'get', { library: libraryId('Payroll') })).toMatchObject({ message: expect.stringContaining('does not know library'), description: expect.stringContaining('may not see') });
		expect(await failure('library', 'get', { library: 'nobody:a/b?c#d' })).toMatchObject({ message: 'Informer does not know library "nobody:a/b?c#d"' });
	});

	it('a library without a connection can\'t be synced, and the others go on', async () => {
		const items = ['Research Papers', 'Product Handbook'].map((name) => ({ json: { library: libraryId(name) } }));
		const { branches } = await use('library', 'sync', { library }, { items, onError: 'continueErrorOutput' });
		expect(branches.map(({ length }) => length)).toEqual([1, 1]);
	});
});

// One test asks for a place that is not Informer.
bench.takenTogether({ resources, document: 'informer', prefix: '', counts: ({ path }) => path.startsWith('/api/') });
