import type { IDataObject } from 'n8n-workflow';
import { subjectOf, valueOf } from '../shared/call';
import { invalid } from '../shared/errors';
import type { Call, Complaint, Field } from '../shared/operation';

/**
 * The UTC day (`2026-01-31`) of what a person picked or an expression gave: text as n8n's date picker writes it, a
 * Luxon or JavaScript date, or milliseconds. Undefined when it is no date.
 */
export function dayOf(value: unknown): string | undefined {
	const text = value instanceof Date || typeof value === 'number' ? new Date(value) : String(value).trim();
	// A day without a time zone is that day, wherever n8n runs.
	if (typeof text === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]*)?$/.test(text) && !Number.isNaN(Date.parse(text))) return text.slice(0, 10);
	const date = new Date(text);
	return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}

function checkDay(value: unknown): Complaint | undefined {
	if (dayOf(value)) return undefined;
	return { what: `"${String(value)}" is not a date`, todo: 'Pick a date, or enter one such as 2026-01-31.' };
}

/** A field for a day, which the vendor takes as `YYYY-MM-DD` in UTC. */
export function day(displayName: string, name: string, description: string): Field {
	return {
		displayName,
		name,
		type: 'dateTime',
		typeOptions: { dateOnly: true },
		default: '',
		description,
		check: checkDay,
		sendAs: (value: unknown): IDataObject => ({ [name]: dayOf(value) ?? '' }),
	};
}

/** A field for an instant, which the vendor takes as ISO 8601. */
export function moment(displayName: string, name: string, description: string): Field {
	return {
		displayName,
		name,
		type: 'dateTime',
		default: '',
		description,
		check: checkDay,
		sendAs: (value: unknown): IDataObject => ({ [name]: new Date(value as string).toISOString() }),
	};
}

/** For an operation's `check`: refuses a later day before an earlier one, which would silently give an empty list. */
export function inOrder(from: Field, to: Field): (call: Call) => void {
	return (call) => {
		const [start, end] = [from, to].map(({ name }) => valueOf(call, name)).map((value) => (value === null ? null : dayOf(value)));
		if (!start || !end || start <= end) return;
		throw invalid(subjectOf(call), to.displayName, `${end} is before ${from.displayName} (${start})`, 'Exchange the two dates, or leave one out.');
	};
}
