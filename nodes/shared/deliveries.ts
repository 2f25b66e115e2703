import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/**
 * Dropping repeated deliveries. n8n has one memory that outlives restarts and is shared by all workers: a row of
 * its database behind `checkProcessedAndRecord`. Two things make it safe to rely on:
 *
 * - it reads, changes and writes the row without a lock, so calls of one process must not overlap (`inTurn`);
 * - two workers can still overwrite each other's entries, so a key is recorded again until it is found there.
 */

/** Shorter than any sender's first retry, so that a delivery whose execution never started gets in again. */
const ACCEPTED_FOR_MS = 5_000;
const RECENT_MAX = 10_000;
const STICK_TRIES = 6;
const STICK_PAUSE_MS = 60;

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

/** Whether this process knows of an execution for the delivery; another process may have run one. */
export function isStarted(key: string): boolean {
	return started.has(key);
}

let lastTurn: Promise<unknown> = Promise.resolve();

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
	const mine = lastTurn.then(work, work);
	lastTurn = mine.catch(() => undefined);
	return await mine;
}

/**
 * Of these keys, those that no execution of this node has handled before; they are recorded as handled.
 * `maxEntries` bounds the memory: older keys are forgotten first.
 */
export async function onlyNew(context: IExecuteFunctions, keys: string[], maxEntries: number): Promise<Set<string>> {
	const distinct = [...new Set(keys)];
	const record = async (some: string[]) =>
		await inTurn(async () => {
			const options = { mode: 'entries' as const, maxEntries };
			const { new: unseen } = await context.helpers.checkProcessedAndRecord(some, 'node', options);
			return unseen as string[];
		});
	const fresh = await untilAnswered(async () => await record(distinct));
	await stick(fresh, record);
	return new Set(fresh);
}

/** Records the keys again, with growing random pauses, until all are found recorded. */
async function stick(keys: string[], record: (some: string[]) => Promise<string[]>): Promise<void> {
	let lost = keys;
	for (let attempt = 1; lost.length > 0 && attempt <= STICK_TRIES; attempt++) {
		await sleep(STICK_PAUSE_MS * attempt * (0.5 + Math.random()));
		lost = await untilAnswered(async () => await record(keys));
	}
}

/** The very first entries of a node may collide with another worker's; the database refuses one of them. */
async function untilAnswered<T>(work: () => Promise<T>, tries = 3): Promise<T> {
	return await work().catch(async (cause: Error) => {
		if (tries <= 1) throw cause;
		await sleep(STICK_PAUSE_MS * (1 + Math.random()));
		return await untilAnswered(work, tries - 1);
	});
}
