import type { IDataObject } from 'n8n-workflow';
import { ask, partsOf, subjectOf, valueOf, type Parts } from '../shared/call';
import { apiError } from '../shared/errors';
import { waitIfAsked } from '../shared/execute';
import type { Call, Field } from '../shared/operation';
import { readList } from '../shared/paginate';
import { contentGroove, pages } from './service';

/** What may be attached to a media, for the operations that return one. */
export const details: Field[] = [
	{
		displayName: 'Attach',
		name: 'attach',
		type: 'multiOptions',
		default: [],
		sendAs: false,
		options: [
			{ name: 'Clips', value: 'clips' },
			{
				name: 'Transcript',
				value: 'transcript',
				description: 'ContentGroove documents it for its callbacks only; left out when the API does not give it',
			},
		],
		description: 'What to return together with the media',
	},
	{
		displayName: 'Fail on Fetch Problem',
		name: 'failOnFetchProblem',
		type: 'boolean',
		default: false,
		sendAs: false,
		description: 'Whether to fail the item if ContentGroove could not fetch the file; otherwise check has_fetch_error',
	},
	{
		displayName: 'Return One Item per Clip',
		name: 'onePerClip',
		type: 'boolean',
		default: false,
		sendAs: false,
		description: 'Whether to return the media\'s clips as items of their own',
	},
];

/** Reads a media, waits for it where the operation does, and attaches what the user asked for. */
export async function readMedia(call: Call): Promise<IDataObject | IDataObject[]> {
	const { path } = partsOf(call);
	const read: Read = async (line, parts) => await ask(call, line, parts);
	const media = await waitIfAsked(call, await mediaOf(read, path.id));
	if (valueOf<boolean>(call, 'failOnFetchProblem') && (media.attributes as IDataObject).has_fetch_error === true)
		throw apiError(
			subjectOf(call, path.id),
			`ContentGroove could not fetch the file of media "${path.id}"`,
			'Check that the source address is public and serves a media file, then create the media again.',
			0,
		);
	if (valueOf<boolean>(call, 'onePerClip')) return await clipsOf(read, path.id);
	const attach = valueOf<string[]>(call, 'attach') ?? [];
	const clips = attach.includes('clips') ? await clipsOf(read, path.id) : [];
	const transcript = attach.includes('transcript') ? await transcriptOf(read, path.id) : [];
	return { ...media, included: [...clips, ...transcript] };
}

/** Sends one request: an operation's or the trigger's way. */
export type Read = (line: string, parts: Parts) => Promise<IDataObject>;

async function mediaOf(read: Read, id: string, query: IDataObject = {}): Promise<IDataObject> {
	return contentGroove.unwrap!(await read('GET /medias/{id}', { path: { id }, query }));
}

/** All clips of a media. */
export async function clipsOf(read: Read, mediaId: string): Promise<IDataObject[]> {
	const fetch = async (page: IDataObject) => await read('GET /clips', { query: { 'filter[media_id_eq]': mediaId, ...page } });
	return await readList(pages, fetch, Infinity);
}

/** JSON:API's own way to ask for related objects (https://jsonapi.org/format/#fetching-includes); not in the vendor's specification. */
async function transcriptOf(read: Read, mediaId: string): Promise<IDataObject[]> {
	const { included = [] } = await mediaOf(read, mediaId, { include: 'transcription' });
	return (included as IDataObject[]).filter(({ type }) => type === 'transcriptions');
}
