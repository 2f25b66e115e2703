'use strict';

const { fail } = require('./errors');

const like = (pattern) => new RegExp(`^${pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'is');
const sign = (a, b) => {
	const numbers = [Number(a), Number(b)];
	const [x, y] = numbers.some(Number.isNaN) ? [String(a), String(b)] : numbers;
	return x < y ? -1 : x > y ? 1 : 0;
};
const texts = (value) => [value].flat().map(String);

const ONE = {
	Equal: (actual, wanted) => String(actual) === wanted,
	NotEqual: (actual, wanted) => String(actual) !== wanted,
	LessThan: (actual, wanted) => sign(actual, wanted) < 0,
	GreaterThan: (actual, wanted) => sign(actual, wanted) > 0,
	Like: (actual, wanted) => like(wanted).test(String(actual)),
};
const MANY = {
	In: (actual, wanted) => wanted.includes(String(actual)),
	ContainsAny: (actual, wanted) => wanted.some((one) => texts(actual).includes(one)),
	ContainsAll: (actual, wanted) => wanted.every((one) => texts(actual).includes(one)),
};

/** What each key of a filter looks into. */
const ROOTS = {
	metadata: ({ metadata }) => metadata,
	video_info: ({ video_info }) => video_info,
	file: ({ bytes, filename, uri, created_at, id }) => ({ bytes, filename, uri, id, created_at: new Date(created_at).toISOString() }),
};

function criterion(key, { path, operator, valueText, valueTextArray }) {
	const test = ONE[operator] ?? MANY[operator];
	const wanted = ONE[operator] ? valueText : valueTextArray;
	const fits = ONE[operator] ? typeof wanted === 'string' : Array.isArray(wanted);
	if (typeof path !== 'string' || !test || !fits) throw fail(400, `Invalid filter criteria for ${key}`);
	const steps = path.split('.');
	if (steps[0] === key) steps.shift();
	return (file) => {
		const actual = steps.reduce((at, step) => at?.[step], ROOTS[key](file));
		return actual !== null && actual !== undefined && test(actual, wanted);
	};
}

/** The `filter` of file lists, a SearchFilter as JSON text, as a test over files. */
function fileFilter(text) {
	if (text === undefined) return () => true;
	let filter;
	try {
		filter = Object.entries(JSON.parse(text));
	} catch {
		throw fail(400, 'filter must be a JSON object');
	}
	const tests = filter.flatMap(([key, criteria]) => {
		if (!ROOTS[key] || !Array.isArray(criteria)) throw fail(400, `Invalid filter ${key}`);
		return criteria.map((one) => criterion(key, one));
	});
	return (file) => tests.every((test) => test(file));
}

module.exports = { fileFilter };
