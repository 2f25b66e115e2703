import type { Complaint } from '../shared/operation';
import { connectorName, connectorTypes, type ConnectorType } from './connectorTypes';

/** A kind of address and who takes it. */
interface Form {
	/** Completes "is …". */
	what: string;
	/** Against `plain(address)`: `//host/path?query` for http and https, else the address itself. */
	pattern: RegExp;
	/** The type of connector that it belongs to. */
	connector?: ConnectorType;
	/** `POST /files/sync` takes it. */
	public?: true;
	/** `POST /collections/{collection_id}/media` takes it although neither of the two others does. */
	collections?: true;
	/** The vendor's documented form of it, where people paste another. */
	native?(found: RegExpExecArray): string;
	/** Why neither operation takes it: what to do instead. */
	instead?: string;
}

const SYNC_FILE = '"Data Connector: Sync File"';
const SYNC_URL = '"File: Sync From URL"';
const ONE_FILE = 'Give the link of one file, or sync the whole folder with "Data Connector: Sync Many Files".';

/**
 * Every form that the vendor accepts or refuses by name, the more special ones first. The rewritten forms are those
 * that the vendor's own JavaScript SDK rewrites. Source: Cloudglue OpenAPI 0.7.12, syncFileFromUrl and syncDataConnectorFile.
 */
const forms: Form[] = [
	// Folders, which nobody takes
	{ what: 'a folder', pattern: /^(s3|gs):\/\/.*\/$/i, instead: ONE_FILE },
	{ what: 'a Google Drive folder', pattern: /^\/\/drive\.google\.com\/(drive\/|folderview|embeddedfolderview)/, instead: ONE_FILE },
	{ what: 'a Dropbox folder', pattern: /^\/\/dropbox\.com\/(scl\/fo|sh)\//, instead: ONE_FILE },
	// A connector's own addresses, as its listing gives them
	{ what: 'an Amazon S3 address', pattern: /^s3:\/\/[^/]+\/./i, connector: 's3' },
	{ what: 'a Google Cloud Storage address', pattern: /^gs:\/\/[^/]+\/./i, connector: 'gcs' },
	{ what: 'a Google Drive address', pattern: /^gdrive:\/\/file\/./i, connector: 'google-drive' },
	{ what: 'a Dropbox address', pattern: /^dropbox:\/\/./i, connector: 'dropbox' },
	// A meeting's UUID may contain slashes, which the vendor wants encoded.
	{ what: 'a Zoom address', pattern: /^zoom:\/\/uuid\/(.*\/.*)/i, connector: 'zoom', native: ([, uuid]) => `zoom://uuid/${encodeURIComponent(decoded(uuid))}` },
	{ what: 'a Zoom address', pattern: /^zoom:\/\/(uuid|id)\/./i, connector: 'zoom' },
	{ what: 'a Grain address', pattern: /^grain:\/\/recording\/./i, connector: 'grain' },
	{ what: 'a Gong address', pattern: /^gong:\/\/call\/./i, connector: 'gong' },
	{ what: 'a Recall address', pattern: /^recall:\/\/recording\/./i, connector: 'recall' },
	{ what: 'an iconik address', pattern: /^iconik:\/\/asset\/./i, connector: 'iconik' },
	// Links that people copy from the provider
	{ what: 'a Google Drive link', pattern: /^\/\/(?:drive|docs)\.google\.com\/file\/(?:u\/\d+\/)?d\/([\w-]+)/, connector: 'google-drive', native: ([, id]) => `gdrive://file/${id}` },
	{ what: 'a Google Drive link', pattern: /^\/\/(?:drive|docs)\.google\.com\/open\?(?:.*&)?id=([\w-]+)/, connector: 'google-drive', native: ([, id]) => `gdrive://file/${id}` },
	{ what: 'a Google Drive download link', pattern: /^\/\/(?:drive|docs)\.google\.com\/uc\?(?:.*&)?id=([\w-]+)/, connector: 'google-drive', public: true, native: ([, id]) => `gdrive://file/${id}` },
	{ what: 'a page of Google Drive, not a file', pattern: /^\/\/drive\.google\.com\//, instead: 'Open the file there and copy its link.' },
	{ what: 'a Dropbox link', pattern: /^\/\/dropbox\.com\/(scl\/fi|s)\/./, connector: 'dropbox', public: true },
	{ what: 'a Dropbox link that only its owner can open', pattern: /^\/\/dropbox\.com\/preview\/([^?]+)/, connector: 'dropbox', native: ([, path]) => `dropbox:///${decoded(path)}` },
	{ what: 'a Dropbox link that only its owner can open', pattern: /^\/\/dropbox\.com\/home\/?([^?]*?)\/?\?(?:.*&)?preview=([^&]+)/, connector: 'dropbox', native: ([, folder, file]) => `dropbox:///${[folder, file.replace(/\+/g, ' ')].filter(Boolean).map(decoded).join('/')}` },
	{ what: 'a Dropbox download link', pattern: /^\/\/dl\.dropboxusercontent\.com\/1\/view\//, connector: 'dropbox' },
	{ what: 'a page of Dropbox, not a file', pattern: /^\/\/dropbox\.com\//, instead: 'Copy the link of one file there with Share.' },
	{ what: 'a Zoom playback page', pattern: /^\/\/([\w.-]+\.)?zoom\.us\/rec\/play\//, instead: `Open the recording in Zoom and copy its share link or the address of its details, and use it in ${SYNC_FILE}.` },
	{ what: 'a Zoom link', pattern: /^\/\/([\w.-]+\.)?zoom\.us\/(j|s|recording\/detail|rec\/share)(\/|\?)/, connector: 'zoom' },
	{ what: 'a page of Zoom, not a meeting', pattern: /^\/\/([\w.-]+\.)?zoom\.us\//, instead: `Use a join link, a recording's details or its share link in ${SYNC_FILE}.` },
	{ what: 'a Grain link', pattern: /^\/\/grain\.com\/share\/recording\/([\w-]+)/, connector: 'grain', native: ([, id]) => `grain://recording/${id}` },
	{ what: 'a Grain page', pattern: /^\/\/grain\.com\//, instead: fromList('grain') },
	{ what: 'a Gong page', pattern: /^\/\/([\w.-]+\.)?gong\.io\//, instead: fromList('gong') },
	{ what: 'a Recall page', pattern: /^\/\/([\w.-]+\.)?recall\.ai\//, instead: fromList('recall') },
	{ what: 'an iconik page', pattern: /^\/\/([\w.-]+\.)?iconik\.io\//, instead: fromList('iconik') },
	{ what: 'an Amazon S3 link', pattern: /^\/\/s3(?:[.-][a-z0-9]+)*\.amazonaws\.com\/([^/?]+)\/([^?]+)/, connector: 's3', public: true, native: ([, bucket, key]) => `s3://${bucket}/${decoded(key)}` },
	{ what: 'an Amazon S3 link', pattern: /^\/\/(.+?)\.s3(?:[.-][a-z0-9]+)*\.amazonaws\.com\/([^?]+)/, connector: 's3', public: true, native: ([, bucket, key]) => `s3://${bucket}/${decoded(key)}` },
	{ what: 'a Google Cloud Storage link', pattern: /^\/\/storage\.(?:googleapis|cloud\.google)\.com\/(?!(?:download\/)?storage\/v1\/)([^/?]+)\/([^?]+)/, connector: 'gcs', public: true, native: ([, bucket, key]) => `gs://${bucket}/${decoded(key)}` },
	{ what: 'a Google Cloud Storage link', pattern: /^\/\/(.+)\.storage\.googleapis\.com\/([^?]+)/, connector: 'gcs', public: true, native: ([, bucket, key]) => `gs://${bucket}/${decoded(key)}` },
	// Public hosts that are not plain files
	{ what: 'a YouTube address', pattern: /^\/\/([\w.-]+\.)?(youtube(-nocookie)?\.com|youtu\.be)(\/|$)/, collections: true, instead: 'Cloudglue takes YouTube into collections only: use "Collection Media: Add".' },
	{ what: 'a TikTok address', pattern: /^\/\/(((m\.)?tiktok\.com\/(@[^/]+\/video|t))|(vm|vt)\.tiktok\.com)\/./, public: true },
	{ what: 'a Loom address', pattern: /^\/\/loom\.com\/(?:share|embed)\/(?:[^/?]*-)?([0-9a-f]{32})/, public: true, native: ([, id]) => `https://www.loom.com/share/${id}` },
	{ what: 'a download link', pattern: /^\/\/(player\.vimeo\.com\/(external|progressive_redirect)\/|onedrive\.live\.com\/download|([\w.-]+\.)?box\.com\/(shared\/static|public\/static)\/)/, public: true },
	{ what: 'a page, not a media file', pattern: /^\/\/(([\w.-]+\.)?vimeo\.com|1drv\.ms|onedrive\.live\.com|([\w.-]+\.)?box\.com)(\/|$)/, instead: 'Cloudglue can\'t read pages of this host: use a link that downloads the file itself, or upload the file with "File: Upload".' },
	{ what: 'a file that Cloudglue has already', pattern: /^cloudglue:\/\//i, collections: true, instead: 'Read it with "File: Get".' },
	{ what: 'a public address', pattern: /^\/\/./, public: true },
];

const schemes: Record<string, ConnectorType> = { gs: 'gcs', gdrive: 'google-drive' };

/** What an address is; `url` is how the vendor wants it. A text that is no address has no form. */
function recognise(address: string): { form?: Form; url: string } {
	const url = address.trim();
	for (const form of forms) {
		const found = form.pattern.exec(plain(url));
		if (found) return { form, url: form.native?.(found) ?? url };
	}
	return { url };
}

/** The type of connector that an address belongs to. */
export const connectorOf = (address: string): ConnectorType | undefined => recognise(address).form?.connector;

/** The address for *Data Connector: Sync File*, in the vendor's own form. */
export const connectorAddress = (address: string): string => recognise(address).url;

/** The address for *File: Sync From URL*: a connector's form of it is left alone. */
export function publicAddress(address: string): string {
	const { form, url } = recognise(address);
	return form?.connector ? address.trim() : url;
}

/** The address for *Collection Media: Add*, which takes what either of the two takes, and YouTube. */
export function mediaAddress(address: string): string {
	return recognise(address).form?.public ? publicAddress(address) : connectorAddress(address);
}

/** Why *Collection Media: Add* can't take an address. */
export function refusedAsMedia(address: string): Complaint | undefined {
	const { form } = recognise(address);
	if (!form) return notAnAddress(address);
	if (form.public || form.connector || form.collections) return undefined;
	return { what: `is ${form.what}, which can't be added`, todo: form.instead as string };
}

/** Why *File: Sync From URL* can't take an address. */
export function refusedAsPublic(address: string): Complaint | undefined {
	const { form } = recognise(address);
	if (!form) return notAnAddress(address);
	if (form.public) return undefined;
	const connector = form.connector && `Use ${SYNC_FILE} with your ${connectorName(form.connector)} connector.`;
	return { what: `is ${form.what}, which can't be synced as a public address`, todo: form.instead ?? (connector as string) };
}

/** Why *Data Connector: Sync File* can't take an address, whichever connector is chosen. */
export function refusedAsConnectorFile(address: string): Complaint | undefined {
	const { form } = recognise(address);
	if (!form) return notAnAddress(address);
	if (form.connector) return undefined;
	return { what: `is ${form.what}, which no connector can sync`, todo: form.instead ?? `Use ${SYNC_URL} for it.` };
}

function notAnAddress(address: string): Complaint {
	const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address.trim())?.[1].toLowerCase() ?? '';
	const type = schemes[scheme] ?? (scheme as ConnectorType);
	const known = connectorTypes[type] as (typeof connectorTypes)[ConnectorType] | undefined;
	if (known) return { what: `is not a complete ${known.name} address`, todo: `It looks like ${known.address}; ${SYNC_FILE} lets you choose the file from a list.` };
	return {
		what: scheme && !/^https?$/.test(scheme) ? `"${scheme}:" addresses can't be fetched` : 'is not an address',
		todo: `Enter an address that begins with https://, or use ${SYNC_FILE} for a file of a connector.`,
	};
}

function plain(address: string): string {
	if (!URL.canParse(address)) return address;
	const { protocol, hostname, pathname, search } = new URL(address);
	return /^https?:$/.test(protocol) ? `//${hostname.replace(/^www\./, '')}${pathname}${search}` : address;
}

function fromList(type: ConnectorType): string {
	return `Use ${SYNC_FILE} and choose it from the list, or enter ${connectorTypes[type].address}.`;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
