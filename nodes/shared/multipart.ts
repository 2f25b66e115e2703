import { randomUUID } from 'crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { bodyOf, retryMsOf, subjectOf } from './call';
import type { Call } from './operation';
import { request } from './request';
import type { InputFile } from './upload';

type Stream = Awaited<ReturnType<IExecuteFunctions['helpers']['getBinaryStream']>>;

/**
 * Sends a file and text parts to `'POST /files'` as multipart/form-data (RFC 7578) and returns the answer's body. The
 * file is streamed at constant memory with an exact length, as long as it takes. Throws a two-line error for anything
 * but success. Never repeated after work may have been done.
 */
export async function postForm(call: Call, texts: Record<string, string>, file: InputFile): Promise<IDataObject> {
	const { context, connection, operation } = call;
	const boundary = `form-${randomUUID()}`;
	const head = Buffer.from([...Object.entries(texts).map(textPart), filePartHead(file)].map((part) => `--${boundary}\r\n${part}`).join(''));
	const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
	const outgoing = {
		method: 'POST' as const,
		url: connection.baseUrl + operation.request.replace('POST ', ''),
		headers: {
			Accept: 'application/json',
			'Content-Type': `multipart/form-data; boundary=${boundary}`,
			'Content-Length': head.length + file.size + tail.length,
			...connection.headers,
		},
		body: async () => enclose(head, await file.content(), tail),
		repeatable: false,
		timeoutMs: 0,
	};
	return bodyOf(subjectOf(call), connection, await request(context, connection, outgoing, retryMsOf(call)));
}

const textPart = ([name, text]: [string, string]) => `Content-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${text.toWellFormed()}\r\n`;

const filePartHead = ({ name, type }: InputFile) =>
	`Content-Disposition: form-data; name="file"; filename="${quoted(name)}"\r\nContent-Type: ${type.replace(/[\r\n]/g, '')}\r\n\r\n`;

/** As browsers write names (https://html.spec.whatwg.org/#multipart-form-data). */
function quoted(name: string): string {
	return name.toWellFormed().replace(/\r\n?|\n/g, '%0D%0A').replace(/"/g, '%22');
}

function enclose(head: Buffer, content: Stream | Buffer, tail: Buffer): Stream | Buffer {
	if (Buffer.isBuffer(content)) return Buffer.concat([head, content, tail]);
	const parts = async function* () {
		yield head;
		yield* content;
		yield tail;
	};
	// Nodes may not import 'stream'; every stream inherits its maker.
	return (content.constructor as unknown as { from(parts: AsyncIterable<unknown>, options: object): Stream }).from(parts(), { objectMode: false });
}
