import type { IDataObject } from 'n8n-workflow';
import type { Pager } from './operation';

type Items = (body: IDataObject) => IDataObject[];

/** Pages asked for at the same time once the total is known. */
const AHEAD = 4;
const WHOLE_MAX = 1_000;

/**
 * Pages by number, from 1, where nothing says how many there are. The first page shows how many objects the
 * server really gives (it may cap the size); a later page with fewer is the last, and so is an empty one.
 */
export function byPage(o: { number: string; size: string; max: number; items: Items }): Pager {
	return async function* (fetch, wanted) {
		let full = 0;
		let before = '';
		for (let page = 1; ; page++) {
			const objects = o.items(await fetch({ [o.number]: page, [o.size]: Math.min(o.max, wanted) }));
			// A server that ignores the page number sends the same page for ever.
			const first = String(objects[0]?.id ?? JSON.stringify(objects[0]));
			if (objects.length === 0 || first === before) return;
			yield objects;
			if (page === 1) full = objects.length;
			else if (objects.length < full) return;
			before = first;
		}
	};
}

/** Pages by offset with a total: after the first page the rest is asked for a few pages ahead. */
export function byOffset(o: { offset: string; limit: string; max: number; items: Items }): Pager {
	return async function* (fetch, wanted) {
		const limit = Math.min(o.max, wanted);
		const get = async (offset: number) => await fetch({ [o.limit]: limit, [o.offset]: offset });
		let body = await get(0);
		let objects = o.items(body);
		yield objects;
		// The server may give fewer than asked; stepping by what was asked would skip the difference.
		const step = objects.length;
		let seen = step;
		while (objects.length > 0 && seen < Math.min(Number(body.total ?? 0), wanted)) {
			const left = Math.min(Number(body.total), wanted) - seen;
			const offsets = Array.from({ length: Math.min(AHEAD, Math.ceil(left / step)) }, (_, n) => seen + n * step);
			const bodies = await Promise.all(offsets.map(get));
			for (body of bodies) {
				objects = o.items(body);
				yield objects;
			}
			seen += offsets.length * step;
		}
	};
}

/** Pages by a token that the server hands out, until it hands out none. Short and empty pages mean nothing. */
export function byToken(o: { token: string; next: string; limit: string; max: number; items: Items }): Pager {
	return async function* (fetch, wanted) {
		const limit = { [o.limit]: Math.min(o.max, wanted) };
		for (let token: unknown; token !== null; ) {
			const body: IDataObject = await fetch(token === undefined ? limit : { ...limit, [o.token]: token as string });
			yield o.items(body);
			const next = body[o.next] || null;
			// A server that hands the same token out again would send the same page for ever.
			token = next === token ? null : next;
		}
	};
}

/** Lists that come whole; `limit` names the parameter of those that are cut without one. */
export function whole(items: Items, limit?: string): Pager {
	return async function* (fetch, wanted) {
		yield items(await fetch(limit ? { [limit]: Math.min(wanted, WHOLE_MAX) } : {}));
	};
}

/**
 * Reads a list to the end or until `wanted` objects are there. An object that moved to the next page while
 * pages were read comes once.
 */
export async function readList(
	pager: Pager,
	fetch: (query: IDataObject) => Promise<IDataObject>,
	wanted: number,
): Promise<IDataObject[]> {
	const found: IDataObject[] = [];
	const ids = new Set<unknown>();
	for await (const page of pager(fetch, wanted)) {
		for (const object of page) {
			if (object.id !== undefined && ids.has(object.id)) continue;
			ids.add(object.id);
			found.push(object);
			if (found.length >= wanted) return found;
		}
	}
	return found;
}
