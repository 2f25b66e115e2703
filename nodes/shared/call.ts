import type { IDataObject, IExecuteFunctions, IHttpRequestMethods } from 'n8n-workflow';
import type { Answer, Call, Connection, Context, Field } from './operation';
import { commonFields } from './commonFields';
import { invalid, notUnderstood, refusal, type Subject } from './errors';
import { readField } from './field';
import { request } from './request';

/** Where the values of one call go. */
export interface Parts {
	path?: Record<string, string>;
	query?: IDataObject;
	body?: IDataObject;
}

/** What an error of this call is about. `line` is the request that has `id` as its last variable. */
export function subjectOf(call: Call, id?: string, line = call.operation.request): Subject {
	const { resource, operation, item, context } = call;
	// `{file_id}` says what the ID is of, also in an operation of another resource.
	const [, named] = /\{(?!job_)(\w+)_id\}[^{]*$/.exec(line) ?? [];
	return {
		node: context.getNode(),
		doing: `${resource.name}: ${operation.name}`,
		target: id ? `${named?.replace(/_/g, ' ') ?? resource.name.toLowerCase()} "${id}"` : undefined,
		item,
	};
}

/** The collection that gathers an operation's optional fields, named as n8n's style guide names it. */
export function collectionOf(operation: Call['operation']): 'filters' | 'updateFields' | 'additionalFields' {
	if (operation.list) return 'filters';
	return /^(PUT|PATCH) /.test(operation.request) ? 'updateFields' : 'additionalFields';
}

/** One field's value for this item, checked; null when it is not set. Throws what is wrong, naming field and item. */
export function valueOf<T>(call: Call, name: string): T | null {
	const { operation, context, item } = call;
	const own = [...(operation.fields ?? []), ...(operation.optional ?? [])].find((field) => field.name === name);
	if (own && !isShown(call, own)) return null;
	if (own && operation.optional?.includes(own)) return optionalValueOf(call, own) as T | null;
	return readField(subjectOf(call), own ?? commonField(name), context.getNodeParameter(name, item, null)) as T | null;
}

function optionalValueOf(call: Call, field: Field): unknown {
	const collection = collectionOf(call.operation);
	const chosen = call.context.getNodeParameter(collection, call.item, {}) as IDataObject;
	// A filter or a change that somebody added and that gives nothing must not silently widen or do nothing.
	const required = collection !== 'additionalFields' && field.name in chosen && field.type !== 'fixedCollection';
	return readField(subjectOf(call), { ...field, required }, chosen[field.name]);
}

const commonField = (name: string): Field =>
	commonFields.find((field) => field.name === name) ?? { displayName: name, name, type: 'hidden', default: null };

const OPTIONS = {
	itemsInParallel: 'Items in Parallel',
	maximumWait: 'Maximum Wait',
	retryTimeLimit: 'Retry Time Limit',
};

/** A number from Options, checked: what an expression gives may be no number, and would be waited for without end. */
export function optionOf(context: IExecuteFunctions, item: number, name: keyof typeof OPTIONS, fallback: number): number {
	const stored = (context.getNodeParameter('options', item, {}) as IDataObject)[name];
	const field: Field = { displayName: OPTIONS[name], name, type: 'number', typeOptions: { minValue: 0 }, default: fallback };
	return (readField({ node: context.getNode(), doing: 'Options', item }, field, stored) as number | null) ?? fallback;
}

/** A field that the panel hides for what is chosen above it has no value, required or not. */
function isShown({ context, item }: Call, { displayOptions }: Field): boolean {
	const conditions = Object.entries(displayOptions?.show ?? {}).filter(([name]) => !name.startsWith('@'));
	return conditions.every(([name, values]) => (values as unknown[]).includes(context.getNodeParameter(name, item, null)));
}

/** All values of the call at the places where its request wants them. */
export function partsOf(call: Call): Required<Parts> {
	const { operation } = call;
	const parts: Required<Parts> = { path: {}, query: {}, body: { ...operation.constants } };
	const inQuery = /^(GET|DELETE) /.test(operation.request);
	for (const field of [...(operation.fields ?? []), ...(operation.optional ?? [])]) {
		if (field.sendAs === false) continue;
		const value = valueOf(call, field.name);
		if (value === null) continue;
		const { place, name } = placeOf(field, operation.request, inQuery);
		const sent = typeof field.sendAs === 'function' ? field.sendAs(value as never) : { [name]: value as IDataObject[string] };
		if (place === 'body') for (const [key, part] of Object.entries(sent)) setAt(parts.body, key.split('.'), part);
		else if (place === 'path') parts.path[name] = String(value);
		else Object.assign(parts.query, sent);
	}
	return parts;
}

function setAt(object: IDataObject, [key, ...rest]: string[], value: IDataObject[string]): void {
	if (rest.length === 0) object[key] = value;
	else setAt((object[key] ??= {}) as IDataObject, rest, value);
}

function placeOf(field: Field, line: string, inQuery: boolean): { place: keyof Parts; name: string } {
	const sendAs = typeof field.sendAs === 'string' ? field.sendAs : field.name;
	const [, place, name] = /^(?:(query|body):)?(.+)$/.exec(sendAs) as RegExpExecArray;
	if (line.includes(`{${name}}`)) return { place: 'path', name };
	return { place: (place as keyof Parts | undefined) ?? (inQuery ? 'query' : 'body'), name };
}

/** Sends `'GET /medias/{id}'` for one item and returns the answer's body; throws a two-line error for anything but success. */
export async function ask(call: Call, line: string, parts: Parts = {}): Promise<IDataObject> {
	const id = Object.values(parts.path ?? {}).at(-1);
	return bodyOf(subjectOf(call, id, line), call.connection, await answerOf(call, line, parts));
}

/** The same, with whatever answer came: for operations that judge it themselves. */
export async function answerOf(call: Call, line: string, parts: Parts = {}, timeoutMs?: number): Promise<Answer> {
	return await send(call.context, call.connection, subjectOf(call), line, parts, {
		retryMs: retryMsOf(call),
		repeatable: line === call.operation.request && call.operation.repeatable,
		timeoutMs,
	});
}

/** Seconds that one request may spend on waiting and trying again. */
export const DEFAULT_RETRY_SECONDS = 300;

/** The same as the user has set it, in milliseconds. */
export function retryMsOf({ context, item }: Call): number {
	return optionOf(context, item, 'retryTimeLimit', DEFAULT_RETRY_SECONDS) * 1000;
}

/** The same for those who are no operation: pickers, triggers. `retryMs` bounds waiting and trying again. */
export async function askAs(
	context: Context,
	connection: Connection,
	subject: Subject,
	line: string,
	parts: Parts,
	retryMs: number,
): Promise<IDataObject> {
	return bodyOf(subject, connection, await send(context, connection, subject, line, parts, { retryMs }));
}

async function send(
	context: Context,
	connection: Connection,
	subject: Subject,
	line: string,
	{ path = {}, query = {}, body = {} }: Parts,
	{ retryMs, repeatable = false, timeoutMs }: { retryMs: number; repeatable?: boolean; timeoutMs?: number },
): Promise<Answer> {
	const [method, template] = line.split(' ') as [IHttpRequestMethods, string];
	const wrapped = connection.service.wrap?.(body) ?? body;
	const hasBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
	const outgoing = {
		method,
		url: connection.baseUrl + fillPath(subject, template, path) + queryString(query),
		headers: {
			Accept: 'application/json',
			...(hasBody && { 'Content-Type': 'application/json' }),
			...connection.headers,
		},
		body: hasBody ? JSON.stringify(wrapped) : undefined,
		repeatable: repeatable || method === 'GET' || method === 'PUT' || method === 'DELETE',
		timeoutMs,
	};
	return await request(context, connection, outgoing, retryMs);
}

/** The body of a success (`{}` when there is none); throws for everything else. */
export function bodyOf(subject: Subject, connection: Connection, answer: Answer): IDataObject {
	if (answer.status < 200 || answer.status > 299) throw refusal(subject, connection, answer);
	if (answer.body === undefined || answer.body === null || answer.body === '') return {};
	if (typeof answer.body !== 'object') throw notUnderstood(subject, connection, answer.body);
	return answer.body as IDataObject;
}

/** Each value is one segment: encoded, and never empty, `.` or `..`, which would address something else. */
function fillPath(subject: Subject, template: string, values: Record<string, string>): string {
	return template.replace(/\{(\w+)\}/g, (_, name: string) => {
		const value = (values[name] ?? '').trim();
		if (value === '' || value === '.' || value === '..')
			throw invalid(subject, name, `"${value}" is not an ID`, 'Enter the ID, or choose from the list.');
		// The colon is legal in a segment and part of natural ids, which vendors document unencoded.
		return encodeURIComponent(value.toWellFormed()).replace(/%3A/g, ':');
	});
}

function queryString(query: IDataObject): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query))
		for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
	const text = search.toString();
	return text && `?${text}`;
}
