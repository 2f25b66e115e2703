import type { IDataObject } from 'n8n-workflow';
import { subjectOf, valueOf } from '../shared/call';
import { invalid } from '../shared/errors';
import { waitIfAsked } from '../shared/execute';
import { postForm } from '../shared/multipart';
import type { Call } from '../shared/operation';
import { openFile, type InputFile } from '../shared/upload';

const MEDIA_NAME = /\.(mp4|mov|m4v|mkv|webm|avi|ogg|ogv|mp3|m4a|aac|wav|flac|jpe?g|png|webp)$/i;

/** Sends a file with its metadata as one form. Limits depend on the plan, so the vendor judges them. */
export async function uploadFile(call: Call): Promise<IDataObject> {
	const file = await openFile(call, valueOf<string>(call, 'inputDataFieldName') as string);
	checkMedia(call, file);
	const metadata = valueOf<IDataObject>(call, 'metadata');
	const texts = {
		...(metadata && { metadata: JSON.stringify(metadata) }),
		// The vendor's documents disagree about the default.
		enable_segment_thumbnails: String(valueOf<boolean>(call, 'enable_segment_thumbnails') ?? true),
	};
	return await waitIfAsked(call, await postForm(call, texts, file));
}

/** Found before gigabytes are sent. A plain download often has no better type than application/octet-stream. */
function checkMedia(call: Call, { name, type }: InputFile): void {
	if (/^(video|audio|image)\/|^application\/(octet-stream|mp4|ogg)/i.test(type) || MEDIA_NAME.test(name)) return;
	throw invalid(
		subjectOf(call),
		'Input Data Field Name',
		`"${name}" is ${type}, which Cloudglue can't process`,
		'Give a video (MP4, QuickTime, AVI, WebM), audio (MP3, AAC, WAV, FLAC, OGG) or an image (JPEG, PNG, WebP).',
	);
}
