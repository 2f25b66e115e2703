import type { Call, Connection } from '../shared/operation';

const shown = new WeakMap<Connection, Set<string>>();

/** Tells the person once in an execution what is no failure but may surprise. */
export function hint({ connection, context }: Call, message: string): void {
	const messages = shown.get(connection) ?? new Set();
	if (messages.has(message)) return;
	shown.set(connection, messages.add(message));
	context.addExecutionHints({ message, location: 'outputPane' });
}
