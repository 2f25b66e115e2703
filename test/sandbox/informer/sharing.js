'use strict';

const { collection, shareResource } = require('./documents');
const { bodyOf, fail, notFound } = require('./errors');
const { sorted, whole } = require('./listing');

/** Who may use a library: shares for people, access for assistants. */
function addSharingRoutes(api, { access }) {
	const shareOf = ({ shares }, { principalId }) => {
		const share = shares.find((one) => one.principalId === principalId);
		if (!share) throw notFound();
		return share;
	};
	const self = ({ attributes }, rest) => ({ href: `/api/libraries/${attributes.id}/${rest}` });

	api.get('/libraries/:id/shares', async (request) => {
		const library = access.readable(request);
		return collection(self(library, 'shares'), 'inf:share', library.shares.map((share) => shareResource(library, share)));
	});
	api.get('/libraries/:id/shares/:principalId', async (request) => {
		const library = access.readable(request);
		return shareResource(library, shareOf(library, request.params));
	});
	api.put('/libraries/:id/shares/:principalId', async (request) => {
		const library = access.permitted(request);
		const { accessLevel } = bodyOf(request, { accessLevel: 'number' }, ['accessLevel']);
		if (![0, 1].includes(accessLevel)) throw fail(400, '"accessLevel" must be one of [0, 1]');
		const { principalId } = request.params;
		const share = library.shares.find((one) => one.principalId === principalId);
		if (share) share.accessLevel = accessLevel;
		else library.shares.push({ principalId, accessLevel });
		return shareResource(library, { principalId, accessLevel });
	});
	api.delete('/libraries/:id/shares/:principalId', async (request, reply) => {
		const library = access.permitted(request);
		const share = shareOf(library, request.params);
		library.shares = library.shares.filter((one) => one !== share);
		return reply.code(204).send();
	});

	const enabled = ({ attributes }) => ({ enabled: attributes.assistantAccess });
	api.get('/libraries/:id/assistant-access', async (request) => enabled(access.readable(request)));
	api.put('/libraries/:id/assistant-access', async (request) => {
		const library = access.permitted(request);
		library.attributes.assistantAccess = bodyOf(request, { enabled: 'boolean' }, ['enabled']).enabled;
		return enabled(library);
	});
	api.delete('/libraries/:id/assistant-access', async (request, reply) => {
		access.permitted(request).attributes.assistantAccess = false;
		return reply.code(204).send();
	});
	api.get('/libraries/:id/assistants', async (request) => {
		const library = access.readable(request);
		const found = sorted(library.assistants, request.query.sort ?? 'name');
		return collection(self(library, 'assistants'), 'inf:assistant', found.slice(0, whole(request.query, 'limit', 30)), { total: found.length });
	});
}

module.exports = { addSharingRoutes };
