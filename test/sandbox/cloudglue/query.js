'use strict';

const { fail } = require('./errors');

const S5 = ['pending', 'processing', 'completed', 'failed', 'not_applicable'];

function wholeNumber(query, name, fallback, [min, max]) {
	if (query[name] === undefined) return fallback;
	const value = Number(query[name]);
	if (!Number.isInteger(value) || value < min || value > max) throw fail(400, `${name} must be an integer from ${min} to ${max}`);
	return value;
}

function oneOf(query, name, values, fallback) {
	const value = query[name];
	if (value === undefined) return fallback;
	if (!values.includes(value)) throw fail(400, `${name} must be one of ${values.join(', ')}`);
	return value;
}

const flag = (query, name, fallback = false) => oneOf(query, name, ['true', 'false'], String(fallback)) === 'true';

/** A day (`YYYY-MM-DD`, its first moment in UTC) or, with `exact`, an ISO 8601 date-time, in ms. */
function instant(query, name, exact = false) {
	const value = query[name];
	if (value === undefined) return undefined;
	const form = exact ? /^\d{4}-\d\d-\d\dT/ : /^\d{4}-\d\d-\d\d$/;
	if (!form.test(value) || Number.isNaN(Date.parse(value))) throw fail(400, `${name} must be ${exact ? 'an ISO 8601 date-time' : 'YYYY-MM-DD'}`);
	return Date.parse(value);
}

/** The part that `limit` and `offset` ask for, with the numbers that go with it. */
function cut(items, query, { size = 50, min = 0 } = {}) {
	const limit = wholeNumber(query, 'limit', size, [min, 100]);
	const offset = wholeNumber(query, 'offset', 0, [0, Number.MAX_SAFE_INTEGER]);
	return { data: items.slice(offset, offset + limit), total: items.length, limit, offset };
}

/** Chooses by the two dates and sorts: without `sort`, the newest first. */
function select(items, query, { at = 'created_at', orders = [at], exact = false, read = (item) => item } = {}) {
	const prefix = at.replace(/_at$/, '');
	const before = instant(query, `${prefix}_before`, exact) ?? Infinity;
	const after = instant(query, `${prefix}_after`, exact) ?? -Infinity;
	const order = oneOf(query, 'order', orders, at);
	const sign = oneOf(query, 'sort', ['asc', 'desc'], 'desc') === 'asc' ? 1 : -1;
	const by = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
	return items
		.map((item, index) => ({ item, index, values: read(item) }))
		.filter(({ values }) => values[at] < before && values[at] > after)
		.sort((a, b) => sign * (by(a.values[order], b.values[order]) || a.index - b.index))
		.map(({ item }) => item);
}

/** A list as nearly every endpoint gives it. `show` makes the objects of the page only. */
function list(items, query, { show = (item) => item, ...options } = {}) {
	const { data, ...numbers } = cut(select(items, query, options), query, options);
	return { object: 'list', data: data.map(show), ...numbers };
}

module.exports = { S5, cut, flag, instant, list, oneOf, select, wholeNumber };
