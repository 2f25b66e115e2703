import { NodeApiError, NodeOperationError, type IDataObject } from 'n8n-workflow';
import { subjectOf } from '../shared/call';
import { DEFAULT_PARALLEL, inParallel, waitIfAsked } from '../shared/execute';
import type { Call } from '../shared/operation';
import { cancelSignal } from '../shared/request';
import { chosenType, listConnectorFiles, syncAddress } from './connectorFiles';
import { hint } from './hints';

/** Why the whole account can't go on: the key, the credit or the plan, not the single file. */
const ACCOUNT_WIDE = ['401', '402', '509'];

/**
 * Syncs every file of a listing, several at once, and returns one object per file: the Cloudglue file, or what failed
 * in the shape that n8n sends to the error branch. Running it again continues, because the same address gives the
 * same file; folders of the listing are left out.
 */
export async function syncManyFiles(call: Call): Promise<IDataObject[]> {
	const listed = await listConnectorFiles(call);
	const files = [...new Map(listed.filter(({ uri }) => typeof uri === 'string').map((file) => [file.uri as string, file])).values()];
	if (files.length === 0) hint(call, 'The listing has no file that matches the filters, so nothing was synced. Folders are not looked into.');
	const { itemsInParallel = DEFAULT_PARALLEL } = call.context.getNodeParameter('options', call.item, {}) as { itemsInParallel?: number };
	const type = await chosenType(call);
	const signal = cancelSignal(call.context);
	const results: IDataObject[] = [];
	let stopped: Error | undefined;
	await inParallel(files.length, itemsInParallel, async (index) => {
		const { uri, name } = files[index] as { uri: string; name: string };
		try {
			if (stopped) throw stopped;
			results[index] = { source_uri: uri, ...(await waitIfAsked(call, await syncAddress(call, uri, type))) };
		} catch (cause) {
			if (signal?.aborted) return false;
			if (isAccountWide(cause, call)) stopped = cause as Error;
			results[index] = failedFile(call, { uri, name }, cause as NodeApiError | NodeOperationError);
		}
		return true;
	});
	signal?.throwIfAborted();
	return results;
}

function isAccountWide(cause: unknown, call: Call): boolean {
	const { httpCode, message } = cause as NodeApiError;
	return ACCOUNT_WIDE.includes(String(httpCode)) || message.startsWith(`The ${call.connection.service.name} plan`);
}

function failedFile(call: Call, { uri, name }: { uri: string; name: string }, failure: NodeApiError | NodeOperationError): IDataObject {
	const { item, doing } = subjectOf(call);
	const status = failure instanceof NodeApiError && failure.httpCode ? Number(failure.httpCode) : null;
	return {
		error: failure.message,
		message: failure.description ?? '',
		details: { item, operation: doing, status, source_uri: uri, name },
	};
}
