import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import type { Answer, Connection } from './operation';
import { isPolicy, retryAfterMs } from './request';

/** What an error is about. */
export interface Subject {
	node: INode;
	/** What was being done, in the menu's words: `'Media: Get'`. */
	doing: string;
	/** What it was done to: `'media "42"'`. */
	target?: string;
	/** Index of the input item. */
	item?: number;
}

/** The answer of a request that did not succeed, as two lines: what happened, what to do. */
export function refusal(subject: Subject, { service }: Connection, answer: Answer): NodeApiError {
	// A used-up plan is told as such, whatever status the vendor gives it.
	const status = service.isQuota?.(answer) ? 402 : answer.status;
	const said = withoutQueries(service.sentence(answer.body) ?? '').trim();
	const about = subject.target ? ` for ${subject.target}` : '';
	const what: Record<number, string> = {
		0: `${service.name} could not be reached for "${subject.doing}"`,
		401: `${service.name} did not accept the credential`,
		402: `The ${service.name} plan does not cover "${subject.doing}"`,
		403: `${service.name} does not allow "${subject.doing}"${about}`,
		404: subject.target ? `${service.name} does not know ${subject.target}` : `${service.name} found nothing for "${subject.doing}"`,
		429: `${service.name} gets too many requests`,
	};
	const message = what[status] ?? `${service.name} answered ${status} to "${subject.doing}"${about}`;
	const advice = service.advice?.[status] ?? generalAdvice({ ...answer, status });
	return apiError(subject, message, said ? `${endSentence(said)} ${advice}` : advice, answer.status);
}

function generalAdvice(answer: Answer): string {
	const { status, cause } = answer;
	if (status === 0) return unreachedAdvice(cause);
	if (status >= 300 && status < 400)
		return 'It points to another address, and a credential is never sent on. Set the address in the credential to the final one.';
	if (status === 400 || status === 422) return 'Check the values of the fields, then run the node again.';
	if (status === 401) return 'Open the credential, enter a valid key and test it.';
	if (status === 402) return 'Free some quota or change the plan, then run the node again.';
	if (status === 403) return 'Ask the owner of the account for access, or use another credential.';
	if (status === 404) return 'Check the ID, or choose from the list; another account\'s objects are not visible.';
	if (status === 429) {
		const asked = retryAfterMs(answer);
		const when = asked === undefined ? 'later' : `in ${Math.ceil(asked / 1000)} s`;
		return `Run it again ${when}, lower Items in Parallel, or raise Retry Time Limit in the options.`;
	}
	if (status >= 500) return 'The service is in trouble for now. Run the node again in a few minutes.';
	return 'Check the values of the fields, then run the node again.';
}

function unreachedAdvice(cause?: Error & { code?: string }): string {
	if (isPolicy(cause))
		return 'This n8n blocks the address. An admin can allow it with N8N_SSRF_ALLOWED_HOSTNAMES or N8N_SSRF_ALLOWED_IP_RANGES.';
	const code = cause?.code ? ` (${cause.code})` : '';
	if (/CERT|SELF_SIGNED|ISSUER/.test(cause?.code ?? ''))
		return `Its certificate is not trusted${code}. Give the server a valid certificate, or make n8n trust it with NODE_EXTRA_CA_CERTS.`;
	return `No answer came${code}. Check the address in the credential and that n8n can reach it, then run the node again.`;
}

/** An answer that succeeded but is not what the API sends: a login page, a proxy's text, cut JSON. */
export function notUnderstood(subject: Subject, { service }: Connection, body: unknown): NodeApiError {
	const kind = /^\s*</.test(String(body)) ? 'a web page' : 'text that is not complete JSON';
	return apiError(
		subject,
		`${service.name} answered "${subject.doing}" with ${kind}`,
		'Check that the address in the credential is that of the API and that no proxy answers in its place.',
		502,
	);
}

/** A value that can't be right, found before anything was sent. `field` is the label on the panel. */
export function invalid(subject: Subject, field: string, what: string, todo: string): NodeOperationError {
	return new NodeOperationError(subject.node, `${field}: ${what}`, {
		description: todo,
		itemIndex: subject.item,
		level: 'warning',
	});
}

/**
 * A fresh NodeApiError from a plain object: wrapping an error that n8n made drops the message, the advice and
 * the item, and would carry the request's headers along.
 */
export function apiError(subject: Subject, message: string, description: string, status: number): NodeApiError {
	return new NodeApiError(subject.node, { message } as JsonObject, {
		message,
		description,
		httpCode: status ? String(status) : undefined,
		itemIndex: subject.item,
	});
}

/** A failure that the next try may not meet: no answer, a busy or a broken server. */
export function isPassing(cause: unknown): boolean {
	const { httpCode } = cause as NodeApiError;
	return cause instanceof NodeApiError && (!httpCode || /^(408|429|500|502|503|504|52\d)$/.test(httpCode));
}

/** For `catch`: a refusal with this status becomes another result; everything else goes on up. */
export function onStatus<T>(status: number, instead: () => T): (refused: Error & { httpCode?: string | null }) => T {
	return (refused) => {
		if (refused.httpCode !== String(status)) throw refused;
		return instead();
	};
}

/** Cuts the query off every address in a text: that is where presigned signatures and tokens are. */
export function withoutQueries(text: string): string {
	return text.replace(/(https?:\/\/[^\s"'<>?]+)\?[^\s"'<>]*/gi, '$1?…');
}

function endSentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}
