'use strict';

const { dropboxUri } = require('./addresses');

const iso = (ms) => new Date(ms).toISOString();
const PERSON = { name: 'Ada Lovelace', email: 'ada@example.com' };
const slug = (name) => name.replace(/\W+/g, '-').toLowerCase();

/**
 * What one item looks like at each provider. `make({ n, name, at, key, bucket, bytes })` gives its `uri`, what `metadata` the listing shows
 * (with `atSync` more of it comes only when it is synced or looked up), and `links`: other addresses of the same item.
 */
const PROVIDERS = {
	s3: { keyed: true, account: { region: 'us-east-1' }, make: ({ key, bucket }) => ({ uri: `s3://${bucket}/${key}`, metadata: {} }) },
	gcs: { keyed: true, account: { project_id: 'sandbox' }, make: ({ key, bucket }) => ({ uri: `gs://${bucket}/${key}`, metadata: {} }) },
	'google-drive': {
		keyed: true,
		native: ['from', 'to', 'title_search'],
		account: { email: PERSON.email },
		make: ({ n, name, at, bytes }) => ({
			uri: `gdrive://file/1sandbox${n}`,
			metadata: {
				gdrive_file_id: `1sandbox${n}`,
				name,
				mime_type: 'video/mp4',
				size_bytes: bytes,
				created_time: iso(at),
				modified_time: iso(at),
				web_view_link: `https://drive.google.com/file/d/1sandbox${n}/view`,
				owners: [{ display_name: PERSON.name, email_address: PERSON.email }],
				shared: true,
				file_extension: 'mp4',
				video_media_metadata: { duration_millis: 60_000, width: 1280, height: 720 },
			},
		}),
	},
	dropbox: {
		keyed: true,
		late: ['from', 'to', 'title_search'],
		account: { email: PERSON.email },
		make: ({ n, name, at, key, bytes }) => ({
			uri: dropboxUri(key),
			links: [`dropbox-link:sandbox${n}`],
			metadata: {
				dropbox_id: `id:sandbox${n}`,
				name,
				path_lower: `/${key.toLowerCase()}`,
				path_display: `/${key}`,
				size_bytes: bytes,
				client_modified: iso(at),
				server_modified: iso(at),
				is_downloadable: true,
				media_info: null,
			},
			atSync: { media_info: { duration_ms: 60_000, width: 1280, height: 720 } },
		}),
	},
	zoom: {
		native: ['from', 'to'],
		late: ['title_search'],
		monthsBack: 6,
		account: { account_id: 'sandbox' },
		make: ({ n, name, at, bytes }) => {
			// Real ones have slashes and equals signs in them.
			const uuid = `/sand+box${n}==`;
			return {
				uri: `zoom://uuid/${encodeURIComponent(uuid)}`,
				links: [`zoom://id/${9_000_000_000 + n}`, `zoom-link:sandbox${n}`],
				metadata: {
					zoom_meeting_uuid: uuid,
					zoom_meeting_id: 9_000_000_000 + n,
					topic: name,
					start_time: iso(at),
					host_email: PERSON.email,
					timezone: 'UTC',
					duration_minutes: 1,
					total_size: bytes,
					recording_count: 1,
					recording_files: [{ id: `recording-${n}`, recording_type: 'shared_screen_with_speaker_view', file_type: 'MP4', file_size: bytes, status: 'completed' }],
				},
			};
		},
	},
	gong: {
		native: ['from', 'to'],
		late: ['title_search'],
		monthsBack: 6,
		account: { workspace_id: 'sandbox' },
		make: ({ n, name, at }) => ({
			uri: `gong://call/70000${n}`,
			metadata: { gong_call_id: `70000${n}`, title: name, started: iso(at), duration: 60, gong_url: `https://app.gong.io/call?id=70000${n}`, is_private: false, parties: [{ ...PERSON, affiliation: 'Internal' }] },
			atSync: { topics: [{ name: 'Pricing', duration: 20 }], trackers: [{ name: 'Budget', count: 1 }], brief: 'They agreed on a price.', key_points: ['Price agreed'] },
		}),
	},
	grain: {
		native: ['from', 'to', 'title_search', 'team', 'meeting_type'],
		account: { workspace: 'sandbox' },
		make: ({ n, name, at }) => ({
			uri: `grain://recording/grain-${n}`,
			metadata: {
				grain_recording_id: `grain-${n}`,
				title: name,
				start_datetime: iso(at),
				end_datetime: iso(at + 60_000),
				duration_ms: 60_000,
				media_type: 'video',
				upstream_source: 'meet',
				grain_url: `https://grain.com/share/recording/grain-${n}/token`,
				tags: ['sales'],
				teams: [{ id: n % 2 ? 'team-a' : 'team-b', name: n % 2 ? 'Team A' : 'Team B' }],
				meeting_type: { id: n % 2 ? 'type-a' : 'type-b', name: 'Call', scope: 'internal' },
				participants: [{ id: 'p1', ...PERSON, scope: 'internal', confirmed_attendee: true, hs_contact_id: null }],
				ai_summary: { text: 'A short call.' },
			},
		}),
	},
	recall: {
		native: ['from', 'to'],
		account: { region: 'us-west-2' },
		make: ({ n, name, at }) => ({
			uri: `recall://recording/recall-${n}`,
			metadata: { recall_recording_id: `recall-${n}`, created_at: iso(at), started_at: iso(at), completed_at: iso(at + 60_000), status_code: 'done', meeting_title: name, meeting_platform: 'zoom', has_transcript: true, has_audio: true },
		}),
	},
	iconik: {
		native: ['from', 'to', 'title_search'],
		account: { domain: 'sandbox' },
		make: ({ n, name, at }) => ({
			uri: `iconik://asset/iconik-${n}`,
			metadata: { iconik_asset_id: `iconik-${n}`, title: name, media_type: 'video', date_created: iso(at), date_modified: iso(at), duration_ms: 60_000, ingested_rendition: 'proxy', iconik_metadata: { Project: 'Sandbox' } },
		}),
	},
};

const hasMetadata = (type) => type !== 's3' && type !== 'gcs';

/**
 * One item at a provider: what it is asked for is in `uri`, `links`, `key` (where it lies), `metadata`, `atSync`; what goes wrong with it in
 * `locked` (403), `isPrivate` (neither listed nor synced) and, at Recall, `metadata.status_code`.
 */
function makeItem(type, { n, name = `Recording ${n}.mp4`, at, folder = '', bucket = 'recordings', bytes = 1_000_000 + n, ...rest }) {
	const key = folder + (PROVIDERS[type].keyed ? name : slug(name));
	const { uri, links = [], metadata, atSync = {} } = PROVIDERS[type].make({ n, name, at, key, bucket, bytes });
	const described = hasMetadata(type) ? { source_type: type, ...metadata, ...rest.metadata } : {};
	return { name, key, bucket, bytes, created_at: at, locked: false, isPrivate: false, ...rest, uri, links, metadata: described, atSync };
}

module.exports = { PROVIDERS, hasMetadata, makeItem };
