'use strict';

const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

// n8n-core reads these when it is loaded.
const userFolder = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
Object.assign(process.env, { N8N_ENCRYPTION_KEY: 'for-tests-only', N8N_USER_FOLDER: userFolder, N8N_LOG_LEVEL: 'silent' });
const cleanUp = () => rmSync(userFolder, { recursive: true, force: true });
// Jest does not tell its tests that the process ends.
if (typeof afterAll === 'function') afterAll(cleanUp);
else process.once('exit', cleanUp);

// n8n-core's own copy: another one would know none of its services.
const { Container } = require(require.resolve('@n8n/di', { paths: [require.resolve('n8n-core')] }));
const {
	BinaryDataService,
	DataDeduplicationService,
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PollContext,
	TriggerContext,
	WebhookContext,
	WorkflowExecute,
} = require('n8n-core');
const { createRunExecutionData, ICredentialsHelper, Workflow } = require('n8n-workflow');
const built = require('..');

const PACKAGE = 'n8n-nodes-media-sync.';
const WEBHOOKS = 'https://n8n.example.com/';

const types = Object.values(built).map((Type) => new Type());
const nodes = new Map(types.filter(({ description }) => description).map((node) => [PACKAGE + node.description.name, node]));

const nodeTypes = {
	getByName: (name) => nodes.get(name),
	getByNameAndVersion: (name) => nodes.get(name),
	getKnownTypes: () => ({}),
};

/** Hands out the credentials of a test as n8n would after decrypting them. */
class TestCredentials extends ICredentialsHelper {
	constructor(credentials) {
		super();
		this.credentials = credentials;
	}
	getParentTypes() {
		return [];
	}
	isCredentialUsableByNode() {
		return true;
	}
	async getDecrypted(_additionalData, _nodeCredentials, type) {
		return { ...this.credentials[type] };
	}
	async authenticate(_credentials, _type, options) {
		return options;
	}
	async preAuthentication() {}
	async runPreAuthentication() {}
	async getCredentials() {
		throw new Error('not needed');
	}
	async updateCredentials() {}
	async updateCredentialsOauthTokenData() {}
	getCredentialsProperties() {
		return [];
	}
}

/**
 * One node in a workflow, as the engine sees it.
 * @param {object} o
 * @param {string} o.type `contentGroove`, `contentGrooveTrigger`, …
 * @param {object} [o.parameters] what a person has filled in; all else has its default
 * @param {Record<string, object>} [o.credentials] decrypted, by credential type
 * @param {string} [o.onError] `continueRegularOutput` or `continueErrorOutput`
 * @param {string} [o.id] of the workflow
 * @param {object} [o.staticData] what n8n has stored for the workflow
 */
function setUp({ type, parameters = {}, credentials = {}, onError, mode = 'manual', id = 'workflow', staticData, webhookId = 'hook' }) {
	const node = {
		id: 'node-1',
		name: 'Node',
		type: PACKAGE + type,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: Object.fromEntries(Object.keys(credentials).map((name) => [name, { id: '1', name }])),
		...(onError && { onError }),
		...(nodes.get(PACKAGE + type).description.webhooks && { webhookId }),
	};
	const workflow = new Workflow({ id, nodes: [node], connections: {}, active: true, nodeTypes, settings: { executionOrder: 'v1' }, staticData });
	const additionalData = {
		credentialsHelper: new TestCredentials(credentials),
		hooks: new ExecutionLifecycleHooks(mode, '1', { id, nodes: [node], connections: {} }),
		executionId: '1',
		currentNodeExecutionIndex: 0,
		restApiUrl: '',
		instanceBaseUrl: WEBHOOKS,
		webhookBaseUrl: `${WEBHOOKS}webhook`,
		webhookTestBaseUrl: `${WEBHOOKS}webhook-test`,
		webhookWaitingBaseUrl: `${WEBHOOKS}webhook-waiting`,
		formWaitingBaseUrl: `${WEBHOOKS}form-waiting`,
		variables: {},
		setExecutionStatus() {},
	};
	return { node: workflow.getNode('Node'), nodeType: nodes.get(PACKAGE + type), workflow, additionalData, mode };
}

/**
 * Starts one node in n8n's own engine; `done` resolves to `{ items, branches, error, hints }` and `cancel()` is the Stop button.
 * @param {object} o as for `setUp`, and
 * @param {object[]} [o.items] input items; by default one that is empty
 */
function start(o) {
	const { node, workflow, additionalData, mode } = setUp(o);
	const data = { main: [o.items ?? [{ json: {} }]] };
	const runData = createRunExecutionData({ executionData: { nodeExecutionStack: [{ node, data, source: null }] } });
	const running = new WorkflowExecute(additionalData, mode, runData).processRunExecutionData(workflow);
	const done = running.then(({ data: { resultData } }) => {
		const [{ data: out, error, hints = [] }] = resultData.runData.Node ?? [{}];
		const branches = out?.main ?? [];
		return { branches, items: branches.flat(), error: error ?? resultData.error, hints: hints.map(({ message }) => message) };
	});
	return { done, cancel: () => running.cancel() };
}

/** Runs one node in n8n's own engine and returns what it put out. */
const run = async (o) => await start(o).done;

/** A person's view of a trigger: publish, deliver, unpublish, restart. */
function trigger(o) {
	const parts = setUp({ mode: 'trigger', ...o });
	const { node, nodeType, workflow, additionalData, mode } = parts;
	const method = nodeType.webhookMethods?.default;
	const [webhookDescription] = nodeType.description.webhooks ?? [];
	const webhookData = { webhookDescription, node: node.name, isTest: mode === 'manual' };
	const hook = (activation) => new HookContext(workflow, node, additionalData, mode, activation, webhookData);
	return {
		...parts,
		/** n8n's order at publish. */
		async publish() {
			if (!(await method.checkExists.call(hook('activate')))) await method.create.call(hook('activate'));
		},
		checkExists: async () => await method.checkExists.call(hook('activate')),
		create: async () => await method.create.call(hook('activate')),
		unpublish: async () => await method.delete.call(hook('update')),
		staticData: () => workflow.getStaticData('node', node),
		/** Runs `trigger()` as at a start of n8n; `emitted` gathers the runs it starts, `ends` tell it how they ended, `tick()` is its clock. */
		async listen() {
			const emitted = [];
			const ends = [];
			const warnings = [];
			let tick;
			const scheduler = { registerCron: (_cron, onTick) => (tick = onTick) };
			const emit = (data, _response, ended) => ends.push(ended) && emitted.push(data[0]);
			const context = new TriggerContext(workflow, node, additionalData, mode, 'init', emit, undefined, undefined, scheduler);
			context.logger.warn = (message) => warnings.push(message);
			await nodeType.trigger.call(context);
			return { emitted, ends, tick: () => tick(), warnings };
		},
		/** What n8n does with a request to the webhook's address. */
		async call({ url, body, rawBody = Buffer.from(JSON.stringify(body ?? '')), headers = {} }) {
			const answer = { status: 200, body: undefined };
			const response = {
				status: (code) => Object.assign(response, (answer.status = code) && {}),
				json: (content) => ((answer.body = content), response),
				send: (content) => ((answer.body = content), response),
				end: () => response,
			};
			const request = { body, rawBody, headers, query: Object.fromEntries(new URL(url).searchParams), method: 'POST', params: {} };
			const data = { ...additionalData, httpRequest: request, httpResponse: response };
			// As n8n does: here, a test is not marked as one.
			const context = new WebhookContext(workflow, node, data, mode, { ...webhookData, isTest: undefined }, [], null);
			const result = await nodeType.webhook.call(context);
			if (!result.noWebhookResponse) answer.body = result.webhookResponse;
			return { ...answer, run: result.workflowData?.[0] };
		},
		/** The execution that n8n starts for what `call` or `listen` gave. */
		execute: async (items) => await run({ ...o, mode, items }),
		poll: async (pollMode = 'trigger') =>
			await nodeType.poll.call(new PollContext(workflow, node, additionalData, pollMode, 'activate')),
	};
}

/** What a picker shows: the entries of one page and the token of the next. */
async function search(method, { filter, token, ...o }) {
	const { node, nodeType, workflow, additionalData } = setUp(o);
	const current = { ...additionalData, currentNodeParameters: o.parameters ?? {} };
	const context = new LoadOptionsContext(workflow, node, current, 'parameters');
	return await nodeType.methods.listSearch[method].call(context, filter, token);
}

/** Puts a file where n8n keeps files; the result goes into an item's `binary`. */
async function storeFile(content, { fileName, mimeType }) {
	const location = { type: 'execution', workflowId: 'workflow', executionId: '1' };
	return await Container.get(BinaryDataService).store(location, content, { fileName, mimeType, data: '' });
}

/**
 * n8n's memory of processed values: one row per node, read, changed and written back without a lock, so that what two
 * do at the same time is lost. `overwrites` counts how many of the next writes another process undoes.
 */
const memory = { rows: new Map(), overwrites: 0 };
const deduplicator = {
	async checkProcessedAndRecord(values, _context, { node, workflow }, { maxEntries = Infinity }) {
		const place = `${workflow.id} ${node.name}`;
		const known = memory.rows.get(place) ?? [];
		await new Promise((resolve) => setTimeout(resolve, 2));
		const fresh = values.filter((value) => !known.includes(value));
		if (memory.overwrites > 0) memory.overwrites -= 1;
		else memory.rows.set(place, [...known, ...fresh].slice(-maxEntries));
		return { new: fresh, processed: values.filter((value) => known.includes(value)) };
	},
	async removeProcessed(values, _context, { node, workflow }) {
		const place = `${workflow.id} ${node.name}`;
		memory.rows.set(place, (memory.rows.get(place) ?? []).filter((value) => !values.includes(value)));
	},
};

/** To be called once per test file, before the first run. */
async function startEngine() {
	await Container.get(BinaryDataService).init();
	await DataDeduplicationService.init(deduplicator);
}

module.exports = { run, search, start, startEngine, storeFile, trigger, memory, nodes };
