'use strict';

const SCHEMES = { 's3:': 's3', 'gs:': 'gcs', 'gdrive:': 'google-drive', 'dropbox:': 'dropbox', 'zoom:': 'zoom', 'grain:': 'grain', 'gong:': 'gong', 'recall:': 'recall', 'iconik:': 'iconik' };
const NATIVE = {
	s3: /^s3:\/\/[^/]+\/./,
	gcs: /^gs:\/\/[^/]+\/./,
	'google-drive': /^gdrive:\/\/file\/[^/]+$/,
	dropbox: /^dropbox:\/\/./,
	zoom: /^zoom:\/\/(uuid|id)\/[^/]+$/,
	grain: /^grain:\/\/recording\/[^/]+$/,
	gong: /^gong:\/\/call\/[^/]+$/,
	recall: /^recall:\/\/recording\/[^/]+$/,
	iconik: /^iconik:\/\/asset\/[^/]+$/,
};
const UNSUPPORTED_HOSTS = /(^|\.)(vimeo\.com|1drv\.ms|onedrive\.live\.com|box\.com)$/;
const DIRECT_DOWNLOAD = /\/(download|shared\/static)\b/;

function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** One spelling for all: slashes and percent signs are no difference. */
const dropboxUri = (path) => `dropbox:///${decoded(path).split('/').filter(Boolean).join('/')}`;

function native(text, type) {
	if (text.startsWith('gdrive://folder')) return { kind: 'folder', type };
	if (!NATIVE[type].test(text)) return { kind: 'invalid' };
	if (type === 'dropbox') return { kind: 'connector', type, uri: dropboxUri(text.slice('dropbox://'.length)) };
	if (type === 'zoom') {
		const [, name, id] = /^zoom:\/\/(uuid|id)\/(.+)$/.exec(text);
		return { kind: 'connector', type, uri: `zoom://${name}/${encodeURIComponent(decoded(id))}` };
	}
	return { kind: 'connector', type, uri: text };
}

function drive({ pathname, searchParams }) {
	const type = 'google-drive';
	const id = /^\/file\/d\/([^/]+)/.exec(pathname)?.[1] ?? (pathname === '/open' ? searchParams.get('id') : null);
	if (id) return { kind: 'connector', type, uri: `gdrive://file/${id}` };
	return pathname.includes('/folders/') ? { kind: 'folder', type } : { kind: 'http' };
}

function dropbox({ pathname }) {
	const type = 'dropbox';
	const [, form, key] = /^\/(scl\/fi|scl\/fo|s|1\/view)\/([^/]+)/.exec(pathname) ?? [];
	if (form === 'scl/fo') return { kind: 'folder', type };
	return form ? { kind: 'connector', type, uri: `dropbox-link:${key}`, isPublic: form !== '1/view' } : { kind: 'page' };
}

function zoom({ pathname, searchParams }) {
	const type = 'zoom';
	const [, form, id] = /^\/(j|s|rec\/share)\/([^/]+)/.exec(pathname) ?? [];
	if (form === 'rec/share') return { kind: 'connector', type, uri: `zoom-link:${id}` };
	if (form) return { kind: 'connector', type, uri: `zoom://id/${id}` };
	const uuid = pathname.endsWith('/recording/detail') && searchParams.get('meeting_id');
	return uuid ? { kind: 'connector', type, uri: `zoom://uuid/${encodeURIComponent(uuid)}` } : { kind: 'page' };
}

/**
 * What an address is: `{ kind, type?, uri?, isPublic? }`, `kind` one of `connector` (with the connector type it belongs to and the
 * one spelling of it), `folder`, `cloudglue`, `youtube`, `tiktok`, `http`, `page` (of a host that is not supported), `invalid`.
 */
function parseAddress(text) {
	const scheme = SCHEMES[/^\w+:(?=\/\/)/.exec(text)?.[0]];
	if (scheme) return native(text, scheme);
	if (typeof text !== 'string' || !URL.canParse(text)) return { kind: 'invalid' };
	const url = new URL(text);
	const { protocol, hostname, pathname } = url;
	if (protocol === 'cloudglue:') return { kind: 'cloudglue', id: /^cloudglue:\/\/files\/(.+)$/.exec(text)?.[1] };
	if (!/^https?:$/.test(protocol)) return { kind: 'invalid' };
	if (hostname === 'drive.google.com') return drive(url);
	if (/(^|\.)dropbox\.com$|^dl\.dropboxusercontent\.com$/.test(hostname)) return dropbox(url);
	if (/(^|\.)zoom\.us$/.test(hostname)) return zoom(url);
	if (/(^|\.)(youtube\.com|youtu\.be)$/.test(hostname)) return { kind: 'youtube' };
	if (/(^|\.)tiktok\.com$/.test(hostname)) return { kind: 'tiktok' };
	if (/(^|\.)loom\.com$/.test(hostname)) return /^\/share\/[0-9a-f]{32}$/.test(pathname) ? { kind: 'http', source: 'loom' } : { kind: 'page' };
	const unsupported = UNSUPPORTED_HOSTS.test(hostname) && !DIRECT_DOWNLOAD.test(pathname);
	return { kind: unsupported ? 'page' : 'http' };
}

module.exports = { dropboxUri, parseAddress };
