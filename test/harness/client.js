'use strict';

const { Agent } = require('node:http');
const axios = require('axios');
const { parseFlatted } = require('./flatted');
const { until } = require('./until');

/** Of a local instance that is thrown away, so no secret. */
const EMAIL = 'owner@example.com';
const PASSWORD = 'Sandbox1';

const UNFINISHED = ['new', 'running', 'waiting', 'unknown'];

/** The REST interface that n8n's own editor uses. Failures are errors with n8n's own message. */
class N8nClient {
	#cookie = '';
	#http;
	#webhookUrl;

	constructor(url, { webhookUrl = url } = {}) {
		this.url = url;
		this.#webhookUrl = webhookUrl;
		// A kept connection would belong to an n8n that has been restarted since.
		this.#http = axios.create({ baseURL: url, proxy: false, httpAgent: new Agent({ keepAlive: false }), validateStatus: () => true });
	}

	/** Any request of the editor: `request('GET', '/rest/workflows')` gives what is in `data`. */
	async request(method, path, data, params) {
		const answer = await this.#http.request({ method, url: path, data, params, headers: { cookie: this.#cookie } });
		const cookie = answer.headers['set-cookie']?.find((one) => one.startsWith('n8n-auth='));
		if (cookie) [this.#cookie] = cookie.split(';');
		const { status, data: body } = answer;
		if (status < 300) return body?.data ?? body;
		const { message = JSON.stringify(body), hint } = body ?? {};
		throw Object.assign(new Error(`n8n: ${[message, hint].filter(Boolean).join(' ')} (${status} to ${method} ${path})`), { status, body });
	}

	async setUpOwner() {
		return await this.request('POST', '/rest/owner/setup', { email: EMAIL, password: PASSWORD, firstName: 'Sandbox', lastName: 'Owner' });
	}

	async login() {
		return await this.request('POST', '/rest/login', { emailOrLdapLoginId: EMAIL, password: PASSWORD });
	}

	/** Makes the owner of a fresh n8n, or signs in. */
	async signIn() {
		const { userManagement } = await this.request('GET', '/rest/settings');
		return await (userManagement.showSetupOnFirstLoad ? this.setUpOwner() : this.login());
	}

	async createCredential({ name, type, data }) {
		return await this.request('POST', '/rest/credentials', { name, type, data });
	}

	/** What the editor does when a credential is saved. Takes the id of a saved one, or `{ name, type, data }`. */
	async testCredential(credential) {
		const whole = typeof credential === 'object' ? { id: '', ...credential } : await this.request('GET', `/rest/credentials/${credential}`, undefined, { includeData: true });
		return await this.request('POST', '/rest/credentials/test', { credentials: whole });
	}

	async createWorkflow({ name, nodes, connections, settings = { executionOrder: 'v1' }, ...rest }) {
		return await this.request('POST', '/rest/workflows', { name, nodes, connections, settings, ...rest });
	}

	async workflow(id) {
		return await this.request('GET', `/rest/workflows/${id}`);
	}

	async updateWorkflow(id, changes) {
		return await this.request('PATCH', `/rest/workflows/${id}`, changes);
	}

	async deleteWorkflow(id) {
		await this.request('POST', `/rest/workflows/${id}/archive`, {});
		return await this.request('DELETE', `/rest/workflows/${id}`);
	}

	/** Publishes the workflow as it is now, and waits until its triggers are registered; throws n8n's reason when they can't be. */
	async publish(id, { timeoutMs = 60_000 } = {}) {
		const { versionId, name } = await this.workflow(id);
		await this.request('POST', `/rest/workflows/${id}/activate`, { versionId });
		return await this.#publication(id, { timeoutMs, what: `"${name}" to be published` }, (now) => {
			const failed = now.triggers?.find(({ errorMessage }) => errorMessage);
			if (failed) throw new Error(`n8n could not publish "${name}": ${failed.errorMessage}`);
			return now.status === 'published' && now.liveVersionId === versionId;
		});
	}

	/** Takes the workflow out of service, and waits until its triggers have been taken down. */
	async unpublish(id, { timeoutMs = 60_000 } = {}) {
		await this.request('POST', `/rest/workflows/${id}/deactivate`, {});
		return await this.#publication(id, { timeoutMs, what: `workflow ${id} to be unpublished` }, (now) => !now.liveVersionId);
	}

	async #publication(id, { timeoutMs, what }, isThere) {
		let now;
		const look = async () => {
			now = await this.request('GET', `/rest/workflows/${id}/publication-status`);
			return isThere(now) && now;
		};
		return await until(look, { timeoutMs, what: () => `${what}; n8n says ${JSON.stringify(now)}` });
	}

	/**
	 * "Execute workflow" of the editor, from the named trigger or else the first node that nothing leads to.
	 * @returns the execution's id; undefined when n8n now waits for a test webhook
	 */
	async run(workflowId, { trigger } = {}) {
		const { nodes, connections } = await this.workflow(workflowId);
		const targets = Object.values(connections).flatMap((outputs) => outputs.main ?? []).flatMap((to) => to ?? []).map(({ node }) => node);
		const first = nodes.find(({ name, type }) => type !== 'n8n-nodes-base.stickyNote' && !targets.includes(name));
		const { executionId } = await this.request('POST', `/rest/workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger ?? first.name } });
		return executionId;
	}

	/** The newest first, without their data. */
	async executions({ workflowId, status, limit = 100 } = {}) {
		const filter = JSON.stringify({ ...(workflowId && { workflowId }), ...(status && { status: [status].flat() }) });
		const { results } = await this.request('GET', '/rest/executions', undefined, { filter, limit });
		return results;
	}

	/** One execution with its data. */
	async execution(id) {
		const execution = await this.request('GET', `/rest/executions/${id}`);
		return typeof execution.data === 'string' ? { ...execution, data: parseFlatted(execution.data) } : execution;
	}

	/** The execution with its data as soon as it has ended, well or badly. */
	async waitForExecution(id, { timeoutMs = 120_000 } = {}) {
		// The list tells the status without sending all the data each time.
		const ended = async () => (await this.executions()).some((one) => String(one.id) === String(id) && !UNFINISHED.includes(one.status));
		await until(ended, { timeoutMs, what: `execution ${id} to end` });
		return await this.execution(id);
	}

	/** At least `count` ended executions of a workflow with their data, the oldest first. */
	async waitForExecutions({ workflowId, count = 1, timeoutMs = 60_000 }) {
		let ended = [];
		const enough = async () => {
			ended = (await this.executions({ workflowId })).filter(({ status }) => !UNFINISHED.includes(status));
			return ended.length >= count;
		};
		await until(enough, { timeoutMs, what: () => `${count} executions of workflow ${workflowId}; there are ${ended.length}` });
		return await Promise.all(ended.reverse().map(({ id }) => this.execution(id)));
	}

	/** Does something that starts the workflow, and gives the execution that came of it, ended. */
	async executionAfter(workflowId, act, { timeoutMs = 60_000 } = {}) {
		const before = new Set((await this.executions({ workflowId })).map(({ id }) => id));
		await act();
		const look = async () => (await this.executions({ workflowId })).find(({ id, status }) => !before.has(id) && !UNFINISHED.includes(status));
		const { id } = await until(look, { timeoutMs, what: `an execution of workflow ${workflowId}` });
		return await this.execution(id);
	}

	/** Every node type as the editor gets it. */
	async nodeTypes() {
		return await this.request('GET', '/types/nodes.json');
	}

	async credentialTypes() {
		return await this.request('GET', '/types/credentials.json');
	}

	/** What a resource locator offers under "From list": `{ results, paginationToken }`. */
	async listSearch({ nodeType, version = 1, method, path = 'parameters.search', parameters = {}, credentials, filter, paginationToken }) {
		return await this.request('POST', '/rest/dynamic-node-parameters/resource-locator-results', {
			path,
			methodName: method,
			currentNodeParameters: parameters,
			nodeTypeAndVersion: { name: nodeType, version },
			credentials,
			filter,
			paginationToken,
		});
	}

	/** Address of a production webhook. */
	webhookUrl(path) {
		return `${this.#webhookUrl}/webhook/${path}`;
	}
}

/** The items that a node of a finished execution put out, of all its runs. */
function itemsOf(execution, nodeName, output = 0) {
	const runs = execution.data.resultData.runData[nodeName] ?? [];
	return runs.flatMap((run) => run.data?.main?.[output] ?? []);
}

/** What ended an execution: `{ message, description, node, … }`, or undefined when nothing went wrong. */
function errorOf(execution) {
	return execution.data.resultData.error;
}

/** The plain data that a node put out; throws n8n's error when the execution failed. */
function resultOf(execution, nodeName) {
	const error = errorOf(execution);
	if (error) throw new Error(`The execution failed${error.node ? ` in "${error.node.name}"` : ''}: ${[error.message, error.description].filter(Boolean).join(' ')}`);
	return itemsOf(execution, nodeName).map(({ json }) => json);
}

module.exports = { N8nClient, itemsOf, errorOf, resultOf, EMAIL, PASSWORD };
