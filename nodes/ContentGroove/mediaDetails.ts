import type { IDataObject } from 'n8n-workflow';
import { ask, partsOf, subjectOf, valueOf } from '../shared/call';
import { apiError } from '../shared/errors';
import { waitIfAsked } from '../shared/execute';
import type { Call, Field } from '../shared/operation';
import { readList } from '../shared/paginate';
import { pages } from './service';

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
		description: 'Whether an item fails when ContentGroove could not fetch the media\'s file; otherwise has_fetch_error tells',
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
	const attach = valueOf<string[]>(call, 'attach') ?? [];
	const media = await waitIfAsked(call, await mediaOf(call, path, {}));
	if (valueOf<boolean>(call, 'failOnFetchProblem') && (media.attributes as IDataObject).has_fetch_error === true)
		throw apiError(
			subjectOf(call, path.id),
			`ContentGroove could not fetch the file of media "${path.id}"`,
			'Check that the source address is public and serves a media file, then create the media anew.',
			0,
		);
	const onePerClip = valueOf<boolean>(call, 'onePerClip');
	const clips = onePerClip || attach.includes('clips') ? await clipsOf(call, path.id) : [];
	if (onePerClip) return clips;
	const transcript = attach.includes('transcript') ? await transcriptOf(call, path) : [];
	return { ...media, included: [...clips, ...transcript] };
}

async function mediaOf(call: Call, path: Record<string, string>, query: IDataObject): Promise<IDataObject> {
	return call.connection.service.unwrap!(await ask(call, 'GET /medias/{id}', { path, query }));
}

async function clipsOf(call: Call, mediaId: string): Promise<IDataObject[]> {
	const fetch = async (page: IDataObject) => await ask(call, 'GET /clips', { query: { 'filter[media_id_eq]': mediaId, ...page } });
	return await readList(pages, fetch, Infinity);
}

/** JSON:API's own way to ask for related objects (https://jsonapi.org/format/#fetching-includes); not in the vendor's specification. */
async function transcriptOf(call: Call, path: Record<string, string>): Promise<IDataObject[]> {
	const { included = [] } = await mediaOf(call, path, { include: 'transcription' });
	return (included as IDataObject[]).filter(({ type }) => type === 'transcriptions');
}
