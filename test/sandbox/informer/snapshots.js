'use strict';

const { randomUUID } = require('node:crypto');
const { countOf, snapshotResource } = require('./documents');
const { bodyOf, fail, notFound } = require('./errors');

const TRIGGERS = ['manual', 'refresh', 'scheduled'];

/** Snapshots keep a library's files as they were; a library has its newest first. */
function addSnapshotRoutes(api, { access }) {
	const snapshotOf = ({ snapshots }, { snapshotId }) => {
		const snapshot = snapshots.find(({ id }) => id === snapshotId);
		if (!snapshot) throw notFound();
		return snapshot;
	};

	api.get('/libraries/:id/snapshots', async (request) => access.readable(request).snapshots.map(snapshotResource));
	api.post('/libraries/:id/snapshots', async (request, reply) => {
		const library = access.permitted(request);
		const { limit = 10, trigger = 'manual' } = bodyOf(request, { limit: 'number', trigger: 'string' });
		if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw fail(400, '"limit" must be an integer from 1 to 100');
		if (!TRIGGERS.includes(trigger)) throw fail(400, `"trigger" must be one of [${TRIGGERS.join(', ')}]`);
		const snapshot = { id: randomUUID(), trigger, createdAt: new Date().toISOString(), files: [...library.files] };
		library.snapshots = [snapshot, ...library.snapshots].slice(0, limit);
		return reply.code(201).send(snapshotResource(snapshot));
	});
	api.post('/libraries/:id/snapshots/:snapshotId/_restore', async (request) => {
		const library = access.permitted(request);
		library.files = [...snapshotOf(library, request.params).files];
		return { restored: true, fileCount: countOf(library.files) };
	});
	api.delete('/libraries/:id/snapshots/:snapshotId', async (request, reply) => {
		const library = access.permitted(request);
		const snapshot = snapshotOf(library, request.params);
		library.snapshots = library.snapshots.filter((one) => one !== snapshot);
		return reply.code(204).send();
	});
}

module.exports = { addSnapshotRoutes };
