'use strict';

const { fail, notFound } = require('./errors');

const ALL = ['library:write', 'library:sync'];

/** A token record; `expiresAt` in ms. */
const newToken = ({ user = 'alice', teams = ['engineering'], permissions = ALL, readOnly = false, expiresAt = Infinity } = {}) => ({
	user,
	teams,
	permissions,
	readOnly,
	expiresAt,
});

/** Who may do what: tokens, permissions, owners and shares. The caller's token is in `request.caller`. */
function createAccess(state) {
	/** The ids under which somebody owns a library or has a share of one: teams are written both ways. */
	const principals = ({ user, teams }) => [user, ...teams.flatMap((team) => [team, `team:${team}`])];
	const owns = (caller, { attributes }) => principals(caller).includes(attributes.ownerId);

	const canRead = (caller, library) => {
		const mine = principals(caller);
		return owns(caller, library) || library.shares.some(({ principalId, accessLevel }) => accessLevel > 0 && mine.includes(principalId));
	};

	/** The library of that id or natural id, whoever asks. */
	function library(id) {
		const { libraries } = state;
		const found = libraries.get(id) ?? [...libraries.values()].find(({ attributes: { ownerId, slug } }) => `${ownerId}:${slug}` === id);
		if (!found) throw notFound();
		return found;
	}

	/** The request's library, if the caller may read it. */
	function readable({ caller, params }) {
		const found = library(params.id);
		if (!canRead(caller, found)) throw notFound();
		return found;
	}

	/** The request's library, if the caller may also change it (`library:write`: as its owner) or sync it. */
	function permitted(request, permission = 'library:write') {
		const found = readable(request);
		const { caller } = request;
		if (caller.readOnly) throw fail(403, 'Token is read-only');
		if (!caller.permissions.includes(permission)) throw fail(403, `Missing permission: ${permission}`);
		if (permission === 'library:write' && !owns(caller, found)) throw fail(403, 'Insufficient access to library');
		return found;
	}

	return {
		canRead,
		library,
		readable,
		permitted,
		/** Finds out whose token it is, or throws 401. */
		authenticate(request) {
			const [, token] = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '') ?? [];
			if (!token) throw fail(401, 'Missing authentication');
			const caller = state.tokens.get(token);
			if (!caller) throw fail(401, 'Unable to log in');
			if (caller.expiresAt <= Date.now()) throw fail(401, 'Token has expired');
			request.caller = caller;
		},
	};
}

module.exports = { createAccess, newToken };
