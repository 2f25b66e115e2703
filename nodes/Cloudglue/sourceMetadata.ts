import type { IDataObject } from 'n8n-workflow';

type Person = { name?: string; email?: string; scope?: string; affiliation?: string; hs_contact_id?: string };
type ActionItem = { text?: string; status?: string; timestamp_ms?: number; assignee?: { name?: string } | null };

const people = (list: unknown): IDataObject[] | undefined =>
	(list as Person[] | null | undefined)?.map(({ name, email, scope, affiliation, hs_contact_id }) =>
		withoutGaps({ name, email, scope: scope ?? affiliation?.toLowerCase(), hubspot_contact_id: hs_contact_id }),
	);

const actionItems = (list: unknown): IDataObject[] | undefined =>
	(list as ActionItem[] | null | undefined)?.map(({ text, status, timestamp_ms, assignee }) =>
		withoutGaps({ text, status, assignee: assignee?.name, time: typeof timestamp_ms === 'number' ? timestamp_ms / 1000 : undefined }),
	);

/** Each provider's own words in common ones. Times are ISO 8601, `time` is in seconds. Source: SourceMetadata of Cloudglue OpenAPI 0.7.12. */
const readers: Record<string, (source: IDataObject) => IDataObject> = {
	grain: (it) => ({
		title: it.title,
		started_at: it.start_datetime,
		ended_at: it.end_datetime,
		source_url: it.grain_url,
		participants: people(it.participants),
		summary: (it.ai_summary as IDataObject | null)?.text,
		action_items: actionItems(it.ai_action_items),
		hubspot_company_ids: (it.hubspot as IDataObject | null)?.hubspot_company_ids,
		hubspot_deal_ids: (it.hubspot as IDataObject | null)?.hubspot_deal_ids,
	}),
	zoom: (it) => ({ title: it.topic, started_at: it.start_time, host_email: it.host_email }),
	recall: (it) => ({ title: it.meeting_title, started_at: it.started_at, ended_at: it.completed_at }),
	gong: (it) => ({
		title: it.title,
		started_at: it.started,
		source_url: it.gong_url,
		participants: people(it.parties),
		summary: it.brief,
		key_points: it.key_points,
	}),
	iconik: (it) => ({ title: it.title, started_at: it.date_created, source_url: it.iconik_url }),
	'google-drive': (it) => ({ title: it.name, source_url: it.web_view_link }),
	dropbox: (it) => ({ title: it.name, source_path: it.path_display }),
};

/** What *Simplify* keeps of a source's metadata, in this order. */
export const SOURCE_KEYS = [
	'title', 'started_at', 'ended_at', 'host_email', 'participants', 'summary', 'key_points', 'action_items',
	'hubspot_company_ids', 'hubspot_deal_ids', 'source_url', 'source_path',
];

/** A source's metadata in common words, without what the source does not say. Unknown sources give nothing. */
export function flattenSource(source: IDataObject | null | undefined): IDataObject {
	const read = readers[String(source?.source_type)];
	return source && read ? withoutGaps(read(source)) : {};
}

function withoutGaps(object: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined && value !== null));
}
