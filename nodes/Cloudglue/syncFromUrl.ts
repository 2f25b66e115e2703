import type { IDataObject } from 'n8n-workflow';
import { ask, partsOf, valueOf } from '../shared/call';
import { waitIfAsked } from '../shared/execute';
import type { Call } from '../shared/operation';
import { hint } from './hints';

/** Makes a file of a public address. The vendor gives a known address's file back and ignores new metadata without a word. */
export async function syncFromUrl(call: Call): Promise<IDataObject> {
	const file = await ask(call, call.operation.request, partsOf(call));
	const given = valueOf<IDataObject>(call, 'metadata');
	if (given && !holds(file.metadata, given))
		hint(call, 'Some of the addresses were synced before: Cloudglue returned their files unchanged and ignored the new metadata. Set it with "File: Update".');
	return await waitIfAsked(call, file);
}

function holds(metadata: unknown, given: IDataObject): boolean {
	const there = (metadata ?? {}) as IDataObject;
	return Object.entries(given).every(([key, value]) => JSON.stringify(there[key]) === JSON.stringify(value));
}
