import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';
import type { Context } from '../shared/operation';

export const ANY_EVENT = '*';

/** A kind of work whose events catch-up can find by listing it. */
interface Family {
	/** `file` in `file.job.completed`. */
	name: string;
	/** The newest first, without what makes the objects large. */
	list: { request: string; query: IDataObject };
	/** Reads one by its id. */
	get: { request: string; variable: string };
	/** The same id in an object and in a callback's payload. */
	idOf(object: IDataObject): string;
	asksFor(events: string[]): boolean;
}

function family(name: string, path: string, variable: string, query: IDataObject): Family {
	return {
		name,
		list: { request: `GET ${path}`, query },
		get: { request: `GET ${path}/{${variable}}`, variable },
		idOf: (object) => String(object[variable] ?? object.id ?? ''),
		asksFor: (events) => events.some((event) => event === `${name}.job.completed` || event === `${name}.job.failed`),
	};
}

/** Collection files are not among them: they would have to be listed collection by collection. */
export const FAMILIES: Family[] = [
	family('file', '/files', 'file_id', { order: 'created_at', sort: 'desc' }),
	family('describe', '/describe', 'job_id', { include_data: false }),
	family('extract', '/extract', 'job_id', { include_data: false }),
	family('segment', '/segments', 'job_id', {}),
];

const states = (family_: string, label: string, names: string[]): INodePropertyOptions[] =>
	names.map((state) => ({ name: `${label} ${state.charAt(0).toUpperCase()}${state.slice(1)}`, value: `${family_}.job.${state}` }));

const RUN = ['completed', 'failed', 'processing'];

/** The vendor's 17 events (spec schema WebhookEvents). */
const single: INodePropertyOptions[] = [
	...states('collection.file', 'Collection File', ['completed', 'deleted', 'failed', 'processing']),
	...states('describe', 'Description', RUN),
	...states('extract', 'Extraction', RUN),
	...states('file', 'File', ['completed', 'deleted', 'failed', 'processing']),
	...states('segment', 'Segment Job', RUN),
];

const all = single.map(({ value }) => String(value));

const families: INodePropertyOptions[] = [
	{ name: 'Any Collection File Event', value: 'collection.file.job.*' },
	{ name: 'Any Description Event', value: 'describe.job.*' },
	{ name: 'Any Event', value: ANY_EVENT, description: 'All events of this list, and others that Cloudglue may send' },
	{ name: 'Any Extraction Event', value: 'extract.job.*' },
	{ name: 'Any File Event', value: 'file.job.*' },
	{ name: 'Any Segment Job Event', value: 'segment.job.*' },
];

/** What people can choose from: single events and families of them. */
export const eventOptions: INodePropertyOptions[] = [...families, ...single];

const choiceOf = (context: Context) => context.getNodeParameter('events', 0 as never, []) as string[];

const covers = (choice: string, event: string) =>
	choice === ANY_EVENT || choice === event || (choice.endsWith('.*') && event.startsWith(choice.slice(0, -1)));

/** The vendor's names of what was chosen, families written out. */
export function chosenEvents(context: Context): string[] {
	const choice = choiceOf(context);
	return all.filter((event) => choice.some((each) => covers(each, event)));
}

/** Whether a callback's event was chosen; one that nobody knows yet passes where any event was. */
export function isChosen(context: Context, event: string): boolean {
	return choiceOf(context).some((choice) => covers(choice, event));
}
