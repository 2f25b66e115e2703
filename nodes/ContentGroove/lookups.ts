import type { IDataObject } from 'n8n-workflow';
import { picker, search, type Lookup } from '../shared/lookup';
import type { Field } from '../shared/operation';
import { contentGroove, flatten } from './service';

const PAGE = 50;

const pageOf = (token?: string) => ({ 'page[number]': Number(token ?? 1), 'page[size]': PAGE });

const nextPage = ({ data }: IDataObject, token?: string) =>
	(data as IDataObject[]).length < PAGE ? undefined : String(Number(token ?? 1) + 1);

/** Lists that the server searches by name, newest first. */
function byName(request: string, detail: (flat: IDataObject) => unknown): Lookup {
	return {
		request,
		page: (filter, token) => ({
			query: {
				...pageOf(token),
				sort: '-created_at',
				...(filter ? { 'filter[name_cont]': filter } : {}),
			},
		}),
		objects: ({ data }) => data as IDataObject[],
		next: nextPage,
		entry: (object) => {
			const flat = flatten(object);
			return { name: String(flat.name || flat.id), value: String(flat.id), description: String(detail(flat) ?? '') };
		},
	};
}

/** `methods.listSearch` of the node. */
export const listSearch = {
	searchMedias: search(contentGroove, byName('GET /medias', ({ created_at }) => created_at)),
	searchClips: search(contentGroove, byName('GET /clips', ({ text }) => text)),
	searchSubscriptions: search(contentGroove, {
		request: 'GET /webhook_subscriptions',
		page: (_filter, token) => ({ query: pageOf(token) }),
		objects: ({ data }) => data as IDataObject[],
		next: nextPage,
		searchHere: true,
		entry: (object) => {
			const { id, url } = flatten(object);
			return { name: String(url).replace(/\?.*$/, ''), value: String(id) };
		},
	}),
};

const address = (resource: string) => ({
	placeholder: `https://app.contentgroove.com/${resource}/9b9a2e82-5b47-4f59-831d-4c239824b983`,
	regex: `/${resource}/([^/?#\\s]+)`,
});

const placeholder = '9b9a2e82-5b47-4f59-831d-4c239824b983';

export const mediaPicker = (over: Partial<Field> = {}): Field => ({
	...picker({
		displayName: 'Media',
		name: 'media',
		description: 'The video or audio in ContentGroove',
		searchListMethod: 'searchMedias',
		placeholder,
		sendAs: 'id',
		address: address('medias'),
	}),
	...over,
});

export const clipPicker = (): Field =>
	picker({
		displayName: 'Clip',
		name: 'clip',
		description: 'The clip in ContentGroove',
		searchListMethod: 'searchClips',
		placeholder,
		sendAs: 'id',
		address: address('clips'),
	});

export const subscriptionPicker = (): Field =>
	picker({
		displayName: 'Webhook Subscription',
		name: 'subscription',
		description: 'The address that ContentGroove calls',
		searchListMethod: 'searchSubscriptions',
		placeholder,
		sendAs: 'id',
		address: address('webhook_subscriptions'),
	});
