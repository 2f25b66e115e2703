'use strict';

const { existsSync, mkdirSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { chromium } = require('playwright-core');
const { EMAIL, PASSWORD } = require('./client');
const { until } = require('./until');

const SCREENSHOTS = resolve(__dirname, '../../screenshots');
const BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

/** The name of a parameter, without the switches beside it. */
const LABEL = 'label.n8n-input-label .n8n-text';

/** A browser calls home a lot unless told not to. */
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--no-first-run'];

/** Path of the browser on this machine: CHROMIUM_PATH, or where the usual packages put it. */
function findChromium() {
	const { CHROMIUM_PATH } = process.env;
	if (CHROMIUM_PATH && !existsSync(CHROMIUM_PATH)) throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, but there is no such file.`);
	const found = CHROMIUM_PATH || BROWSERS.find(existsSync);
	if (found) return found;
	throw new Error('The tests of the editor need Chromium, and there is none. Install it (Debian: apt-get install chromium; Ubuntu: snap install chromium) or set CHROMIUM_PATH to a Chromium or Chrome.');
}

const isOutside = ({ protocol, hostname }) => protocol.startsWith('http') && !LOOPBACK.includes(hostname);
const oneLine = (text) => text.replace(/\s+/g, ' ').trim();
const exactly = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
const escaped = (text) => text.replace(/["\\]/g, '\\$&');

/**
 * n8n's editor in a browser, signed in.
 * @param {import('./instance').Instance} n8n
 * @returns {Promise<object>} what a person does there, and `page` (Playwright) for the rest
 */
async function openEditor(n8n) {
	const browser = await chromium.launch({ executablePath: findChromium(), args: FLAGS });
	const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
	page.setDefaultTimeout(30_000);
	const outside = new Set();
	await page.route(isOutside, async (route) => {
		outside.add(new URL(route.request().url()).hostname);
		await route.abort();
	});
	const pageErrors = [];
	page.on('pageerror', (error) => pageErrors.push(error.message));
	await page.request.post(`${n8n.url}/rest/login`, { data: { emailOrLdapLoginId: EMAIL, password: PASSWORD } });

	const at = (id) => page.locator(`[data-test-id="${id}"]`);
	const texts = async (locator) => (await locator.allInnerTexts()).map(oneLine).filter(Boolean);

	/** Types into the node creator, which is opened when it is not. */
	async function search(text) {
		const bar = page.locator('[data-test-id="node-creator-search-bar"] input, input[data-test-id="node-creator-search-bar"]').first();
		if (!(await bar.isVisible())) await page.locator('[data-test-id="node-creator-plus-button"], [data-test-id="canvas-plus-button"], [data-test-id="canvas-add-button"]').first().click();
		await bar.fill(text);
		await at('item-iterator-item').first().waitFor();
		await page.waitForTimeout(500); // the list is filtered with a delay
	}

	return {
		page,
		/** Errors that no script of the page caught. */
		pageErrors,
		/** Hosts other than this machine that the page wanted something from; it did not get through. */
		outsideHosts: () => [...outside],

		async openWorkflow(id) {
			await page.goto(`${n8n.url}/workflow/${id}`);
			await page.locator('[data-test-id="canvas-node"], [data-test-id="canvas-add-button"]').first().waitFor();
		},

		/** @returns {Promise<string[]>} names of the nodes found, the best first; the list stays open */
		async searchNodes(text) {
			await search(text);
			return await texts(at('item-iterator-item').locator('[data-test-id="node-creator-item-name"]'));
		},

		/**
		 * Puts the node found first on the canvas; of one with several operations, the operation named so, else the first.
		 * Its panel is open then.
		 */
		async addNodeBySearch(text, { operation } = {}) {
			await search(text);
			await at('item-iterator-item').first().click();
			const menu = at('node-creator-category-item').first();
			await until(async () => (await at('ndv').isVisible()) || (await menu.isVisible()), { what: `"${text}" to be added` });
			if (!(await at('ndv').isVisible())) {
				const named = at('node-creator-item-name').filter(operation ? { hasText: exactly(operation) } : {});
				await at('item-iterator-item').filter({ has: named }).first().click();
			}
			await at('ndv').waitFor();
		},

		/** Opens a node's panel; gives the labels of its parameters. */
		async openNode(name) {
			await page.locator(`[data-test-id="canvas-node"][data-node-name="${escaped(name)}"]`).first().dblclick();
			await at('ndv').waitFor();
			await at('node-parameters').first().waitFor();
			return await texts(at('node-parameters').locator(`${LABEL}:visible`));
		},

		async closeNode() {
			await page.keyboard.press('Escape');
			await at('ndv').waitFor({ state: 'hidden' });
		},

		/** Opens the list of the parameter with that label. @returns {Promise<string[]>} its entries */
		async pickFromList(label) {
			const labelled = page.locator(LABEL).filter({ hasText: exactly(label) });
			await at('parameter-item').filter({ has: labelled }).last().locator('[data-test-id="rlc-input"]').first().click();
			await page.locator('[data-test-id="rlc-item"]:visible, [data-test-id="rlc-error-container"]:visible').first().waitFor();
			const failed = await texts(page.locator('[data-test-id="rlc-error-container"]:visible'));
			if (failed.length > 0) throw new Error(`The list of "${label}" shows: ${failed.join(' ')}`);
			return await texts(page.locator('[data-test-id="rlc-item"]:visible'));
		},

		/** @returns {Promise<string>} the picture's path, in the folder `screenshots` of the project */
		async screenshot(name) {
			mkdirSync(SCREENSHOTS, { recursive: true });
			const path = join(SCREENSHOTS, `${name}.png`);
			await page.screenshot({ path });
			return path;
		},

		async close() {
			await browser.close();
		},
	};
}

module.exports = { findChromium, openEditor };
