import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { subjectOf, valueOf } from '../shared/call';
import { inParallel, parallelItems, waitIfAsked } from '../shared/execute';
import type { Call } from '../shared/operation';
import { cancelSignal } from '../shared/request';
import { chosenType, listConnectorFiles, syncAddress } from './connectorFiles';
import { hint } from './hints';

/** Waiting is mostly sleep: this many times more files are waited for than sent at once. */
const WAITING_FACTOR = 5;

/** Why the whole account can't go on: the key, the credit or the plan, not the single file. */
const ACCOUNT_WIDE = ['401', '402', '509'];

interface Listed {
	uri: string;
	name: string;
}

/**
 * Syncs every file of a listing, several at once, and returns one object per file: the Cloudglue file, or what failed
 * in the shape that n8n sends to the error branch. Running it again continues, because the same address gives the
 * same file; folders of the listing are left out.
 */
export async function syncManyFiles(call: Call): Promise<IDataObject[]> {
	const listing = await listConnectorFiles(call);
	if (!valueOf<boolean>(call, 'returnAll') && listing.length === valueOf<number>(call, 'limit'))
		hint(call, `The listing was read up to the limit of ${listing.length}: turn on Return All to sync the rest as well.`);
	const listed = listing.filter(({ uri }) => typeof uri === 'string') as unknown as Listed[];
	const files = [...new Map(listed.map((file) => [file.uri, file])).values()];
	if (files.length === 0) hint(call, 'The listing has no file that matches the filters, so nothing was synced. Folders are not looked into.');
	const parallel = parallelItems(call.context, call.operation);
	const type = await chosenType(call);
	const synced = await each(call, files, parallel, async ({ uri }) => await syncAddress(call, uri, type));
	// All are under way before the first is waited for: Cloudglue works on them at the same time.
	return await each(call, files, parallel * WAITING_FACTOR, async ({ uri }, index) => {
		if (synced[index].error) return synced[index];
		return { source_uri: uri, ...(await waitIfAsked(call, synced[index])) };
	});
}

/** Runs `work` for each file; one that fails gives an object that says so. What no file can get past stops the rest. */
async function each(
	call: Call,
	files: Listed[],
	limit: number,
	work: (file: Listed, index: number) => Promise<IDataObject>,
): Promise<IDataObject[]> {
	const signal = cancelSignal(call.context);
	const results: IDataObject[] = [];
	let stopped: Error | undefined;
	await inParallel(files.length, limit, async (index) => {
		try {
			if (stopped) throw stopped;
			results[index] = await work(files[index], index);
		} catch (cause) {
			if (isAccountWide(cause, call)) stopped = cause as Error;
			results[index] = failedFile(call, files[index], cause as NodeApiError | NodeOperationError);
		}
		return !signal?.aborted;
	});
	signal?.throwIfAborted();
	return results;
}

function isAccountWide(cause: unknown, call: Call): boolean {
	const { httpCode, message } = cause as NodeApiError;
	return ACCOUNT_WIDE.includes(String(httpCode)) || message.startsWith(`The ${call.connection.service.name} plan`);
}

function failedFile(call: Call, { uri, name }: Listed, failure: NodeApiError | NodeOperationError): IDataObject {
	const { item, doing } = subjectOf(call);
	const status = failure instanceof NodeApiError && failure.httpCode ? Number(failure.httpCode) : null;
	return {
		error: failure.message,
		message: failure.description ?? '',
		details: { item, operation: doing, status, source_uri: uri, name },
	};
}
