import { sleep, type IDataObject, type IHttpRequestMethods, type IHttpRequestOptions } from 'n8n-workflow';
import type { Answer, Connection, Context } from './operation';

/** One request as it goes out. */
export interface Outgoing {
	method: IHttpRequestMethods;
	url: string;
	headers?: IDataObject;
	/** A function makes the body anew for each attempt, so that a stream is never sent half-read. */
	body?: IHttpRequestOptions['body'] | (() => Promise<IHttpRequestOptions['body']>);
	/** Sending it twice does its work once. */
	repeatable: boolean;
	/** Milliseconds until the answer's headers must be there, the upload included; 0 for no limit. Default 300,000. */
	timeoutMs?: number;
}

const ANSWER_TIMEOUT_MS = 300_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;
const TRIES_WHEN_BROKEN = 5;

/**
 * Sends a request and repeats it where that is safe and helps, for at most `retryMs` milliseconds. Never throws
 * for what the server or the network did: the answer says it. Throws only when the user stopped the execution.
 *
 * 429, and 503 from the service itself, were refused before any work was done, so they are repeated whatever the
 * method, and no earlier than Retry-After (RFC 9110, section 10.2.3) asks; other 5xx and network failures only when
 * `repeatable`.
 */
export async function request(
	context: Context,
	connection: Connection,
	outgoing: Outgoing,
	retryMs: number,
): Promise<Answer> {
	const signal = cancelSignal(context);
	const deadline = Date.now() + retryMs;
	let lost = false;
	for (let attempt = 0; ; attempt++) {
		// Loop: while this one waited, another item may have been told to wait longer.
		while (connection.openAt > Date.now()) await pause(connection.openAt - Date.now(), signal);
		const answer = await send(context, outgoing, signal);
		// The delete before this one was done, and only its answer was lost.
		if (answer.status === 404 && lost && outgoing.method === 'DELETE') return { ...answer, status: 204, body: undefined };
		lost ||= mayHaveArrived(answer);
		const wait = waitBeforeRetry(answer, attempt, outgoing.repeatable, connection);
		if (wait === undefined || Date.now() + wait > deadline) return answer;
		// One item's pause is every item's pause: otherwise each of them finds the limit out for itself.
		if (answer.status === 429 || retryAfterMs(answer)) connection.openAt = Math.max(connection.openAt, Date.now() + wait);
		else await pause(wait, signal);
	}
}

async function send(context: Context, outgoing: Outgoing, signal?: AbortSignal): Promise<Answer> {
	const { method, url, body, headers = {}, timeoutMs = ANSWER_TIMEOUT_MS } = outgoing;
	try {
		const options: IHttpRequestOptions = {
			method,
			url,
			headers,
			body: typeof body === 'function' ? await body() : body,
			timeout: timeoutMs,
			abortSignal: signal,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			// A redirect would take the key to another address and make n8n keep the whole upload in memory.
			disableFollowRedirect: true,
			allowedDomains: new URL(url).hostname,
		};
		const { statusCode, headers: answered, body: content } = await context.helpers.httpRequest(options);
		return { status: statusCode, headers: answered ?? {}, body: content };
	} catch (cause) {
		return { status: 0, headers: {}, body: undefined, cause: cause as Error };
	}
}

/** Milliseconds to wait before the same request may go out again; undefined when it must not. */
function waitBeforeRetry(
	answer: Answer,
	attempt: number,
	repeatable: boolean,
	{ service }: Connection,
): number | undefined {
	const { status, cause } = answer;
	const refused = isRefusal(answer);
	const broken = status >= 500 || (status === 0 && cause?.name !== 'AbortError' && !isPolicy(cause));
	if (service.isQuota?.(answer) || status === 501 || status === 505 || status === 509) return undefined;
	if (!refused && !(broken && repeatable)) return undefined;
	// "At once" from a server that refuses at once again is no advice.
	const advised = retryAfterMs(answer);
	if (advised) return advised;
	if (!refused && attempt + 1 >= TRIES_WHEN_BROKEN) return undefined;
	const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** attempt, LONGEST_BACKOFF_MS);
	return backoff * (0.5 + Math.random() / 2);
}

/** A proxy that gave up waiting says 503 with a page; the service, or a gateway before its door, with JSON or Retry-After. */
function isRefusal({ status, headers, body }: Answer): boolean {
	if (status === 429) return true;
	return status === 503 && (headers['retry-after'] !== undefined || (typeof body === 'object' && body !== null));
}

/** Whether the request may have been carried out although its answer does not say so. */
function mayHaveArrived(answer: Answer): boolean {
	const { status, cause } = answer;
	if (status === 0) return !/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(String((cause as { code?: string } | undefined)?.code));
	return status >= 500 && !isRefusal(answer);
}

/**
 * Milliseconds that Retry-After asks for, from either of its forms: seconds or an HTTP date. A date is measured
 * against the server's own Date header, so that two clocks that disagree do not shorten the wait.
 */
export function retryAfterMs({ headers }: Answer): number | undefined {
	const value = headers['retry-after'];
	if (typeof value !== 'string' && typeof value !== 'number') return undefined;
	const text = String(value).trim();
	if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
	const until = Date.parse(text);
	if (Number.isNaN(until)) return undefined;
	const now = Date.parse(String(headers.date ?? ''));
	// HTTP dates are cut to whole seconds: the server may be up to a second later than its Date says.
	return Math.max(0, Number.isNaN(now) ? until - Date.now() : until - now);
}

/** n8n's own refusals (address not allowed) do not change by asking again. */
export function isPolicy(cause?: Error): boolean {
	return /ssrf|restricted|domain not allowed|not allowed/i.test(`${cause?.name} ${cause?.message}`);
}

export function cancelSignal(context: Context): AbortSignal | undefined {
	return 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
}

/** Waits in short steps, so that Stop in n8n ends it at once. Throws the signal's reason. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	const until = Date.now() + ms;
	for (let left = ms; left > 0; left = until - Date.now()) {
		signal?.throwIfAborted();
		await sleep(Math.min(left, 250));
	}
	signal?.throwIfAborted();
}
