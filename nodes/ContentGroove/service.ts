import type { IDataObject } from 'n8n-workflow';
import type { Complaint, Job, Service } from '../shared/operation';
import { byPage } from '../shared/paginate';

/**
 * ContentGroove's developer API: JSON:API documents, an API key, errors as a list.
 * Source: the vendor's OpenAPI 1.0.0, https://api.contentgroove.com/api-docs/v1/openapi.json
 */
export const contentGroove: Service = {
	name: 'ContentGroove',
	credential: 'contentGrooveApi',
	check: checkCredential,
	connect: ({ apiKey, sendKeyAs, baseUrl }) => ({
		baseUrl: String(baseUrl).trim().replace(/\/+$/, ''),
		headers: keyHeader(sendKeyAs, String(apiKey).trim()),
	}),
	sentence: (body) => {
		const { errors } = (body ?? {}) as { errors?: unknown };
		if (!Array.isArray(errors)) return undefined;
		return (errors as IDataObject[]).map((error) => error?.message ?? error?.detail ?? error?.title).filter(Boolean).join(' ');
	},
	advice: {
		402: 'Free some quota or change the plan; usage is shown at app.contentgroove.com/quota_usage.',
	},
	wrap: (attributes) => ({ data: { attributes } }),
	unwrap: ({ data, included }) => ({ ...(data as IDataObject), ...(included ? { included } : {}) }),
	flatten,
};

function checkCredential({ apiKey, baseUrl }: IDataObject): Complaint | undefined {
	if (checkHttpUrl(String(baseUrl ?? '').trim()))
		return { what: 'Base URL is not an address', todo: 'Enter https://api.contentgroove.com/api/v1, unless you use a proxy.' };
	if (!String(apiKey ?? '').trim())
		return { what: 'API Key is empty', todo: 'Enter a key made on the API Keys page, app.contentgroove.com/api_keys.' };
	return undefined;
}

function keyHeader(sendKeyAs: unknown, apiKey: string): Record<string, string> {
	return sendKeyAs === 'bearer' ? { Authorization: `Bearer ${apiKey}` } : { 'X-API-KEY': apiKey };
}

/** `page[number]` counts from 1; neither a total nor a next link is documented. */
export const pages = byPage({
	number: 'page[number]',
	size: 'page[size]',
	max: 100,
	items: ({ data }) => (data ?? []) as IDataObject[],
});

/** A media or clip is finished when `is_processing` is false; just after its creation it is null. */
const processing: Pick<Job, 'id' | 'state'> = {
	id: ({ id }) => String(id),
	state: ({ attributes }) => ((attributes as IDataObject)?.is_processing === false ? 'succeeded' : 'running'),
};

export const mediaJob: Job = { ...processing, request: 'GET /medias/{id}', resume: 'Media: Wait For Processing' };

export const clipJob: Job = { ...processing, request: 'GET /clips/{id}', resume: 'Clip: Get' };

type Reference = { id: string; type: string };
type Relationships = Record<string, { data?: Reference | Reference[] | null }>;

/** Numbers that callbacks send as text. */
const NUMBERS =
	/^(rank|(start|end)_(time|char)|(source_file|media_file|media_file_content)_(duration|height|width))$/;

/**
 * A JSON:API object as one flat object: id, attributes, related ids, and what the document included with it
 * (`clips`, and `transcript` as text).
 */
export function flatten(object: IDataObject): IDataObject {
	const { id, attributes, relationships, included } = object as {
		id: string;
		attributes?: IDataObject | null;
		relationships?: Relationships | null;
		included?: IDataObject[] | null;
	};
	const flat: IDataObject = { id };
	for (const [key, value] of Object.entries(attributes ?? {}))
		flat[key] = NUMBERS.test(key) && typeof value === 'string' && value !== '' ? Number(value) : value;
	const { clips, media } = relationships ?? {};
	if (Array.isArray(clips?.data)) flat.clip_ids = clips.data.map((clip) => clip.id);
	if (media?.data && !Array.isArray(media.data)) flat.media_id = media.data.id;
	const clipsIncluded = (included ?? []).filter(({ type }) => type === 'clips');
	if (clipsIncluded.length > 0) flat.clips = clipsIncluded.map(flatten);
	const transcript = included?.find(({ type }) => type === 'transcriptions')?.attributes as IDataObject | undefined;
	if (transcript) flat.transcript = transcript.text;
	return flat;
}

/** Refuses what can't be fetched: the API takes any text and reports it as a fetch problem minutes later. */
export function checkHttpUrl(value: string): Complaint | undefined {
	const protocol = URL.canParse(value) ? new URL(value).protocol : undefined;
	if (protocol === 'http:' || protocol === 'https:') return undefined;
	return {
		what: protocol ? `"${protocol}" addresses can't be fetched` : 'is not an address',
		todo: 'Enter an address that begins with https:// or http://.',
	};
}
