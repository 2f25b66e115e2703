'use strict';

const axios = require('axios');
const { startInformer } = require('../sandbox/informer');
const { spec, validatorOf } = require('./specs');

/**
 * Informer publishes no OpenAPI document; this one was written after its documentation. Where that is silent or at odds with itself:
 * | place                                    | documentation                        | sandbox                                        |
 * | `_links.self` of shares and assistants   | `{id}` as it stands                  | the library's id                               |
 * | GET assistants                           | page stops within the example        | `start`, `count`, `total`, `instructions`; no `inf:chat` |
 * | GET files                                | no answer shown                      | a plain array; `end` is where the page ends, `sort` is passed over |
 * | PUT integration                          | "integration details"                | as GET; `name` is the new integration's, the example's the old one's; another one ends the connection |
 * | integration, connection, account missing | nothing                              | 404                                            |
 * | sync that is not possible                | nothing                              | 400; a second one at the same time runs as well |
 * | sync with `purge`                        | only that all files go first         | they count as deleted, then all as added       |
 * | wrong token, read-only token             | 401; nothing                         | 401 with a message each; 403                   |
 * | changing a library that is only shared   | `library:write`                      | 403: read is all that a share gives            |
 * | what the caller may not see              | 404 elsewhere in Informer            | 404                                            |
 * | connection without a refresh token       | always has one                       | `refreshTokenExpiresAt` is missing             |
 * | paths outside of the API                 | nothing                              | the login page with 200                        |
 */
const NOT_BUILT = [
	'uploadLibraryFile', // wants an upload, and how to make one is not documented
	...['searchStoredFiles', 'createStoredFile', 'getStoredFile', 'downloadStoredFile'], // apart from libraries
	...['startIntegrationConnect', 'createIntegrationConnection', 'getIntegrationConnection', 'previewIntegrationDirectories'], // for people
	...['login', 'listTokens'],
];

// Strict: a field that the documentation does not know is fiction.
function closed(definition) {
	for (const [name, schema] of Object.entries(definition.components.schemas)) {
		if (name !== 'HalPage') schema.additionalProperties = false;
	}
	return definition;
}

const ID = '550e8400-e29b-41d4-a716-446655440000';
const NOT_FOUND = { statusCode: 404, error: 'Not Found', message: 'Not Found' };
const http = axios.create({ validateStatus: () => true, proxy: false });

let backend;
let sandbox;
const covered = new Set();

/** Calls an operation by its id and holds the answer against the document. */
async function call(operationId, { id = ID, snapshotId, principalId, params, body, token = sandbox.token } = {}) {
	const operation = backend.router.getOperation(operationId);
	const values = { id, snapshotId, principalId };
	const { status, data } = await http.request({
		method: operation.method,
		url: sandbox.url + operation.path.replace(/\{(\w+)\}/g, (_, name) => values[name]),
		params,
		headers: { Authorization: `Bearer ${token}` },
		data: body,
	});
	if (status < 300) covered.add(operationId);
	if (data !== '') expect([operationId, status, backend.validateResponse(data, operationId, status).errors]).toEqual([operationId, status, null]);
	return { status, data };
}

const statusOf = async (...args) => (await call(...args)).status;
const dataOf = async (...args) => (await call(...args)).data;
const named = (name) => sandbox.library(name).attributes.id;
const names = ({ _embedded }) => _embedded['inf:library'].map(({ name }) => name);
const until = async (look) => {
	for (const end = Date.now() + 10_000; Date.now() < end; await new Promise((done) => setTimeout(done, 10))) if (look()) return;
	throw new Error('waited in vain');
};

beforeAll(async () => {
	backend = await validatorOf(closed(spec('informer')));
	sandbox = await startInformer({ syncMs: 20 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => sandbox.reset());

describe('the examples of the documentation', () => {
	/** The documented example, and what the sandbox answers to the documented request. */
	async function both(operationId, options = {}) {
		const { responses, requestBody } = backend.router.getOperation(operationId);
		const { example: body } = requestBody?.content['application/json'] ?? {};
		const [status, { content }] = Object.entries(responses)[0];
		const answer = await call(operationId, { body, ...options });
		expect(answer.status).toBe(Number(status));
		return { answer: answer.data, example: content['application/json'].example };
	}
	const keysOf = (value) => {
		if (Array.isArray(value)) return value.slice(0, 1).map(keysOf);
		return value && typeof value === 'object' ? Object.fromEntries(Object.entries(value).sort().map(([key, one]) => [key, keysOf(one)])) : typeof value;
	};

	test.each([
		['getLibrary', {}],
		['getLibraryIntegration', {}],
		['getLibraryAccount', {}],
		['syncLibrary', {}],
		['listLibrarySnapshots', {}],
		['restoreLibrarySnapshot', { snapshotId: 'snapshot-uuid-123' }],
		['getLibraryShare', { principalId: 'team:engineering' }],
		['putLibraryShare', { principalId: 'team:data-science' }],
		['getLibraryAssistantAccess', {}],
		['putLibraryAssistantAccess', {}],
	])('%s is answered with the very values', async (operationId, options) => {
		const { answer, example } = await both(operationId, options);
		expect(answer).toEqual(example);
	});

	test.each(['listLibraries', 'listLibrariesFlat', 'getLibraryConnection', 'putLibraryIntegration', 'createLibrarySnapshot', 'listLibraryShares', 'listIntegrations', 'listIntegrationsFlat'])(
		'%s is answered with the very fields',
		async (operationId) => {
			const { answer, example } = await both(operationId);
			expect(keysOf(answer)).toEqual(keysOf(example));
		},
	);

	test('the objects of the lists are those of the examples', async () => {
		const pairs = await Promise.all(
			[['listLibraries', 'inf:library'], ['listLibrariesFlat'], ['listIntegrations', 'inf:integration'], ['listIntegrationsFlat'], ['listLibraryShares', 'inf:share'], ['listLibraryFiles', undefined, { q: 'overview' }]].map(
				async ([operationId, rel, params]) => {
					const { answer, example } = await both(operationId, { params });
					const objects = (list) => (rel ? list._embedded[rel] : list);
					return [objects(answer), objects(example)];
				},
			),
		);
		for (const [objects, examples] of pairs) expect(objects).toEqual(expect.arrayContaining(examples));
		const { answer, example } = await both('listLibraryAssistants');
		expect(answer._embedded['inf:assistant']).toMatchObject(example._embedded['inf:assistant']);
	});
});

describe('libraries', () => {
	test('are listed in pages, searched and sorted; those of others and of apps are not', async () => {
		const all = names(await dataOf('listLibraries'));
		expect(all).toEqual(['Brand Assets', 'Contracts', 'Meeting Notes', 'Product Handbook', 'Project Documentation', 'Research Papers']);
		expect(names(await dataOf('listLibraries', { params: { sort: '-name' } }))).toEqual([...all].reverse());
		expect(names(await dataOf('listLibraries', { params: { q: 'DESIGN docs' } }))).toEqual(['Project Documentation']);
		const page = await dataOf('listLibraries', { params: { start: 4, limit: 4 } });
		expect([names(page), page.start, page.count, page.total]).toEqual([all.slice(4), 4, 2, 6]);
		sandbox.addLibrary({ count: 40, files: 0 });
		expect(await dataOf('listLibraries')).toMatchObject({ count: 30, total: 46 });
		expect(await dataOf('listLibrariesFlat')).toHaveLength(46);
		sandbox.state.maxPageSize = 10;
		expect(await dataOf('listLibraries', { params: { limit: 100 } })).toMatchObject({ count: 10, total: 46 });
		expect((await http.get(`${sandbox.apiUrl}/libraries`, { params: { limit: 'x' }, headers: { Authorization: `Bearer ${sandbox.token}` } })).status).toBe(400);
		expect(await dataOf('getLibrary', { id: named('Dashboard Assets') })).toMatchObject({ embedded: true, type: 'local' });
	});

	test('are found by id and by natural id, with the colon raw or encoded', async () => {
		for (const id of [ID, 'engineering:project-documentation', 'engineering%3Aproject-documentation']) {
			expect(await dataOf('getLibrary', { id })).toMatchObject({ id: ID });
			expect(await statusOf('getLibraryConnection', { id })).toBe(200);
		}
		expect(await call('getLibrary', { id: 'engineering:none' })).toEqual({ status: 404, data: NOT_FOUND });
	});

	test('take another integration by id or slug, and then have to be connected anew', async () => {
		const set = async (integrationId) => await call('putLibraryIntegration', { body: { integrationId } });
		expect(await set('google-drive-engineering')).toMatchObject({ status: 200, data: { id: 'integration-abc-123', name: 'Google Drive - Engineering' } });
		expect(await statusOf('getLibraryConnection')).toBe(200);
		expect((await set('onedrive-company')).data).toMatchObject({ id: 'integration-abc-123', type: 'onedrive', libraryId: ID, embedded: true });
		expect(await dataOf('getLibraryIntegration')).toMatchObject({ type: 'onedrive' });
		expect([await statusOf('getLibraryConnection'), await statusOf('getLibraryAccount'), await statusOf('syncLibrary')]).toEqual([404, 404, 400]);
		sandbox.connect(ID);
		expect(await dataOf('getLibraryAccount')).toMatchObject({ accountId: 'microsoft-account-456' });
		expect([(await set('none')).status, (await set(7)).status, await statusOf('putLibraryIntegration')]).toEqual([404, 400, 400]);
	});

	test('show who reads them, and change that; 0 is no access, any other level but 1 is refused', async () => {
		const set = async (principalId, accessLevel) => await call('putLibraryShare', { principalId, body: { accessLevel } });
		expect((await set('alice', 0)).data).toEqual({ principalId: 'alice', libraryId: ID, accessLevel: 0 });
		expect(await statusOf('deleteLibraryShare', { principalId: 'team%3Aengineering' })).toBe(204);
		expect(await statusOf('deleteLibraryShare', { principalId: 'team:engineering' })).toBe(404);
		expect((await dataOf('listLibraryShares'))._embedded['inf:share']).toEqual([{ principalId: 'alice', libraryId: ID, accessLevel: 0 }]);
		expect((await dataOf('getLibrary')).shared).toBe(false);
		for (const level of [2, -1, 0.5, '1', undefined]) expect([level, (await set('bob', level)).status]).toEqual([level, 400]);
	});

	test('let assistants in or not', async () => {
		expect(await call('deleteLibraryAssistantAccess')).toEqual({ status: 204, data: '' });
		expect(await dataOf('getLibraryAssistantAccess')).toEqual({ enabled: false });
		expect(await dataOf('putLibraryAssistantAccess', { body: { enabled: true } })).toEqual({ enabled: true });
		expect((await dataOf('getLibrary')).assistantAccess).toBe(true);
		expect(await statusOf('putLibraryAssistantAccess', { body: {} })).toBe(400);
		expect((await dataOf('listLibraryAssistants', { params: { limit: 0 } })).count).toBe(0);
	});

	test('list their files from start to end, by folder and by name; what is not indexed only for who connected them', async () => {
		const files = async (params, token) => (await dataOf('listLibraryFiles', { params, token })).map(({ filename }) => filename);
		expect(await files()).toHaveLength(100);
		expect(await files({ start: 100, end: 200 })).toHaveLength(25);
		expect(await files({ dirOnly: true })).toEqual(['api', 'assets', 'docs']);
		expect(await files({ dir: '/docs/api', q: 'OVER' })).toEqual(['overview.md']);
		expect(await files({ parentId: 'dir-docs-api' })).toEqual(await files({ dir: 'docs/api' }));
		expect(await files({ dir: '/none' })).toEqual([]);
		sandbox.library(ID).files.find(({ filename }) => filename === 'overview.md').indexed = false;
		sandbox.addToken('team', { user: 'carol' });
		expect(await files({ q: 'overview' })).toHaveLength(1);
		expect(await files({ q: 'overview' }, 'team')).toHaveLength(0);
	});

	test('go back to a snapshot, and keep as many as they are told', async () => {
		const { id } = (await call('createLibrarySnapshot')).data;
		expect(await dataOf('restoreLibrarySnapshot', { snapshotId: 'snapshot-uuid-456' })).toEqual({ restored: true, fileCount: 125 });
		expect((await dataOf('listLibraryFiles', { params: { end: 500 } })).filter(({ directory }) => !directory)).toHaveLength(125);
		expect(await dataOf('restoreLibrarySnapshot', { snapshotId: id })).toEqual({ restored: true, fileCount: 122 });
		expect((await call('createLibrarySnapshot', { body: { limit: 2, trigger: 'refresh' } })).data.trigger).toBe('refresh');
		expect((await dataOf('listLibrarySnapshots')).map((one) => one.id === id)).toEqual([false, true]);
		expect(await call('deleteLibrarySnapshot', { snapshotId: id })).toEqual({ status: 204, data: '' });
		expect([await statusOf('deleteLibrarySnapshot', { snapshotId: id }), await statusOf('restoreLibrarySnapshot', { snapshotId: id })]).toEqual([404, 404]);
		for (const body of [{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { trigger: 'x' }]) expect(await statusOf('createLibrarySnapshot', { body })).toBe(400);
	});
});

describe('a sync', () => {
	const syncedAt = () => sandbox.library(ID).attributes.syncedAt;

	test('brings the library in step with its drive, and takes its time', async () => {
		sandbox.setSync({ ms: 80 });
		const begin = Date.now();
		expect(await dataOf('syncLibrary', { body: { progress: 'channel-1' } })).toMatchObject({ syncedFiles: 127, addedFiles: 5, updatedFiles: 12 });
		expect(Date.now() - begin).toBeGreaterThanOrEqual(75);
		expect(Date.parse(syncedAt())).toBeGreaterThanOrEqual(begin);
		sandbox.changeDrive(ID, { add: ['new.txt'], remove: ['overview.md'], touch: ['guide-001.md'] });
		expect(await dataOf('syncLibrary')).toEqual({ syncedFiles: 127, addedFiles: 1, updatedFiles: 1, deletedFiles: 1, errors: [] });
		expect(sandbox.state.syncs.map(({ libraryId, progress }) => [libraryId, progress])).toEqual([[ID, 'channel-1'], [ID, undefined]]);
	});

	test('with purge deletes every file first', async () => {
		sandbox.setSync({ ms: 60 });
		const answer = call('syncLibrary', { body: { purge: true } });
		await until(() => sandbox.library(ID).files.length === 0);
		expect((await answer).data).toMatchObject({ syncedFiles: 127, addedFiles: 127, updatedFiles: 0, deletedFiles: 122 });
		expect(sandbox.state.syncs[0]).toMatchObject({ purge: true });
	});

	test('may succeed and yet tell of files that failed', async () => {
		const errors = [{ file: 'roadmap-002.pdf', message: 'Unreadable' }];
		sandbox.setSync({ ms: 1, errors });
		expect(await call('syncLibrary')).toMatchObject({ status: 200, data: { errors } });
	});

	test.each([
		['a dropped connection', { dropAfterMs: 10 }, /ECONNRESET|hang up/],
		['a proxy that gives up with 504', { proxyTimeoutMs: 10 }, 504],
		['a proxy that gives up with 502', { proxyTimeoutMs: 10, proxyStatus: 502 }, 502],
	])('goes on behind %s, and moves syncedAt when it ends', async (_what, cut, expected) => {
		const before = syncedAt();
		sandbox.setSync({ ms: 250, ...cut });
		const answer = http.post(`${sandbox.apiUrl}/libraries/${ID}/_sync`, {}, { headers: { Authorization: `Bearer ${sandbox.token}` } });
		if (typeof expected === 'number') expect(await answer).toMatchObject({ status: expected, data: expect.stringMatching(/^<html>/) });
		else await expect(answer).rejects.toThrow(expected);
		expect([syncedAt(), sandbox.syncsStarted(ID), sandbox.state.syncs[0].endedAt]).toEqual([before, 1, null]);
		await until(() => syncedAt() !== before);
		expect([sandbox.syncsStarted(ID), sandbox.library(ID).files.filter(({ directory }) => !directory).length]).toEqual([1, 127]);
	});

	test('is refused for a local, an unconnected and an expired library, and then not counted', async () => {
		sandbox.expireConnection('Product Handbook');
		sandbox.addLibrary({ name: 'Bare', integration: null });
		for (const [name, message] of [['Meeting Notes', /local/], ['Research Papers', /not connected/], ['Bare', /no integration/], ['Contracts', /expired/], ['Product Handbook', /expired/]]) {
			expect([name, await call('syncLibrary', { id: named(name) })]).toEqual([name, { status: 400, data: { statusCode: 400, error: 'Bad Request', message: expect.stringMatching(message) } }]);
		}
		expect(sandbox.state.syncs).toEqual([]);
		expect(await call('deleteLibraryConnection')).toEqual({ status: 204, data: '' });
		expect([await statusOf('deleteLibraryConnection'), await statusOf('syncLibrary'), await statusOf('getLibraryAccount')]).toEqual([404, 400, 404]);
		expect([await statusOf('getLibraryIntegration'), await statusOf('getLibraryIntegration', { id: named('Bare') })]).toEqual([200, 404]);
	});

	test('is refused with 400 for fields of the wrong type', async () => {
		expect(await statusOf('syncLibrary', { body: { purge: 'yes' } })).toBe(400);
		expect(await statusOf('syncLibrary', { body: { progress: 7 } })).toBe(400);
		expect(sandbox.syncsStarted(ID)).toBe(0);
	});
});

describe('refusals', () => {
	const built = () => backend.router.getOperations().filter(({ operationId }) => !NOT_BUILT.includes(operationId));

	test('401 for no token, a wrong one and one that has expired', async () => {
		for (const { operationId } of built()) {
			expect([operationId, await call(operationId, { token: 'wrong' })]).toEqual([operationId, { status: 401, data: { statusCode: 401, error: 'Unauthorized', message: 'Unable to log in' } }]);
		}
		expect((await call('listLibraries', { token: sandbox.expiredToken })).data.message).toBe('Token has expired');
		expect((await http.get(`${sandbox.apiUrl}/libraries`)).data).toEqual({ statusCode: 401, error: 'Unauthorized', message: 'Missing authentication' });
		sandbox.expireToken();
		expect(await statusOf('listLibraries')).toBe(401);
	});

	test('403 for every change with a read-only token, and for what the permissions do not cover', async () => {
		for (const { operationId, method } of built()) {
			const expected = method === 'get' ? /^(200|404)$/ : /^403$/;
			const status = await statusOf(operationId, { token: sandbox.readOnlyToken, snapshotId: 'snapshot-uuid-123', principalId: 'alice', body: method === 'get' ? undefined : {} });
			expect(`${operationId} ${status}`.split(' ')[1]).toMatch(expected);
		}
		sandbox.addToken('no-sync', { permissions: ['library:write'] });
		expect(await call('syncLibrary', { token: 'no-sync' })).toMatchObject({ status: 403, data: { message: 'Missing permission: library:sync' } });
		expect(await statusOf('putLibraryAssistantAccess', { id: named('Contracts'), body: { enabled: true } })).toBe(403);
	});

	test('404 for a library that is there but not for the caller, until it is shared', async () => {
		const id = named('Payroll');
		for (const { operationId } of built().filter(({ path }) => path.includes('{id}'))) {
			expect([operationId, await call(operationId, { id, snapshotId: 'x', principalId: 'x' })]).toEqual([operationId, { status: 404, data: NOT_FOUND }]);
		}
		sandbox.library('Payroll').shares.push({ principalId: 'alice', accessLevel: 1 });
		expect(await statusOf('getLibrary', { id })).toBe(200);
	});

	test('the login page, with 200, for everything outside of the API', async () => {
		for (const path of ['/', '/libraries', '/informer/api/libraries?limit=1']) {
			const { status, data, headers } = await http.get(sandbox.url + path, { headers: { Authorization: `Bearer ${sandbox.token}` } });
			expect([status, headers['content-type'], data]).toEqual([200, expect.stringMatching(/^text\/html/), expect.stringMatching(/^<!DOCTYPE html>/)]);
		}
		expect((await http.get(`${sandbox.apiUrl}/none`, { headers: { Authorization: `Bearer ${sandbox.token}` } })).data).toEqual(NOT_FOUND);
	});
});

test('integrations are searched, and told apart by what they take', async () => {
	const found = async (params) => (await dataOf('listIntegrations', { params }))._embedded['inf:integration'].map(({ slug }) => slug);
	expect(await found({ q: 'onedrive' })).toEqual(['onedrive-company']);
	expect(await found({ supportsUpload: false })).toEqual(['help-desk']);
	expect(await found({ supportsUpload: true })).toHaveLength(5);
});

test('connections end at dates relative to today, or when they are told to', async () => {
	const days = async (name) => {
		const { refreshTokenExpiresAt, tokenExpiresAt } = await dataOf('getLibraryConnection', { id: named(name) });
		return Math.round((Date.parse(refreshTokenExpiresAt ?? tokenExpiresAt) - Date.now()) / 86_400_000);
	};
	const seeded = ['Project Documentation', 'Product Handbook', 'Contracts', 'Brand Assets'];
	expect([await days(seeded[0]), await days(seeded[1]), await days(seeded[2]), await days(seeded[3])]).toEqual([30, 3, -1, 90]);
	for (const name of seeded) {
		sandbox.expireConnection(name, Date.now() + 5 * 86_400_000);
		expect([name, await days(name)]).toEqual([name, 5]);
	}
});

test('the control API does from outside what the functions do inside', async () => {
	const control = async (method, path, data) => (await http.request({ method, url: `${sandbox.url}/_sandbox/${path}`, data })).data;
	const [{ id }] = await control('post', 'library', { name: 'Far', type: 'dropbox', newFiles: 2, count: 2 });
	expect(await dataOf('getLibrary', { id })).toMatchObject({ name: 'Far 1', type: 'dropbox' });
	await control('post', 'drive', { libraryId: id, add: ['new.txt'] });
	await control('post', 'sync', { ms: 1, errors: ['x'] });
	expect(await dataOf('syncLibrary', { id })).toMatchObject({ addedFiles: 3, errors: ['x'] });
	expect(await control('get', 'syncs')).toMatchObject([{ libraryId: id, purge: false, endedAt: expect.any(Number) }]);
	await control('post', 'expire-connection', { libraryId: id, date: '2020-01-01T00:00:00Z' });
	expect(await statusOf('syncLibrary', { id })).toBe(400);
	await control('post', 'connect', { libraryId: id });
	expect(await statusOf('syncLibrary', { id })).toBe(200);
	await control('post', 'token', { token: 'carol', user: 'carol', teams: [] });
	expect(await dataOf('listLibraries', { token: 'carol' })).toMatchObject({ total: 0 });
	await control('post', 'expire-token', { token: 'carol' });
	expect(await statusOf('listLibraries', { token: 'carol' })).toBe(401);
	await control('post', 'settings', { maxPageSize: 1 });
	expect(await dataOf('listLibraries')).toMatchObject({ count: 1 });
	await control('post', 'faults', { method: 'GET', path: '/api/libraries', status: 503, headers: { 'Retry-After': '7' } });
	expect((await http.get(`${sandbox.apiUrl}/libraries`)).data).toEqual({ statusCode: 503, error: 'Service Unavailable', message: 'Service Unavailable' });
	expect(await control('get', 'state')).toMatchObject({ maxPageSize: 1, sync: { ms: 1 }, libraries: expect.any(Array) });
	await control('post', 'reset');
	expect(await dataOf('listLibraries')).toMatchObject({ total: 6 });
	expect(sandbox.state.sync.ms).toBe(20);
});

test('every operation that is documented and built has been answered with success', () => {
	const operations = backend.router.getOperations().map(({ operationId }) => operationId);
	expect([...covered, ...NOT_BUILT].sort()).toEqual(operations.sort());
});
