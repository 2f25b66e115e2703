import type { IDataObject } from 'n8n-workflow';
import { isPrivate } from '../shared/callback';
import type { Complaint, Service } from '../shared/operation';
import { byOffset } from '../shared/paginate';

/**
 * Entrinsik Informer 5: HAL documents, a bearer token, every customer on an instance of their own.
 * Source: https://entrinsik-org.github.io/i5/docs/api/library/
 */
export const informer: Service = {
	name: 'Informer',
	credential: 'informerApi',
	check: checkInstance,
	connect: ({ instanceUrl, token }) => ({
		baseUrl: instanceRoot(String(instanceUrl)),
		headers: { Authorization: `Bearer ${String(token).trim()}` },
	}),
	sentence: (body) => (body as { message?: string } | undefined)?.message,
	advice: {
		401: 'The token is wrong or has expired. Make a new one in Informer and enter it in the credential.',
		403: 'The token may not do this: it is read-only, restricted to other addresses, or its owner lacks the permission (library:write to change, library:sync to sync).',
		404: 'Check the ID (a library has an ID and a natural ID such as "engineering:handbook"). Informer answers the same for what the token\'s owner may not see.',
	},
	flatten: (object) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== '_links' && key !== '_embedded')),
};

/**
 * The instance's address as people paste it, made whole: `acme.entrinsik.com/api/` is `https://acme.entrinsik.com`.
 */
export function instanceRoot(pasted: string): string {
	const text = pasted.trim().replace(/[?#].*$/, '').replace(/\/(api|libraries)(\/.*)?$/i, '').replace(/\/+$/, '');
	return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
}

function checkInstance({ instanceUrl, token }: IDataObject): Complaint | undefined {
	const root = instanceRoot(String(instanceUrl ?? ''));
	const url = URL.canParse(root) ? new URL(root) : undefined;
	if (!url?.hostname || !/^https?:$/.test(url.protocol))
		return { what: 'Instance URL is not an address', todo: 'Enter the address of your Informer, such as https://acme.entrinsik.com.' };
	if (url.protocol === 'http:' && !isPrivate(url.hostname))
		return { what: 'Instance URL would send the token unencrypted', todo: 'Begin it with https://. Plain http is for hosts of a private network only.' };
	if (!String(token ?? '').trim()) return { what: 'Token is empty', todo: 'Enter an API token of Informer (it begins with i5t_).' };
	return undefined;
}

/** The objects of a HAL list (`_embedded["inf:library"]`), of `items`, or of a plain array: Informer has all three. */
export function objectsOf(body: unknown): IDataObject[] {
	if (Array.isArray(body)) return body as IDataObject[];
	const { items, _embedded } = (body ?? {}) as { items?: IDataObject[]; _embedded?: Record<string, IDataObject[]> };
	return items ?? Object.values(_embedded ?? {}).find(Array.isArray) ?? [];
}

/** `start` and `limit`, with the total at the top. */
export const pages = byOffset({ offset: 'start', limit: 'limit', max: 100, items: objectsOf });
