import type { IDataObject, ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { askAs } from './call';
import { connect } from './connect';
import type { Field, Service } from './operation';

/** What a picker shows for one object. */
type Entry = (object: IDataObject) => INodeListSearchItems;

/** A page of a picker's list, and the token of the next page if there is one. */
export interface LookupPage {
	query: IDataObject;
	/** Path variables of the request. */
	path?: Record<string, string>;
}

/** One list that pickers search. */
export interface Lookup {
	request: string;
	/** What to ask for: the text the user typed and the page, counted from 1 (or the token that `next` gave). */
	page(filter: string | undefined, token: string | undefined, context: ILoadOptionsFunctions): LookupPage;
	objects(body: IDataObject): IDataObject[];
	/** The token of the page after this one; undefined on the last. */
	next?(body: IDataObject, token: string | undefined): string | undefined;
	entry: Entry;
	/** For lists that the server can't search: keeps the entries whose name contains the text. */
	searchHere?: boolean;
}

/** A picker must answer while somebody looks at it: no long waits. */
const PICKER_RETRY_MS = 10_000;

/** The `listSearch` method of a picker. */
export function search(service: Service, lookup: Lookup) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
		token?: string,
	): Promise<INodeListSearchResult> {
		const connection = await connect(this, service);
		const subject = { node: this.getNode(), doing: 'Load the list' };
		const text = lookup.searchHere ? (filter?.toLowerCase() ?? '') : '';
		for (let page = token; ; ) {
			const { query, path } = lookup.page(filter, page, this);
			const body = await askAs(this, connection, subject, lookup.request, { path, query }, PICKER_RETRY_MS);
			const results = lookup.objects(body).map(lookup.entry).filter(({ name }) => name.toLowerCase().includes(text));
			const next = lookup.next?.(body, page);
			// An empty page looks to a person like an empty list; a token that comes again would go on for ever.
			if (results.length > 0 || next === undefined || next === page) return { results, paginationToken: next === page ? undefined : next };
			page = next;
		}
	};
}

/** A field that picks one object: from the list, by ID, or by an address that holds the ID. */
export function picker(o: {
	displayName: string;
	name: string;
	description: string;
	/** The key under `methods.listSearch`. */
	searchListMethod: string;
	/** An example ID. */
	placeholder: string;
	sendAs?: Field['sendAs'];
	/** Omit where the product has no address for the object. */
	address?: { placeholder: string; regex: string };
}): Field {
	const { displayName, name, description, searchListMethod, placeholder, sendAs, address } = o;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		...(sendAs !== undefined && { sendAs }),
		modes: [
			{ displayName: 'From List', name: 'list', type: 'list', typeOptions: { searchListMethod, searchable: true } },
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: `e.g. ${placeholder}` },
			...(address
				? [
						{
							displayName: 'By URL',
							name: 'url',
							type: 'string' as const,
							placeholder: `e.g. ${address.placeholder}`,
							extractValue: { type: 'regex' as const, regex: address.regex },
						},
					]
				: []),
		],
	};
}
