'use strict';

const { fail } = require('./errors');

/** A whole number of the query. */
function whole(query, name, fallback) {
	const text = query[name] ?? String(fallback);
	if (!/^\d+$/.test(text)) throw fail(400, `"${name}" must be a number`);
	return Number(text);
}

/** Whether the text is in the name or the description. */
const matches = (q) => ({ name, description }) => `${name} ${description}`.toLowerCase().includes((q ?? '').toLowerCase());

/** Sorts by `name`, or by `-name` the other way round. */
function sorted(objects, sort) {
	const [, down, field] = /^(-?)(.*)$/.exec(sort);
	if (objects.length && !objects.some((object) => field in object)) throw fail(400, '"sort" must be a field of the object');
	const text = (object) => String(object[field] ?? '');
	return [...objects].sort((a, b) => (down ? -1 : 1) * text(a).localeCompare(text(b)));
}

module.exports = { matches, sorted, whole };
