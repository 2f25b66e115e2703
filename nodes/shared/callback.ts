import { createHmac, timingSafeEqual } from 'crypto';
import type { Complaint, Context } from './operation';

/** Query parameter of a callback address that proves the sender has it from us. */
const TOKEN = 'media-sync-token';

/** Which trigger of this n8n: what two workflows know of the same event must not mix. */
export function placeOf(context: Context): string {
	return `${context.getWorkflow().id}:${context.getNode().id}`;
}

/**
 * The token of a trigger: only the owner of `secret` can make it. It is derived, not stored, so it survives restarts
 * and restores and differs for each workflow. It does not go by the address, of which n8n's processes may know
 * different hosts, and of which a test does not tell the node.
 */
export function tokenOf(place: string, secret: string): string {
	return createHmac('sha256', secret).update(place).digest('hex');
}

/** The address to register: n8n's webhook address with the token. */
export function withToken(webhookUrl: string, token: string): string {
	const url = new URL(webhookUrl);
	url.searchParams.set(TOKEN, token);
	return url.href;
}

/** The address without the token's value, for comparisons and for people's eyes. */
export function withoutToken(address: string): string {
	if (!address.includes(TOKEN) || !URL.canParse(address)) return address;
	const url = new URL(address);
	url.searchParams.delete(TOKEN);
	return url.href;
}

/** Whether the query of a delivery carries this token; takes the same time for every wrong one. */
export function hasToken(query: object, token: string): boolean {
	const given = (query as Record<string, unknown>)[TOKEN];
	return typeof given === 'string' && sameText(given, token);
}

/** Compares in a time that does not depend on where the texts differ. */
export function sameText(a: string, b: string): boolean {
	const [left, right] = [a, b].map((text) => createHmac('sha256', TOKEN).update(text).digest());
	return timingSafeEqual(left, right);
}

/**
 * Why a service out on the internet could never call this address: what, and what to do. Undefined when it can,
 * or when the service itself is as local as the address (a test server).
 */
export function unreachable(webhookUrl: string, apiUrl: string): Complaint | undefined {
	const { hostname, protocol, origin } = new URL(webhookUrl);
	const local = isPrivate(hostname);
	if (isPrivate(new URL(apiUrl).hostname) || (!local && protocol === 'https:')) return undefined;
	return {
		what: `${origin} is ${local ? 'a private address' : 'not https'}, so the service can't call it`,
		todo: 'Set N8N_WEBHOOK_URL (WEBHOOK_URL before n8n 2.30) to the public https address of this n8n, restart it, and publish again.',
	};
}

/** Loopback, private, link-local and unqualified names (RFC 1918, RFC 4193, RFC 6761, RFC 6762). */
export function isPrivate(hostname: string): boolean {
	const host = hostname.replace(/^\[|[\].]$/g, '').toLowerCase();
	// `::` begins what is local or wraps an IPv4 address, never an address of the internet.
	if (host.includes(':')) return /^(::|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(host);
	if (/^\d+\.\d+\.\d+\.\d+$/.test(host))
		return /^(0|10|127|192\.168|169\.254|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(host);
	return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa|test)$/.test(host);
}
