import type { IDataObject } from 'n8n-workflow';
import { ask, subjectOf, valueOf } from '../shared/call';
import { apiError, invalid, isPassing } from '../shared/errors';
import { waitIfAsked } from '../shared/execute';
import type { Answer, Call } from '../shared/operation';
import { openFile, putFile, type InputFile } from '../shared/upload';

const MAX_BYTES = 5 * 1024 ** 3;
const AUDIO = /(aac|mp3|mpeg|mp4|m4a|flac|ogg|wav|wave|wma)$/i;

/**
 * The vendor's three steps as one: ask for a slot, PUT the bytes there, make a media of them. A failure of the
 * last step names the upload ID, with which *Upload ID* does that step alone.
 */
export async function uploadMedia(call: Call): Promise<IDataObject> {
	const given = valueOf<string>(call, 'upload_id');
	const file = given ? undefined : await openFile(call, valueOf<string>(call, 'inputDataFieldName') as string);
	if (file) checkFile(call, file);
	const upload_id = given ?? (await sendBytes(call, file as InputFile));
	const attributes = {
		upload_id,
		name: valueOf<string>(call, 'name') ?? file?.name,
		description: valueOf<string>(call, 'description') ?? undefined,
	};
	const body = await ask(call, 'POST /medias', { body: attributes }).catch((cause: Error & { description?: string }) => {
		const look = isPassing(cause) ? 'The media may exist already: look with "Media: Get Many" first. If it does not' : 'The file is uploaded';
		cause.description = `${cause.description ?? ''} ${look}: to go on without sending the file again, set Upload ID to ${upload_id}`;
		throw cause;
	});
	return await waitIfAsked(call, call.connection.service.unwrap!(body));
}

function checkFile(call: Call, { name, type, size }: InputFile): void {
	const [kind, format] = type.toLowerCase().split('/');
	const media = kind === 'video' || (kind === 'audio' ? AUDIO.test(format) : isMediaName(kind, name));
	if (!media)
		throw invalid(
			subjectOf(call),
			'Input Data Field Name',
			`"${name}" is ${type}, which ContentGroove can't process`,
			'Give a video (mp4 is best) or an aac, mp3, flac, ogg, wav or wma audio file.',
		);
	if (size > MAX_BYTES)
		throw invalid(
			subjectOf(call),
			'Input Data Field Name',
			`"${name}" has ${(size / 1024 ** 3).toFixed(1)} GB; ContentGroove takes up to 5 GB`,
			'Use a smaller file, or put it on a server and use "Media: Create From URL".',
		);
}

/** A file from a plain download often has no better type than application/octet-stream. */
function isMediaName(kind: string, name: string): boolean {
	return kind === 'application' && /\.(mp4|mov|m4v|mkv|webm|avi|mpe?g|aac|m4a|mp3|flac|ogg|wav|wma)$/i.test(name);
}

async function sendBytes(call: Call, file: InputFile): Promise<string> {
	const slot = call.connection.service.unwrap!(await ask(call, 'GET /direct_uploads'));
	const { upload_id, upload_url } = slot.attributes as { upload_id: string; upload_url: string };
	// The vendor's own example sends no type; whether the signature covers one is not documented.
	let answer = await putFile(call, upload_url, file, { 'Content-Type': false as never });
	if (answer.status === 403) answer = await putFile(call, upload_url, file, { 'Content-Type': file.type });
	if (answer.status !== 200) throw notStored(call, file, answer);
	return upload_id;
}

function notStored(call: Call, { name }: InputFile, { status, cause }: Answer): Error {
	// n8n replaces a message that contains the code of a network failure.
	const reason = status === 0 ? `No answer came (${(cause as { code?: string })?.code ?? cause?.name}).` : `It answered ${status}.`;
	return apiError(
		subjectOf(call),
		`ContentGroove's storage did not take "${name}"`,
		`${reason} Nothing was created, so the item can safely be run again. If it persists, check that n8n may reach the storage and that no proxy limits the size of uploads.`,
		status,
	);
}
