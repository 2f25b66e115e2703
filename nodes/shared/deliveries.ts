import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import { placeOf } from './callback';
import { inTurn, type Turns } from './turns';

/**
 * Dropping repeated deliveries. n8n has one memory that outlives restarts and is shared by all workers: a row of
 * its database behind `checkProcessedAndRecord`. Two things make it safe to rely on:
 *
 * - it reads, changes and writes the row without a lock, so calls of one process must not overlap (`inTurn`);
 * - another worker that read the row before can still write over it, so what was recorded is looked at again, several
 *   times over some seconds, and recorded anew where it is gone (`keep`).
 */

/** Shorter than any sender's first retry, so that a delivery whose execution never started gets in again. */
const ACCEPTED_FOR_MS = 5_000;
const RECENT_MAX = 10_000;
/** When a recorded key is looked at again, after the look before. A busy database takes seconds from read to write. */
const LOOKS_MS = [150, 500, 1_500, 4_000];
const MOST_LOOKS = 20;
const TICK_MS = 100;
const TRIES_PAUSE_MS = 60;

/** Delivery → when, oldest first; bounded, because it only saves work. */
type Recent = Map<string, number>;

function note(recent: Recent, key: string): void {
	recent.delete(key);
	recent.set(key, Date.now());
	if (recent.size > RECENT_MAX) recent.delete(recent.keys().next().value as string);
}

const accepted: Recent = new Map();

/**
 * Whether this process let the same delivery in a moment ago; notes it otherwise. Saves n8n the execution and
 * catches simultaneous copies; what must hold across restarts and processes is `onlyNew`'s work.
 */
export function acceptedJustNow(key: string): boolean {
	const at = accepted.get(key);
	if (at !== undefined && Date.now() - at < ACCEPTED_FOR_MS) return true;
	note(accepted, key);
	return false;
}

const started: Recent = new Map();

/** Notes that an execution has, or will have, this delivery. */
export function noteStarted(key: string): void {
	note(started, key);
}

/** Takes the note back. */
export function noteFailed(key: string): void {
	started.delete(key);
}

/** Whether this process knows of an execution for the delivery; another process may have run one. */
export function isStarted(key: string): boolean {
	return started.has(key);
}

const turns: Turns = new Map();

type RecordKeys = (keys: string[]) => Promise<string[]>;

/**
 * Of these keys, those that no execution of this node has handled before; they are recorded as handled.
 * `maxEntries` bounds the memory: older keys are forgotten first.
 */
export async function onlyNew(context: IExecuteFunctions, keys: string[], maxEntries: number): Promise<Set<string>> {
	const record: RecordKeys = async (some) =>
		await inTurn(turns, 'all nodes', async () => {
			const { new: unseen } = await context.helpers.checkProcessedAndRecord(some, 'node', { mode: 'entries', maxEntries });
			return unseen as string[];
		});
	const fresh = await untilAnswered(async () => await record([...new Set(keys)]));
	keep(placeOf(context), record, fresh);
	return new Set(fresh);
}

/** Takes them back: what could not be put out has to come again. */
export async function forget(context: IExecuteFunctions, keys: string[], maxEntries: number): Promise<void> {
	const place = placeOf(context);
	for (const key of keys) for (const recent of [started, accepted]) recent.delete(`${place}:${key}`);
	const waiting = kept.get(place);
	if (waiting) kept.set(place, waiting.filter(({ key }) => !keys.includes(key)));
	await inTurn(turns, 'all nodes', async () => await context.helpers.removeProcessed(keys, 'node', { mode: 'entries', maxEntries }));
}

interface Kept {
	key: string;
	/** Looks in a row that found it. */
	found: number;
	looks: number;
	/** Milliseconds since the epoch. */
	due: number;
}

/** What this process has recorded in the last seconds, by node; all that is due is looked at in one call. */
const kept = new Map<string, Kept[]>();

function keep(place: string, record: RecordKeys, keys: string[]): void {
	const entries = keys.map((key) => ({ key, found: 0, looks: 0, due: dueAfter(0) }));
	const waiting = kept.get(place);
	if (waiting) waiting.push(...entries);
	else if (entries.length > 0) {
		kept.set(place, entries);
		void lookAgain(place, record);
	}
}

async function lookAgain(place: string, record: RecordKeys): Promise<void> {
	for (let waiting = kept.get(place); waiting?.length; waiting = kept.get(place)) {
		await sleep(TICK_MS);
		const due = waiting.filter((entry) => entry.due <= Date.now());
		if (due.length === 0) continue;
		// Where the database does not answer, all of it is looked at again.
		const lost = new Set(await record(due.map(({ key }) => key)).catch(() => due.map(({ key }) => key)));
		for (const entry of due) {
			entry.looks += 1;
			entry.found = lost.has(entry.key) ? 0 : entry.found + 1;
			entry.due = dueAfter(entry.found);
		}
		kept.set(place, (kept.get(place) ?? []).filter(({ found, looks }) => found < LOOKS_MS.length && looks < MOST_LOOKS));
	}
	kept.delete(place);
}

/** With jitter, so that two workers do not meet again and again. */
function dueAfter(found: number): number {
	return Date.now() + (LOOKS_MS[found] ?? 0) * (0.75 + Math.random() / 2);
}

/** The very first entries of a node may collide with another worker's; the database refuses one of them. */
async function untilAnswered<T>(work: () => Promise<T>, tries = 3): Promise<T> {
	return await work().catch(async (cause: Error) => {
		if (tries <= 1) throw cause;
		await sleep(TRIES_PAUSE_MS * (1 + Math.random()));
		return await untilAnswered(work, tries - 1);
	});
}
