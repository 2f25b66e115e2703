import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Answer, Call } from './operation';
import { retryMsOf, subjectOf } from './call';
import { invalid } from './errors';
import { request, type Outgoing } from './request';

type Stream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/** A file on an input item, opened but not read. */
export interface InputFile {
	name: string;
	/** MIME type. */
	type: string;
	/** Bytes, exact. */
	size: number;
	/** The bytes from the start: a stream from n8n's storage, or a buffer where n8n keeps files in memory. */
	content(): Promise<Stream | Buffer>;
}

/** Finds the file that *Input Data Field Name* names. Throws when the item has none. */
export async function openFile(call: Call, field: string): Promise<InputFile> {
	const { context, item } = call;
	const binary = binaryOf(call, field);
	const described = { name: binary.fileName ?? 'file', type: binary.mimeType };
	const { id } = binary;
	const buffer = id ? undefined : Buffer.from(binary.data, 'base64');
	const size = id ? (await context.helpers.getBinaryMetadata(id)).fileSize : buffer!.length;
	if (!size)
		throw invalid(subjectOf(call), 'Input Data Field Name', `the file in "${field}" of item ${item} is empty`, 'Check the node that made it.');
	return { ...described, size, content: async () => buffer ?? (await context.helpers.getBinaryStream(id!)) };
}

function binaryOf(call: Call, field: string) {
	try {
		return call.context.helpers.assertBinaryData(call.item, field);
	} catch {
		const there = Object.keys(call.context.getInputData()[call.item]?.binary ?? {});
		throw invalid(
			subjectOf(call),
			'Input Data Field Name',
			`item ${call.item} has no file in "${field}"`,
			there.length ? `It has one in ${there.map((f) => `"${f}"`).join(', ')}: enter that name.` : 'Connect a node that outputs a file, such as Read/Write Files from Disk.',
		);
	}
}

/**
 * Sends a file as the whole body, at constant memory: a stream with its exact length (S3 refuses chunked bodies),
 * no time limit, no redirect, and no credential, because the address itself is the permission.
 */
export async function putFile(call: Call, url: string, file: InputFile, headers: IDataObject = {}): Promise<Answer> {
	const outgoing: Outgoing = {
		method: 'PUT',
		url,
		headers: { 'Content-Length': file.size, ...headers },
		body: file.content,
		repeatable: true,
		timeoutMs: 0,
	};
	return await request(call.context, { ...call.connection, openAt: 0 }, outgoing, retryMsOf(call));
}
