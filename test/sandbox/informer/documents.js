'use strict';

/** A library as a HAL resource. Whether it is shared follows from its shares. */
function libraryResource({ attributes, shares }) {
	const href = `/api/libraries/${attributes.id}`;
	const links = { self: { href }, 'inf:files': { href: `${href}/files` }, 'inf:sync': { href: `${href}/_sync` } };
	return { _links: links, ...attributes, shared: isShared(shares) };
}

const isShared = (shares) => shares.some(({ accessLevel }) => accessLevel > 0);

/** A library in the plain list for pickers. */
function libraryItem({ attributes: { id, name, type, assistantAccess, ownerId, slug }, shares }) {
	const ownerName = OWNERS[ownerId] ?? ownerId;
	return { id, name, type, shared: isShared(shares), assistantAccess, ownerId, ownerName, naturalId: `${ownerId}:${slug}` };
}

const OWNERS = { alice: 'Alice Johnson', bob: 'Bob Smith', engineering: 'Engineering Team', marketing: 'Marketing Team', legal: 'Legal Team' };

const without = (object, names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** An integration in the HAL list, and in the plain list for pickers: each leaves out a part. */
const integrationResource = (integration) => without(integration, ['ownerId', 'shared', 'tags', 'clientId']);
const integrationItem = (integration) =>
	without(integration, ['scope', 'authUri', 'tokenUri', 'apiBaseUri', 'createdAt', 'updatedAt', 'clientId']);

const shareResource = ({ attributes }, { principalId, accessLevel }) => ({ principalId, libraryId: attributes.id, accessLevel });

const snapshotResource = ({ id, trigger, createdAt, files }) => ({ id, trigger, createdAt, fileCount: countOf(files) });

/** Directories are not files. */
const countOf = (files) => files.filter(({ directory }) => !directory).length;

/** A HAL collection; `total` is more than what is on a page. */
const collection = (self, rel, objects, { start = 0, total = objects.length } = {}) => ({
	_links: { self },
	_embedded: { [rel]: objects },
	start,
	count: objects.length,
	total,
});

module.exports = { collection, countOf, integrationItem, integrationResource, libraryItem, libraryResource, shareResource, snapshotResource };
