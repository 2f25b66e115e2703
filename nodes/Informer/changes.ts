import type { IDataObject, INodeExecutionData, IPollFunctions, Logger } from 'n8n-workflow';
import type { Parts } from '../shared/call';
import { connect } from '../shared/connect';
import { onStatus } from '../shared/errors';
import { readList } from '../shared/paginate';
import { askForTrigger } from '../shared/subscription';
import { informer, pages } from './service';

const DAY_MS = 24 * 3_600_000;

type Ask = (line: string, parts?: Parts) => Promise<IDataObject>;

/** What the trigger remembers from poll to poll, by library id. */
interface Seen extends IDataObject {
	/** Library → `syncedAt` when last looked. */
	synced?: Record<string, string | null>;
	/** Library → expiry (ISO 8601) that was told of. */
	warned?: Record<string, string>;
	/** ISO 8601: nothing older is news. */
	since?: string;
	/** Event and library that all this is about. */
	of?: string;
}

/** What changed since the last poll; null when nothing did. A manual run shows a sample and forgets it. */
export async function changes(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const connection = await connect(context, informer);
	const ask: Ask = async (line, parts = {}) => await askForTrigger(context, connection, 'Look for changes', line, parts);
	const libraries = await watched(context, ask);
	const isExpiring = context.getNodeParameter('event') === 'connectionExpiring';
	const look = isExpiring ? expiring : synced;
	if (context.getMode() === 'manual') {
		const samples = await look(isExpiring ? {} : { since: '' }, libraries, ask, Infinity);
		const [sample] = samples.sort(isExpiring ? soonestFirst : newestFirst);
		return sample ? [[{ json: sample }]] : null;
	}
	const stored = context.getWorkflowStaticData('node') as Seen;
	const of = `${context.getNodeParameter('event')} ${chosenLibrary(context)}`;
	// What was seen of another library or event says nothing about this one. A poll that fails must leave no trace.
	const seen: Seen = stored.of === of ? { ...stored } : { of };
	const news = await look(seen, libraries, ask, daysAhead(context), context.logger);
	Object.assign(stored, { synced: undefined, warned: undefined }, seen);
	return news.length > 0 ? [news.map((json) => ({ json }))] : null;
}

const chosenLibrary = (context: IPollFunctions) => context.getNodeParameter('library', '', { extractValue: true }) as string;
const daysAhead = (context: IPollFunctions) => context.getNodeParameter('daysAhead', 7) as number;
const newestFirst = (a: IDataObject, b: IDataObject) => String(b.syncedAt).localeCompare(String(a.syncedAt));
const soonestFirst = (a: IDataObject, b: IDataObject) => String(a.expiresAt).localeCompare(String(b.expiresAt));

async function watched(context: IPollFunctions, ask: Ask): Promise<IDataObject[]> {
	const id = chosenLibrary(context);
	const libraries = id
		? [await ask('GET /api/libraries/{id}', { path: { id } })]
		: await readList(pages, async (query) => await ask('GET /api/libraries', { query }), Infinity);
	return libraries.map((library) => informer.flatten!(library)).filter(({ type }) => type !== 'local');
}

async function synced(seen: Seen, libraries: IDataObject[]): Promise<IDataObject[]> {
	const before = seen.synced;
	const first = seen.since === undefined;
	seen.since ??= new Date().toISOString();
	const { since } = seen;
	seen.synced = Object.fromEntries(libraries.map(({ id, syncedAt }) => [String(id), (syncedAt as string) ?? null]));
	if (first) return [];
	return libraries.filter(({ id, syncedAt }) => {
		if (!syncedAt) return false;
		const known = before?.[String(id)];
		// A library that was not there before may have been synced long ago and only now be shared.
		return known === undefined ? String(syncedAt) > since : syncedAt !== known;
	}).map((library) => ({ event: 'librarySynced', ...library }));
}

async function expiring(seen: Seen, libraries: IDataObject[], ask: Ask, days: number, logger?: Logger): Promise<IDataObject[]> {
	seen.since ??= new Date().toISOString();
	const warned = { ...seen.warned };
	const news: IDataObject[] = [];
	const refusals: Error[] = [];
	for (const library of libraries) {
		const id = String(library.id);
		const asked = ask('GET /api/libraries/{id}/connection', { path: { id } }).catch(onStatus(404, (): IDataObject => ({})));
		// One library that can't be read must not keep the warnings of all others back.
		const connection = await asked.catch((refused: Error): IDataObject => {
			refusals.push(refused);
			logger?.warn(`Entrinsik Informer Trigger could not read the connection of library "${String(library.name)}": ${refused.message}`);
			return {};
		});
		// A refresh token renews the short-lived one by itself; the connection ends with the longer-lived of the two.
		const expiresAt = (connection.refreshTokenExpiresAt ?? connection.tokenExpiresAt) as string | undefined;
		if (!expiresAt || warned[id] === expiresAt || expiresAt < seen.since) continue;
		if (Date.parse(expiresAt) - Date.now() > days * DAY_MS) continue;
		warned[id] = expiresAt;
		const daysLeft = Math.floor((Date.parse(expiresAt) - Date.now()) / DAY_MS);
		news.push({ event: 'connectionExpiring', ...library, expiresAt, daysLeft, connection: informer.flatten!(connection) });
	}
	if (refusals.length > 0 && refusals.length === libraries.length) throw refusals[0];
	seen.warned = warned;
	return news;
}
