import { NodeOperationError, type IDataObject, type ILoadOptionsFunctions, type INodeListSearchResult } from 'n8n-workflow';
import { askAs } from '../shared/call';
import { connect } from '../shared/connect';
import { picker, search } from '../shared/lookup';
import type { Field } from '../shared/operation';
import { refusedAsConnectorFile } from './addresses';
import { connectorName, connectorTypes, type ConnectorType } from './connectorTypes';
import { cloudglue, isoTime } from './service';

const PAGE = 50;
/** Filtered pages may be empty although more follow; a picker looks at this many before it shows nothing. */
const EMPTY_PAGES = 5;
const PICKER_RETRY_MS = 10_000;

const day = (stamp: unknown) => String(isoTime(stamp) ?? '').slice(0, 10);
const listOf = ({ data }: IDataObject) => (data ?? []) as IDataObject[];

/** `methods.listSearch` of the node. */
export const listSearch = {
	searchConnectorFiles,
	searchConnectors: search(cloudglue, {
		request: 'GET /data-connectors',
		page: () => ({ query: {} }),
		objects: listOf,
		searchHere: true,
		entry: ({ id, type, metadata, created_at }) => {
			// Connectors have no name; what their metadata holds differs by type and is not documented.
			const detail = Object.values((metadata ?? {}) as IDataObject).find((value) => typeof value === 'string' && value);
			const name = [connectorName(String(type)), detail].filter(Boolean).join(': ');
			return { name: `${name} (since ${day(created_at)})`, value: String(id), description: String(id) };
		},
	}),
	searchFiles: search(cloudglue, {
		request: 'GET /files',
		page: (filter, token) => ({
			query: {
				limit: PAGE,
				offset: Number(token ?? 0),
				...(filter ? { filter: JSON.stringify({ file: [{ path: 'filename', operator: 'Like', valueText: `%${filter}%` }] }) } : {}),
			},
		}),
		objects: listOf,
		next: (body, token) => {
			const seen = Number(token ?? 0) + listOf(body).length;
			return listOf(body).length > 0 && seen < Number(body.total ?? 0) ? String(seen) : undefined;
		},
		entry: ({ id, filename, status, created_at }) => ({
			name: String(filename || id),
			value: String(id),
			description: [status, day(created_at)].filter(Boolean).join(', '),
		}),
	}),
};

/** The files of the connector that is chosen beside the picker. Folders can't be synced, so they are not shown. */
async function searchConnectorFiles(this: ILoadOptionsFunctions, filter?: string, token?: string): Promise<INodeListSearchResult> {
	const id = String(this.getCurrentNodeParameter('connector', { extractValue: true }) ?? '');
	if (!id) throw new NodeOperationError(this.getNode(), 'Data Connector: is empty', { description: 'Choose the connector first.' });
	const connection = await connect(this, cloudglue);
	const ask = async (line: string, parts: object) =>
		await askAs(this, connection, { node: this.getNode(), doing: 'Load the list' }, line, parts, PICKER_RETRY_MS);
	const connectors = listOf(await ask('GET /data-connectors', {}));
	const query = browse(this, String(connectors.find((each) => each.id === id)?.type), filter?.trim());
	let next = token;
	let files: IDataObject[] = [];
	for (let page = 0; page < EMPTY_PAGES && files.length === 0; page++) {
		const body = await ask('GET /data-connectors/{id}/files', { path: { id }, query: { limit: PAGE, ...query, ...(next ? { page_token: next } : {}) } });
		files = listOf(body).filter(({ uri }) => typeof uri === 'string');
		next = (body.next_page_token as string | null) ?? undefined;
		if (!next) break;
	}
	const results = files.map(({ uri, name, created_at }) => ({ name: String(name), value: String(uri), description: day(created_at) }));
	return { results, paginationToken: next };
}

/** What people type into the search field, in the way that each type can be searched. */
function browse(context: ILoadOptionsFunctions, type: string, text?: string): IDataObject {
	const { honours } = connectorTypes[type as ConnectorType] ?? { honours: [] };
	if (honours.includes('bucket')) {
		const [bucket, ...prefix] = (text ?? '').split('/');
		if (!bucket)
			throw new NodeOperationError(context.getNode(), `${connectorName(type)} lists one bucket at a time`, {
				description: 'Type the name of the bucket into the search field, or bucket/folder/.',
			});
		return { bucket, ...(prefix.join('/') && { prefix: prefix.join('/') }) };
	}
	if (!text) return {};
	if (honours.includes('path') && text.startsWith('/')) return { path: text };
	return honours.includes('title_search') ? { title_search: text } : {};
}

export const connectorPicker = (): Field =>
	picker({
		displayName: 'Data Connector',
		name: 'connector',
		description: 'The source that is connected in the Cloudglue app',
		searchListMethod: 'searchConnectors',
		placeholder: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		sendAs: 'id',
	});

/** A file of the chosen connector: from its listing, or by any address or link that the vendor takes. */
export const connectorFilePicker = (): Field => ({
	displayName: 'File',
	name: 'url',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The file, recording or call at the source; for S3 and Google Cloud Storage type bucket/folder/ to search',
	check: refusedAsConnectorFile,
	modes: [
		{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod: 'searchConnectorFiles', searchable: true } },
		{
			displayName: 'By Address or Link',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. grain://recording/abc123 or https://drive.google.com/file/d/1AbC/view',
			hint: 'A URI as listed, or a link of Google Drive, Dropbox, Zoom, Grain, Amazon S3 or Google Cloud Storage',
		},
	],
});

export const filePicker = (over: Partial<Field> = {}): Field => ({
	...picker({
		displayName: 'File',
		name: 'file_id',
		description: 'The file in Cloudglue',
		searchListMethod: 'searchFiles',
		placeholder: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
		address: { placeholder: 'cloudglue://files/7c9e6679-7425-40de-944b-e07fc1f90ae7', regex: 'cloudglue://files/([^/?#\\s]+)' },
	}),
	...over,
});
