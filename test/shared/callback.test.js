'use strict';

const { hasToken, isPrivate, sameText, tokenOf, unreachable, withoutToken, withToken } = require('../../dist/nodes/shared/callback');

const API = 'https://api.contentgroove.com/api/v1';
const HOOK = 'https://n8n.example.com/webhook/1/contentgroove';
const PLACE = 'workflow-1:node-1';
const TOKEN = tokenOf(PLACE, 'key');
const queryOf = (address) => Object.fromEntries(new URL(address).searchParams);

describe('The token of a callback address', () => {
	it('is the same each time, so that it survives a restart and a restored backup', () => {
		expect(tokenOf(PLACE, 'key')).toBe(TOKEN);
		expect(TOKEN).toMatch(/^[0-9a-f]{64}$/);
	});

	it('is accepted back, whatever else is in the query', () => {
		const query = queryOf(withToken(`${HOOK}?other=1`, TOKEN));
		expect(query).toEqual({ other: '1', 'media-sync-token': TOKEN });
		expect(hasToken(query, TOKEN)).toBe(true);
	});

	it.each([
		['of another key', { 'media-sync-token': tokenOf(PLACE, 'other key') }],
		['of another workflow', { 'media-sync-token': tokenOf('workflow-2:node-1', 'key') }],
		['of another node of the workflow', { 'media-sync-token': tokenOf('workflow-1:node-2', 'key') }],
		['that is cut', { 'media-sync-token': TOKEN.slice(0, 63) }],
		['that is empty', { 'media-sync-token': '' }],
		['given twice', { 'media-sync-token': [TOKEN] }],
		['that is missing', {}],
	])('%s is refused', (_, query) => expect(hasToken(query, TOKEN)).toBe(false));

	it('does not show the key, and can be taken out for people\'s eyes', () => {
		const address = withToken(`${HOOK}?x=1`, TOKEN);
		expect(address).not.toContain('key=');
		expect(withoutToken(address)).toBe(`${HOOK}?x=1`);
		expect(withoutToken('no address with media-sync-token')).toBe('no address with media-sync-token');
		expect(withoutToken('https://example.com/a?b=%20c')).toBe('https://example.com/a?b=%20c');
	});

	it('is compared in a time that does not tell how much of it was right', () => {
		expect([['a', 'a'], ['', ''], ['ä', 'ä'], ['a', 'b'], ['a', 'aa'], ['', 'a']].map(([a, b]) => sameText(a, b))).toEqual([true, true, true, false, false, false]);
		// Node's own comparison does it; it must get all of both texts whatever their lengths, and never a plain ===.
		const crypto = require('node:crypto');
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const guess of ['', 'x', 'x'.repeat(64), 'x'.repeat(10_000)]) sameText(guess, 'secret');
		expect(compare.mock.calls.map(([a, b]) => [a.length, b.length])).toEqual(Array(4).fill([32, 32]));
		compare.mockRestore();
	});
});

describe('An address that the service could never call', () => {
	it.each([
		'localhost', 'n8n', 'n8n.localhost', 'n8n.local', 'N8N.LOCAL', 'n8n.local.', 'n8n.internal', 'box.lan', 'box.home.arpa', 'n8n.test',
		'0.0.0.0', '10.0.0.1', '127.0.0.1', '127.1.2.3', '192.168.1.5', '169.254.169.254', '172.16.0.1', '172.31.255.255', '100.64.0.1', '100.127.0.1',
		'[::1]', '[::]', '[fc00::1]', '[fd12:3456::1]', '[fe80::1]', '[febf::1]', '[::ffff:127.0.0.1]', '[::ffff:10.0.0.1]', '2130706433', '0x7f.1',
	])('%s is refused, with the setting that mends it', (host) => {
		const { what, todo } = unreachable(`https://${host}/webhook/1`, API);
		expect(what).toBe(`${new URL(`https://${host}`).origin} is a private address, so the service can't call it`);
		expect(todo).toMatch(/N8N_WEBHOOK_URL .*public https address.*publish again/);
	});

	it.each([
		'n8n.example.com', 'localhost.example.com', 'local.example.com', 'my-internal.io', '8.8.8.8', '11.0.0.1', '172.15.0.1', '172.32.0.1',
		'100.63.0.1', '100.128.0.1', '192.169.0.1', '[2606:4700:4700::1111]', '[2a00:1450::1]', 'fc00.example.com',
	])('%s is not private', (host) => {
		expect(unreachable(`https://${host}/webhook/1`, API)).toBeUndefined();
		expect(unreachable(`http://${host}/webhook/1`, API).what).toMatch(/^http:.* is not https, so/);
	});

	it('may be local when the service is as local: a test server', () => {
		for (const service of ['http://127.0.0.1:4000/api/v1', 'http://localhost:4000', 'http://sandbox:4000'])
			expect(unreachable('http://localhost:5678/webhook/1', service)).toBeUndefined();
		expect(isPrivate('api.contentgroove.com')).toBe(false);
	});
});
