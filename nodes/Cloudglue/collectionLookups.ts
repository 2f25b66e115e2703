import { NodeOperationError, type IDataObject, type ILoadOptionsFunctions } from 'n8n-workflow';
import { picker, search } from '../shared/lookup';
import type { Field } from '../shared/operation';
import { cloudglue } from './service';

const PAGE = 50;

/** `methods.listSearch` for collections and for what is in the chosen one. */
export const collectionSearch = {
	searchCollections: search(cloudglue, {
		request: 'GET /collections',
		page: (_filter, token) => ({ query: { limit: PAGE, offset: Number(token ?? 0), order: 'name', sort: 'asc' } }),
		objects: ({ data }) => data as IDataObject[],
		next: nextOffset,
		searchHere: true,
		entry: ({ id, name, collection_type }) => ({ name: String(name), value: String(id), description: String(collection_type) }),
	}),
	searchCollectionMedia: search(cloudglue, {
		request: 'GET /collections/{collection_id}/videos',
		page: (filter, token, context) => ({
			path: { collection_id: chosenCollection(context) },
			query: {
				limit: PAGE,
				offset: Number(token ?? 0),
				...(filter ? { filter: JSON.stringify({ file: [{ path: 'filename', operator: 'Like', valueText: `%${filter}%` }] }) } : {}),
			},
		}),
		objects: ({ data }) => data as IDataObject[],
		next: nextOffset,
		entry: ({ file_id, status, file }) => {
			const { filename } = (file ?? {}) as IDataObject;
			return { name: String(filename || file_id), value: String(file_id), description: String(status) };
		},
	}),
};

function chosenCollection(context: ILoadOptionsFunctions): string {
	const id = String(context.getCurrentNodeParameter('collection', { extractValue: true }) ?? '');
	if (id) return id;
	throw new NodeOperationError(context.getNode(), 'Collection: is empty', { description: 'Choose the collection first.' });
}

function nextOffset({ data, total }: IDataObject, token: string | undefined): string | undefined {
	const seen = Number(token ?? 0) + (data as unknown[]).length;
	return (data as unknown[]).length > 0 && seen < Number(total ?? 0) ? String(seen) : undefined;
}

const placeholder = '7c9e6679-7425-40de-944b-e07fc1f90ae7';

export const collectionPicker = (): Field =>
	picker({
		displayName: 'Collection',
		name: 'collection',
		description: 'The collection in Cloudglue',
		searchListMethod: 'searchCollections',
		placeholder,
		sendAs: 'collection_id',
	});

/** A file of the chosen collection. */
export const collectionFilePicker = (): Field =>
	picker({
		displayName: 'File',
		name: 'file_id',
		description: 'The file in the collection',
		searchListMethod: 'searchCollectionMedia',
		placeholder,
	});
