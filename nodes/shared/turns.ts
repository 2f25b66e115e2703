/** What is under way, by key: the last in each line. */
export type Turns = Map<string, Promise<unknown>>;

/** Runs what has the same key one after the other, in the order it came. A failure does not stop the next. */
export async function inTurn<T>(turns: Turns, key: string, work: () => Promise<T>): Promise<T> {
	const mine = (turns.get(key) ?? Promise.resolve()).then(work, work);
	turns.set(key, mine);
	try {
		return await mine;
	} finally {
		if (turns.get(key) === mine) turns.delete(key);
	}
}
