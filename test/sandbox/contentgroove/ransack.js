'use strict';

const { fail } = require('./errors');

const SORTS = ['created_at', 'original_created_at', 'name'];
const yes = (value) => ['true', '1', 't'].includes(String(value).toLowerCase());
const list = (value) => (Array.isArray(value) ? value : String(value).split(','));
const lower = (value) => String(value).toLowerCase();
const blank = (value) => value === null || value === undefined || value === '' || value === false;
const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** Makes both sides comparable: instants, numbers, truth values, else text. */
function cast(attribute, actual, wanted) {
	if (attribute.endsWith('_at')) return [Date.parse(actual), Date.parse(wanted)];
	if (typeof actual === 'number') return [actual, Number(wanted)];
	if (typeof actual === 'boolean') return [actual, yes(wanted)];
	return [String(actual), String(wanted)];
}

// As in SQL, null meets no condition but those that ask for it: not even "not equal".
const known = (test) => (actual, wanted, attribute) =>
	actual !== null && actual !== undefined && test(actual, wanted, attribute);
const compare = (test) =>
	known((actual, wanted, attribute) => {
		const [a, b] = cast(attribute, actual, wanted);
		return !Number.isNaN(b) && test(order(a, b));
	});
const asked = (test) => (actual, wanted) => test(actual) === yes(wanted);
const eq = compare((sign) => sign === 0);
const not = (test) => known((...args) => !test(...args));

const like = known((actual, wanted) => lower(actual).includes(lower(wanted)));
const starts = known((actual, wanted) => lower(actual).startsWith(lower(wanted)));
const ends = known((actual, wanted) => lower(actual).endsWith(lower(wanted)));
const within = known((actual, wanted, attribute) => list(wanted).some((one) => eq(actual, one, attribute)));

const MATCHERS = {
	eq,
	not_eq: not(eq),
	matches: like,
	does_not_match: not(like),
	cont: like,
	i_cont: like,
	not_cont: not(like),
	not_i_cont: not(like),
	start: starts,
	not_start: not(starts),
	end: ends,
	not_end: not(ends),
	lt: compare((sign) => sign < 0),
	lteq: compare((sign) => sign <= 0),
	gt: compare((sign) => sign > 0),
	gteq: compare((sign) => sign >= 0),
	in: within,
	not_in: not(within),
	null: asked((actual) => actual === null || actual === undefined),
	not_null: asked((actual) => actual !== null && actual !== undefined),
	present: asked((actual) => !blank(actual)),
	blank: asked(blank),
	true: asked((actual) => actual === true),
	not_true: asked((actual) => actual !== true),
	false: asked((actual) => actual === false),
	not_false: asked((actual) => actual !== false),
};
// The longest first: `name_not_cont` is "not_cont" of "name", not "cont" of "name_not".
const PATTERN = new RegExp(
	`^(.+?)_(${Object.keys(MATCHERS)
		.sort((a, b) => b.length - a.length)
		.join('|')})(_any|_all)?$`,
);

/** One `filter[…]` as a test over attributes. */
function condition(key, wanted, attributes) {
	const [, names, matcher, many] = PATTERN.exec(key) ?? [];
	const columns = names?.split('_or_') ?? [];
	if (!columns.length || columns.some((column) => !attributes.includes(column))) {
		throw fail(400, `Invalid search term ${key}`);
	}
	const test = MATCHERS[matcher];
	const values = many ? list(wanted) : [wanted];
	const every = many === '_all' ? 'every' : 'some';
	return (item) => columns.some((column) => values[every]((value) => test(item[column], value, column)));
}

/**
 * Filters, sorts and cuts a page as ContentGroove's lists do (Ransack matchers, JSON:API sort and page).
 * @param {object[]} records
 * @param {Record<string, string | string[]>} query flat, as sent: `filter[name_cont]`, `sort`, `page[size]` …
 * @param {{ attributes: string[], maxPageSize: number, read: (record) => object }} options
 * @returns {{ page: object[], number: number, last: number }}
 */
function select(records, query, { attributes, maxPageSize, read }) {
	const conditions = Object.entries(query).flatMap(([name, value]) => {
		const [, key] = /^filter\[(.+?)\](?:\[\])?$/.exec(name) ?? [];
		// Ransack passes over conditions without a value.
		return key && value !== '' ? [condition(key, value, attributes)] : [];
	});
	const rows = records.map((record) => [record, read(record)]);
	const found = rows.filter(([, item]) => conditions.every((holds) => holds(item)));

	if (query.sort) {
		const [, down, column] = /^(-?)(.*)$/.exec(query.sort);
		if (!SORTS.includes(column)) throw fail(400, `Invalid sort ${query.sort}`);
		const sign = down ? -1 : 1;
		found.sort(([, a], [, b]) => sign * order(a[column] ?? '', b[column] ?? ''));
	}

	const size = Math.min(Math.max(parseInt(query['page[size]'], 10) || 25, 1), maxPageSize);
	const number = Math.max(parseInt(query['page[number]'], 10) || 1, 1);
	const page = found.slice((number - 1) * size, number * size).map(([record]) => record);
	return { page, number, last: Math.max(Math.ceil(found.length / size), 1) };
}

module.exports = { select };
