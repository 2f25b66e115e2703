import type { IDataObject } from 'n8n-workflow';
import type { Answer, Complaint, Job, Service } from '../shared/operation';
import { byOffset, byToken } from '../shared/paginate';
import { flattenSource } from './sourceMetadata';

/**
 * Cloudglue's API: plain JSON, a bearer key, errors as `{ error: "a sentence" }`, every success is 200.
 * Source: the vendor's OpenAPI 0.7.12, https://github.com/cloudglue/cloudglue-api-spec
 */
export const cloudglue: Service = {
	name: 'Cloudglue',
	credential: 'cloudglueApi',
	check: checkCredential,
	connect: ({ apiKey, baseUrl }) => ({
		baseUrl: String(baseUrl).trim().replace(/\/+$/, ''),
		headers: { Authorization: `Bearer ${String(apiKey).trim()}` },
	}),
	sentence,
	advice: {
		402: 'Add credits or change the plan at app.cloudglue.dev, then run the node again; waiting alone does not help.',
		403: 'It exists but may not be read: change how it is shared, or reconnect its data connector, then run the node again.',
		415: 'Give video, audio or an image itself, not a web page about it.',
		501: 'The source of this connector keeps no metadata to look up.',
		502: 'The connected source failed or sent something odd. Run the node again in a few minutes.',
		509: 'The plan\'s monthly limit is used up. Change the plan at app.cloudglue.dev, or run the node again next month.',
	},
	isQuota,
	flatten,
};

function checkCredential({ apiKey, baseUrl }: IDataObject): Complaint | undefined {
	const address = String(baseUrl ?? '').trim();
	if (!/^https?:$/.test(URL.canParse(address) ? new URL(address).protocol : ''))
		return { what: 'Base URL is not an address', todo: 'Enter https://api.cloudglue.dev/v1, unless you use a proxy.' };
	if (!String(apiKey ?? '').trim()) return { what: 'API Key is empty', todo: 'Enter a key made at app.cloudglue.dev (it begins with cg-).' };
	return undefined;
}

function sentence(body: unknown): string | undefined {
	const { error } = (body ?? {}) as { error?: string | { message?: string } };
	return typeof error === 'object' ? error?.message : error;
}

const PLAN = /month|daily|per day|quota|\bplan\b|duration|file size|(resource|upload|job|file|storage|account) limit|total|too many (files|uploads|jobs|tags|collections)|maximum number/i;
const RATE = /rate.?limit|too many requests|throttl|slow down|per (second|minute)/i;

/** Cloudglue answers 429 for a busy moment and for a used-up plan alike; only the sentence tells them apart. */
function isQuota({ status, headers, body }: Answer): boolean {
	if (status !== 429 || headers['retry-after'] !== undefined) return false;
	const said = sentence(body) ?? '';
	return PLAN.test(said) && !RATE.test(said);
}

const items = ({ data }: IDataObject) => (data ?? []) as IDataObject[];

/** `limit` and `offset` with a total: every list but one. */
export const pages = byOffset({ offset: 'offset', limit: 'limit', max: 100, items });

/** The files of a connector: filtered pages may be short or empty although more follow. */
export const tokenPages = byToken({ token: 'page_token', next: 'next_page_token', limit: 'limit', max: 100, items });

/** A file's processing; the vendor says no reason when it fails. `ready` is an older word for completed. */
export const fileJob: Job = {
	request: 'GET /files/{file_id}',
	id: ({ id }) => String(id),
	state: ({ status }) => {
		if (status === 'failed') return 'failed';
		return ['completed', 'not_applicable', 'ready'].includes(String(status)) ? 'succeeded' : 'running';
	},
	resume: 'File: Get',
};

/** The processing of a file in a collection, which has states of its own. */
export const collectionFileJob: Job = {
	...fileJob,
	request: 'GET /collections/{collection_id}/videos/{file_id}',
	id: ({ file_id }) => String(file_id),
	resume: 'Collection Media: Wait For Completion',
};

/** Milliseconds, or seconds where the vendor does not say the unit. */
export function isoTime(stamp: unknown): unknown {
	if (typeof stamp !== 'number') return stamp;
	return new Date(stamp < 1e11 ? stamp * 1000 : stamp).toISOString();
}

/**
 * One of Cloudglue's objects with readable times, its length in seconds, and what its source knows about it: in files
 * the provider's words are under `source_metadata`, in listings of a connector under `metadata`.
 */
export function flatten(object: IDataObject): IDataObject {
	const { media_info, video_info, source_metadata, metadata } = object as Record<string, IDataObject | null | undefined>;
	const flat = Object.fromEntries(Object.entries(object).map(([key, value]) => [key, /_at$/.test(key) ? (isoTime(value) as string) : value]));
	const source = source_metadata ?? (metadata?.source_type ? metadata : object);
	const { duration_seconds, width, height, format } = media_info ?? video_info ?? {};
	const media = Object.fromEntries(Object.entries({ duration_seconds, width, height, format }).filter(([, value]) => value !== undefined && value !== null));
	return { ...media, ...flattenSource(source), ...flat };
}
