'use strict';

const { STATUS_CODES } = require('node:http');

const DETAILS = {
	429: 'You have exceeded the maximum number of requests in the current window. Please try again later.',
	500: 'There was a problem on our end.',
};

/** ContentGroove's way to say an error: three shapes, chosen by status. */
function errorBody(status, message) {
	if (status === 401) return { errors: [{ message: 'You need to sign in or sign up before continuing.' }] };
	const base = { status: String(status), title: STATUS_CODES[status] ?? 'Error' };
	if (status === 404) return { errors: [{ ...base, detail: null, source: null }] };
	return { errors: [{ ...base, detail: DETAILS[status] ?? message ?? base.title }] };
}

/** An error to throw: answered as `errorBody(statusCode)`, or as `body`. */
const fail = (statusCode, message, body) => Object.assign(new Error(message), { statusCode, body });

const notFound = () => fail(404, 'Not Found');

/** 402 whose body says 422 inside, as the vendor's example does. */
const overQuota = (what) =>
	fail(402, 'quota', {
		errors: [
			{
				code: 'exceeded_quota_count',
				detail: `You have exceeded the monthly quota for number of ${what}. Please visit the Settings / Quota Usage page to see your usage and manage your account.`,
				source: { pointer: '' },
				status: '422',
				title: 'Unprocessable Entity',
			},
		],
	});

/** What a refused attribute is answered with (undocumented: the shape of the 402 with its own status). */
const invalid = (attribute, detail, code = 'invalid') =>
	fail(422, detail, {
		errors: [
			{ code, detail, source: { pointer: `/data/attributes/${attribute}` }, status: '422', title: 'Unprocessable Entity' },
		],
	});

module.exports = { errorBody, fail, notFound, overQuota, invalid };
