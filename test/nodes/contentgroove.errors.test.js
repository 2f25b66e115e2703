'use strict';

const { createServer } = require('node:net');
const { inspect } = require('node:util');
const { BinaryDataService } = require('n8n-core');
const { storeFile } = require('../engine');
const { contentGroove, items, told } = require('../shared/setUp');

const groove = contentGroove();
const GIB = 1024 ** 3;
const json = (key) => `={{ $json.${key} }}`;
const picked = (key) => ({ __rl: true, mode: 'id', value: json(key) });
const file = async (fileName, mimeType, content = Buffer.alloc(100)) => ({ data: await storeFile(content, { fileName, mimeType }) });
/** Nothing that lets somebody in may be anywhere in what n8n stores and shows. */
const hasSecret = (result) => new RegExp(`${groove.sandbox.apiKey}|X-Amz-|AKIA`).test(inspect(result, { depth: null, maxStringLength: null }));

/** Runs good, bad, good in n8n's three ways to go on after a failure; returns the two lines that a person reads. */
async function amongGood([good, bad], resource, operation, parameters) {
	const input = { items: [good, bad, good].map((item) => ({ json: {}, ...item })) };
	const use = async (onError) => await groove.use(resource, operation, parameters, { ...input, onError });

	const stopped = await use();
	const { message, description, item } = told(stopped);
	expect(item).toBe(1);
	expect(description).toMatch(/ Done before it stopped: items? 0/);
	expect(stopped.error.stack).not.toMatch(/TypeError/);

	const failed = { json: { error: message, message: expect.any(String), details: expect.any(Object) }, pairedItem: expect.objectContaining({ item: 1 }) };
	const regular = await use('continueRegularOutput');
	expect(regular.items).toHaveLength(3);
	expect(regular.items[1]).toMatchObject(failed);
	const { branches } = await use('continueErrorOutput');
	expect(branches[0].map(({ pairedItem }) => pairedItem.item)).toEqual([0, 2]);
	expect(branches[1]).toEqual([expect.objectContaining(failed)]);
	expect(Object.keys(branches[1][0].json).sort()).toEqual(['details', 'error', 'message']);
	expect(branches[1][0].json.details).toEqual({ item: 1, resource, operation, status: stopped.error.httpCode ? Number(stopped.error.httpCode) : null });
	for (const result of [stopped, regular, branches]) expect(hasSecret(result)).toBe(false);
	return { message, description };
}

describe('An item that can\'t be right fails alone, in two lines', () => {
	const clip = { media: picked('id'), name: json('name'), start_time: json('start'), end_time: json('end') };
	const goodClip = { name: 'a', start: 1, end: 2 };

	it.each([
		['an empty ID', 'media', 'get', { media: picked('id') }, { id: '' }, 'Media: is empty', /^Enter a value/],
		['an ID that an expression does not give', 'media', 'delete', { media: picked('nothing.at.all ?? $json.id') }, { id: null }, 'Media: is empty', /check the expression/],
		['a malformed ID', 'media', 'get', { media: picked('id') }, { id: '../clips' }, 'ContentGroove does not know media "../clips"', /Check the ID, or choose from the list/],
		['an unknown ID', 'clip', 'get', { clip: picked('clip') }, { clip: 'c-1' }, 'ContentGroove does not know clip "c-1"', /Check the ID, or choose from the list/],
		['a clip without a name', 'clip', 'create', clip, { name: ' ' }, 'Name: is empty', /^Enter a value/],
		['a clip that ends before it starts', 'clip', 'create', clip, { start: 5, end: 4.5 }, 'End Time: 4.5 s is not after the start at 5 s', /later than the start/],
		['a clip that ends where it starts', 'clip', 'create', clip, { start: 5, end: 5 }, 'End Time: 5 s is not after the start at 5 s', /later than the start/],
		['a clip that is changed to end before it starts', 'clip', 'update', { clip: picked('clip'), updateFields: { start_time: json('start'), end_time: json('end') } }, { start: 9, end: 3 }, 'End Time: 3 s is not after', /later than the start/],
		['a time that is no number', 'clip', 'create', clip, { start: '1:30' }, 'Start Time: "1:30" is not a number', /^Enter a number/],
		['a time before the beginning', 'clip', 'create', clip, { start: -1 }, 'Start Time: -1 is out of range', /at least 0/],
		['no change at all', 'media', 'update', { media: picked('id'), updateFields: { name: json('name') } }, { name: '' }, 'Name: is empty', /^Enter a value/],
		...['ftp://example.com/a.mp4', 'file:///etc/passwd', 'javascript:alert(1)'].map((url) => [url, 'media', 'createFromUrl', { source_url: json('url') }, { url }, /^Source URL: "\w+:" addresses can't be fetched/, /https:\/\/ or http:\/\//]),
		...['example.com/a.mp4', '/a.mp4', 'no address'].map((url) => [url, 'media', 'createFromUrl', { source_url: json('url') }, { url }, 'Source URL: is not an address', /https:\/\/ or http:\/\//]),
	])('%s', async (_, resource, operation, parameters, wrong, message, advice) => {
		const { id, clips } = groove.sandbox.addMedia();
		const good = { id, clip: clips[0], url: 'https://example.com/a.mp4', ...goodClip };
		const failure = operation === 'delete' ? await onlyBad(resource, operation, parameters, { ...good, ...wrong }) : await amongGood([{ json: good }, { json: { ...good, ...wrong } }], resource, operation, parameters);
		expect(failure).toEqual({ message: expect.stringMatching(message), description: expect.stringMatching(advice) });
	});

	/** For what can't be done to the same good item three times. */
	async function onlyBad(resource, operation, parameters, bad) {
		const { message, description } = told(await groove.use(resource, operation, parameters, items(bad)));
		expect(groove.sandbox.requests).toEqual([]);
		return { message, description };
	}

	it.each([
		['no file', async () => undefined, /no file in "data"/, /^Connect a node that outputs a file/],
		['a file under another name', async () => ({ video: (await file('a.mp4', 'video/mp4')).data }), /no file in "data"/, /^It has one in "video": enter that name/],
		['a picture', async () => await file('a.png', 'image/png'), /"a\.png" is image\/png, which ContentGroove can't process/, /mp4 is best/],
		['an audio format that is not processed', async () => await file('a.mid', 'audio/midi'), /audio\/midi/, /aac, mp3, flac/],
		['a file of unknown kind', async () => await file('a.zip', 'application/octet-stream'), /application\/octet-stream/, /^Give a video/],
		['an empty file', async () => await file('a.mp4', 'video/mp4', Buffer.alloc(0)), /is empty/, /node that made it/],
		['more than 5 GB', async () => await hugeFile(), /"huge\.mp4" has 5\.1 GB; ContentGroove takes up to 5 GB/, /^Use a smaller file/],
	])('%s to upload; nothing of it is sent', async (_, binary, message, advice) => {
		const good = { binary: await file('good.mp4', 'video/mp4') };
		const failure = await amongGood([good, { binary: await binary() }], 'media', 'upload', {});
		expect(failure.message).toMatch(/^Input Data Field Name: /);
		expect(failure).toEqual({ message: expect.stringMatching(message), description: expect.stringMatching(advice) });
		const sent = groove.asked('PUT').map(({ bytes }) => bytes);
		expect(new Set(sent)).toEqual(new Set([100]));
		expect(groove.asked('GET', /direct_uploads/)).toHaveLength(sent.length);
	});

	/** A file on disk that claims to be larger than anybody's disk likes. */
	async function hugeFile() {
		const huge = await file('huge.mp4', 'video/mp4');
		const { getMetadata } = BinaryDataService.prototype;
		jest.spyOn(BinaryDataService.prototype, 'getMetadata').mockImplementation(async function (id) {
			return { ...(await getMetadata.call(this, id)), ...(id === huge.data.id && { fileSize: 5.1 * GIB }) };
		});
		return huge;
	}
	afterEach(() => jest.restoreAllMocks());
});

describe('A service that can\'t be used fails in two lines', () => {
	const closedPort = async () => {
		const server = createServer();
		await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
		const { port } = server.address();
		await new Promise((closed) => server.close(closed));
		return `http://127.0.0.1:${port}/api/v1`;
	};
	const fault = (spec) => () => void groove.sandbox.faults.add({ ...spec, times: Infinity });
	const credential = (over) => async () => Object.assign(groove.credentials, typeof over === 'function' ? await over() : over);

	it.each([
		['a wrong key', credential({ apiKey: 'wrong' }), /^ContentGroove did not accept the credential$/, /^You need to sign in or sign up before continuing\. Open the credential, enter a valid key/],
		['a wrong key as bearer token', credential({ apiKey: 'wrong', sendKeyAs: 'bearer' }), /did not accept the credential/, /enter a valid key/],
		['no key', credential({ apiKey: ' ' }), /^ContentGroove credential: API Key is empty$/, /app\.contentgroove\.com\/api_keys/],
		['a credential that was never filled in', async () => void (groove.credentials = {}), /^ContentGroove credential: /, /^Enter /],
		['a Base URL without a protocol', credential({ baseUrl: 'api.contentgroove.com/api/v1' }), /Base URL is not an address/, /^Enter https:\/\/api\.contentgroove\.com/],
		['a key with signs that no header can carry', credential({ apiKey: 'cg_\n\u2026' }), /did not accept the credential/, /enter a valid key/],
		['a used-up plan', () => void (groove.sandbox.state.quotaExceeded = true), /^The ContentGroove plan does not cover "Clip: Create"$/, /^You have exceeded the monthly quota.*app\.contentgroove\.com\/quota_usage/],
		['no access', fault({ status: 403 }), /^ContentGroove does not allow "Clip: Create"$/, /^Forbidden\. Ask the owner/],
		['a value that ContentGroove refuses', fault({ status: 422, body: { errors: [{ detail: 'Name is taken', source: {} }, { detail: 'Start is late' }] } }), /answered 422 to "Clip: Create"/, /^Name is taken Start is late\. Check the values/],
		['errors in another form', fault({ status: 422, body: { errors: { name: ['is taken'] } } }), /answered 422/, /^Check the values/],
		['an error that is only text', fault({ status: 400, text: 'Bad request' }), /answered 400/, /^Check the values/],
		['a refusal that quotes a presigned address', fault({ status: 400, body: { errors: [{ detail: 'Bad https://s3.example.com/a?X-Amz-Signature=1' }] } }), /answered 400/, /^Bad https:\/\/s3\.example\.com\/a\?… Check/],
		['a web page instead of an answer', fault({ status: 200, html: true }), /^ContentGroove answered "Clip: Create" with a web page$/, /address in the credential.*no proxy/],
		['a proxy\'s web page', fault({ status: 502, html: true }), /^ContentGroove answered 502 to "Clip: Create"$/, /in trouble for now/],
		['half an answer', fault({ truncate: true }), /with text that is not complete JSON$/, /address in the credential.*no proxy/],
		['trouble', fault({ status: 500 }), /^ContentGroove answered 500/, /^There was a problem on our end\. .*few minutes/],
		['a connection that breaks', fault({ drop: true }), /^ContentGroove could not be reached for "Clip: Create"$/, /Check the address in the credential/],
		['a service that is down', credential(async () => ({ baseUrl: await closedPort() })), /^ContentGroove could not be reached for "Clip: Create"$/, /\(ECONNREFUSED\)\. Check the address in the credential/],
		['a name that does not exist', credential({ baseUrl: 'http://nowhere.invalid/api/v1' }), /could not be reached/, /\((ENOTFOUND|EAI_AGAIN)\)/],
	])('%s', async (_, spoil, message, advice) => {
		const { id } = groove.sandbox.addMedia();
		await spoil();
		const create = ['clip', 'create', { media: id, name: 'a', start_time: 1, end_time: 2, options: { retryTimeLimit: 0 } }];
		const stopped = await groove.use(...create, items({}));
		expect(told(stopped)).toEqual({ message: expect.stringMatching(message), description: expect.stringMatching(advice), item: /credential:/.test(stopped.error.message) ? undefined : 0 });
		const { branches } = await groove.use(...create, { ...items({}, {}), onError: 'continueErrorOutput' });
		expect(hasSecret([stopped, branches])).toBe(false);
	});
});

describe('An upload whose last step fails', () => {
	it.each([[{ status: 500 }, /answered 500/], [{ status: 402 }, /plan does not cover/], [{ drop: true }, /could not be reached/], [{ status: 200, html: true }, /web page/]])(
		'(%j) goes on with the Upload ID, without sending the file again',
		async (fault, message) => {
			const binary = await file('talk.mp4', 'video/mp4');
			groove.sandbox.faults.add({ method: 'POST', path: '/api/v1/medias', ...fault });
			const failed = await groove.use('media', 'upload', {}, { items: [{ json: {}, binary }] });
			expect(failed.error.message).toMatch(message);
			expect(hasSecret(failed)).toBe(false);
			const [, upload_id] = /(?:The file is uploaded|look with "Media: Get Many" first.*): .* set Upload ID to (\S+)$/.exec(failed.error.description);
			const { items: out } = await groove.use('media', 'upload', { additionalFields: { upload_id, name: 'talk' } });
			expect(out[0].json).toMatchObject({ id: expect.any(String), name: 'talk' });
			expect(groove.asked('PUT')).toHaveLength(1);
			expect(groove.sandbox.state.uploads.get(upload_id).usedBy).toBe(out[0].json.id);
		},
	);

	it('before it, an answer that nobody foresaw is told in the same two lines', async () => {
		groove.sandbox.faults.add({ path: /direct_uploads/, body: { data: null } });
		const failed = await groove.use('media', 'upload', {}, { items: [{ json: {}, binary: await file('talk.mp4', 'video/mp4') }] });
		expect(told(failed)).toEqual({ message: expect.stringMatching(/^Media: Upload: /), description: expect.stringMatching(/answered in an unexpected way\. Run the node again/), item: 0 });
	});

	it.each([[{ status: 400 }, /It answered 400\./], [{ status: 403, times: 2 }, /It answered 403\./], [{ drop: true, times: 5 }, /No answer came \(\w+\)\./]])('before it, a storage that refuses the file (%j) leaves nothing behind and no address in the error', async (fault, reason) => {
		groove.sandbox.faults.add({ method: 'PUT', ...fault });
		const binary = await file('talk.mp4', 'video/mp4');
		const failed = await groove.use('media', 'upload', { options: { retryTimeLimit: 0 } }, { items: [{ json: {}, binary }] });
		expect(told(failed)).toEqual({ message: 'ContentGroove\'s storage did not take "talk.mp4"', description: expect.stringMatching(reason), item: 0 });
		expect(groove.sandbox.state.medias.size).toBe(0);
		expect(hasSecret(failed)).toBe(false);
	});
});
