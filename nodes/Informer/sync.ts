import type { IDataObject } from 'n8n-workflow';
import { answerOf, ask, bodyOf, partsOf, subjectOf, valueOf } from '../shared/call';
import { apiError, invalid, isPassing, withoutQueries } from '../shared/errors';
import type { Answer, Call, Field } from '../shared/operation';
import { cancelSignal, pause } from '../shared/request';

/** How long to follow a sync after its answer was lost, when the user set no limit: one that died never ends. */
const FOLLOW_MINUTES = 60;
const LOOK_EVERY_MS = 10_000;
const FIRST_LOOK_MS = 1_000;

/** What a sync can be told, in the order of the menu. */
export const syncFields: Field[] = [
	{
		displayName: 'Files That Failed',
		name: 'onErrors',
		type: 'options',
		default: 'passOn',
		sendAs: false,
		description: 'What to do when the sync is done but says that files could not be read',
		options: [
			{ name: 'Fail the Item', value: 'fail', description: 'The item fails, with the number of files' },
			{ name: 'One Item per Failed File', value: 'split', description: 'Only the failures come out, one item each' },
			{ name: 'Pass On', value: 'passOn', description: 'The result lists them in "errors"' },
		],
	},
	{
		displayName: 'Progress ID',
		name: 'progress',
		type: 'string',
		default: '',
		description: 'An ID under which Informer reports the progress to its own pages',
	},
	{
		displayName: 'Purge Before Sync',
		name: 'purge',
		type: 'boolean',
		default: false,
		description: 'Whether to DELETE EVERY FILE of the library before it is filled again',
		// A model must not come upon the idea.
		displayOptions: { show: { '@tool': [false] } },
	},
	{
		displayName: 'Really Delete Every File',
		name: 'purgeConfirmed',
		type: 'boolean',
		default: false,
		sendAs: false,
		description: 'Whether to delete every file of the library first; without it, Purge Before Sync fails and nothing is deleted',
		displayOptions: { show: { '@tool': [false] } },
	},
	{
		displayName: 'Snapshot First',
		name: 'snapshotFirst',
		type: 'boolean',
		default: false,
		sendAs: false,
		description: 'Whether to make a snapshot before the sync, to go back to if it goes wrong',
	},
	{
		displayName: 'Time Limit (Minutes)',
		name: 'timeLimit',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		sendAs: false,
		description: 'How long to wait for the end of the sync; 0 for as long as it takes (an hour after the answer was lost)',
	},
];

/** The library as Informer has it now. */
export async function libraryOf(call: Call): Promise<IDataObject> {
	const { id } = partsOf(call).path;
	return await ask(call, 'GET /api/libraries/{id}', { path: { id } });
}

/**
 * Starts a sync, once, and waits for its end. Informer answers only then, minutes later; when a proxy or the network
 * gives up before, the sync goes on all the same, so it is not started again but followed by the library's `syncedAt`.
 */
export async function syncLibrary(call: Call): Promise<IDataObject | IDataObject[]> {
	const { path, body } = partsOf(call);
	if (body.purge && !valueOf<boolean>(call, 'purgeConfirmed'))
		throw invalid(
			subjectOf(call),
			'Purge Before Sync',
			'it would delete every file of the library, and that is not confirmed',
			'Add "Really Delete Every File" and turn it on, or remove Purge Before Sync.',
		);
	const before = await libraryOf(call);
	if (before.type === 'local')
		throw invalid(subjectOf(call), 'Library', `"${before.name}" is a local library, so there is nothing to sync it with`, 'Choose a library that is filled from a cloud drive.');
	if (valueOf<boolean>(call, 'snapshotFirst')) await ask(call, 'POST /api/libraries/{id}/snapshots', { path });
	const minutes = valueOf<number>(call, 'timeLimit') || 0;
	const started = Date.now();
	const answer = await answerOf(call, call.operation.request, { path, body }, minutes * 60_000);
	const deadline = minutes ? started + minutes * 60_000 : Date.now() + FOLLOW_MINUTES * 60_000;
	const result = wasCut(answer) ? await follow(call, before, deadline) : bodyOf(subjectOf(call, path.id), call.connection, answer);
	return withFailures(call, path.id, result);
}

/** Whether the answer was lost on the way, as against a server that never got the request or refused it. */
function wasCut({ status, body, cause }: Answer): boolean {
	// A proxy answers with a page (524 is Cloudflare's). Informer's own 502, about the cloud drive, is JSON and final.
	if ([502, 503, 504, 524].includes(status)) return !(body as IDataObject | null)?.statusCode;
	const code = String((cause as { code?: string } | undefined)?.code ?? '');
	return status === 0 && /^(ECONNRESET|ECONNABORTED|ETIMEDOUT|EPIPE|ERR_BAD_RESPONSE)$/.test(code);
}

async function follow(call: Call, before: IDataObject, deadline: number): Promise<IDataObject> {
	for (let wait = FIRST_LOOK_MS; Date.now() < deadline; wait = Math.min(wait * 2, LOOK_EVERY_MS)) {
		await pause(Math.min(wait, deadline - Date.now()), cancelSignal(call.context));
		const { id, name, syncedAt } = await libraryOf(call).catch((cause: Error & { description?: string | null }): IDataObject => {
			if (isPassing(cause)) return {};
			cause.description = `${cause.description ?? ''} The sync goes on in Informer: do not start it again before it is over.`;
			throw cause;
		});
		if (syncedAt && syncedAt !== before.syncedAt) return { recovered: true, id, name, syncedAt };
	}
	throw apiError(
		subjectOf(call),
		`The sync of library "${before.name}" has not ended yet, as far as can be seen`,
		`Its answer was lost or the time limit is over, but Informer goes on: do not start it again, but check with "Library: Get" until syncedAt is later than ${String(before.syncedAt ?? 'never')}.`,
		0,
	);
}

function withFailures(call: Call, id: string, result: IDataObject): IDataObject | IDataObject[] {
	const errors = (result.errors ?? []) as unknown[];
	const mode = valueOf<string>(call, 'onErrors');
	if (mode === 'split' && !result.recovered) return errors.map((error) => ({ libraryId: id, error } as IDataObject));
	if (mode !== 'fail' || errors.length === 0) return result;
	throw apiError(
		subjectOf(call, id),
		`Library "${id}" was synced, but ${errors.length} ${errors.length === 1 ? 'file' : 'files'} failed`,
		`The first: ${withoutQueries(JSON.stringify(errors[0]))}. The other files are up to date; do not sync again before the cause is gone.`,
		0,
	);
}
