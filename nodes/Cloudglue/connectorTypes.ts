/** A source that a data connector reads, as Cloudglue names its type. */
export type ConnectorType = 's3' | 'gcs' | 'google-drive' | 'dropbox' | 'zoom' | 'gong' | 'grain' | 'recall' | 'iconik';

interface Known {
	/** What people call it. */
	name: string;
	/** The address of one file, as the vendor documents it. */
	address: string;
	/** The filters of a listing that have an effect; the vendor silently ignores all others. */
	honours: string[];
	/** Whether the provider keeps anything about a file that Cloudglue could look up. */
	metadata: boolean;
}

const dates = ['from', 'to'];

/** What each type of connector can do. Source: Cloudglue OpenAPI 0.7.12, listDataConnectorFiles and its two neighbours. */
export const connectorTypes: Record<ConnectorType, Known> = {
	s3: { name: 'Amazon S3', address: 's3://<bucket>/<key>', honours: ['bucket', 'prefix'], metadata: false },
	gcs: { name: 'Google Cloud Storage', address: 'gs://<bucket>/<key>', honours: ['bucket', 'prefix'], metadata: false },
	'google-drive': { name: 'Google Drive', address: 'gdrive://file/<ID>', honours: ['folder_id', 'title_search', ...dates], metadata: true },
	dropbox: { name: 'Dropbox', address: 'dropbox://<path>', honours: ['path', 'title_search', ...dates], metadata: true },
	zoom: { name: 'Zoom', address: 'zoom://id/<meeting ID>', honours: ['title_search', ...dates], metadata: true },
	gong: { name: 'Gong', address: 'gong://call/<ID>', honours: ['title_search', ...dates], metadata: true },
	grain: { name: 'Grain', address: 'grain://recording/<ID>', honours: ['title_search', 'team', 'meeting_type', ...dates], metadata: true },
	recall: { name: 'Recall', address: 'recall://recording/<ID>', honours: dates, metadata: true },
	iconik: { name: 'iconik', address: 'iconik://asset/<ID>', honours: ['title_search', ...dates], metadata: true },
};

/** What people call a type; a type that is newer than this node is called what the vendor calls it. */
export function connectorName(type: string): string {
	return (connectorTypes as Record<string, Known | undefined>)[type]?.name ?? type;
}
