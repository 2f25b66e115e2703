'use strict';

const { collection, integrationItem, integrationResource, libraryItem, libraryResource } = require('./documents');
const { bodyOf, notFound } = require('./errors');
const { selectFiles } = require('./files');
const { setIntegration } = require('./library');
const { matches, sorted, whole } = require('./listing');

/** Libraries with their files, integration, connection and account; and the instance's integrations. */
function addRoutes(api, { state, access }) {
	// Embedded libraries belong to an app or a chat: they are in no list.
	const listed = (caller) => [...state.libraries.values()].filter((one) => !one.attributes.embedded && access.canRead(caller, one));
	const integrations = () => [...state.integrations.values()].filter(({ embedded }) => !embedded);

	/** The part of a library that is there or not. */
	const part = (name) => async (request) => {
		const found = access.readable(request)[name];
		if (!found) throw notFound();
		return found;
	};

	api.get('/libraries', async ({ caller, query }) => {
		const found = sorted(listed(caller).map(libraryResource).filter(matches(query.q)), query.sort ?? 'name');
		const start = whole(query, 'start', 0);
		const limit = Math.min(whole(query, 'limit', 30), state.maxPageSize);
		const self = { href: '/api/libraries{?sort,limit,start,q}', templated: true };
		return collection(self, 'inf:library', found.slice(start, start + limit), { start, total: found.length });
	});
	api.get('/libraries-list', async ({ caller }) => sorted(listed(caller).map(libraryItem), 'name'));
	api.get('/libraries/:id', async (request) => libraryResource(access.readable(request)));
	api.get('/libraries/:id/files', async (request) => {
		const { files, connection } = access.readable(request);
		const all = connection?.ownerId === request.caller.user;
		const { query } = request;
		const range = { start: whole(query, 'start', 0), end: whole(query, 'end', 100) };
		return selectFiles(files.filter(({ indexed }) => indexed || all), { ...query, ...range });
	});

	api.get('/libraries/:id/integration', part('integration'));
	api.put('/libraries/:id/integration', async (request) => {
		const library = access.permitted(request);
		const { integrationId } = bodyOf(request, { integrationId: 'string' }, ['integrationId']);
		const source = integrations().find(({ id, slug }) => [id, slug].includes(integrationId));
		if (!source) throw notFound();
		setIntegration(library, source);
		return library.integration;
	});
	api.get('/libraries/:id/connection', part('connection'));
	api.delete('/libraries/:id/connection', async (request, reply) => {
		const library = access.permitted(request);
		if (!library.connection) throw notFound();
		Object.assign(library, { connection: null, account: null });
		return reply.code(204).send();
	});
	api.get('/libraries/:id/account', part('account'));

	api.get('/integrations', async ({ query: { q, supportsUpload } }) => {
		const fits = ({ category }) => supportsUpload === undefined || String(category === 'storage') === supportsUpload;
		return collection({ href: '/api/integrations' }, 'inf:integration', integrations().filter(matches(q)).filter(fits).map(integrationResource));
	});
	api.get('/integrations-list', async () => integrations().map(integrationItem));
}

module.exports = { addRoutes };
