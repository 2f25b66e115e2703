import type { IDataObject, INodePropertyMode } from 'n8n-workflow';
import type { Field } from './operation';
import { invalid, type Subject } from './errors';

/**
 * The value of a field as a person or an expression gave it, made ready for the wire: pickers become ids, JSON
 * becomes objects. Null when it is not set. Throws a two-line error that names the field when it can't be right.
 */
export function readField(subject: Subject, field: Field, stored: unknown): unknown {
	const refuse = (what: string, todo: string) => invalid(subject, field.displayName, what, todo);
	const value = field.type === 'resourceLocator' ? pickedId(field, stored) : stored;
	if (isBlank(value)) {
		// An optional picker that was added and then gives nothing must not widen a filter to everything.
		const chosen = field.type === 'resourceLocator' && stored !== undefined && stored !== null;
		if (!field.required && !chosen) return null;
		throw refuse('is empty', 'Enter a value, or check the expression that should give one.');
	}
	const checked = readers[field.type]?.(field, value, refuse) ?? value;
	const wrong = field.check?.(checked as never);
	if (wrong) throw refuse(wrong.what, wrong.todo);
	return checked;
}

type Refuse = (what: string, todo: string) => Error;
type Reader = (field: Field, value: unknown, refuse: Refuse) => unknown;

const readers: Partial<Record<Field['type'], Reader>> = {
	// Text comes from forms and sheets, and "false" would count as true.
	boolean: (_, value, refuse) => {
		const text = String(value).trim().toLowerCase();
		if (text === 'true' || text === 'false') return text === 'true';
		throw refuse(`${JSON.stringify(value)} is neither true nor false`, 'Switch it on or off, or check the expression.');
	},
	json: (_, value, refuse) => {
		const parsed = typeof value === 'string' ? parseJson(value) : value;
		if (parsed && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed;
		throw refuse('is not a JSON object', 'Enter an object such as { "speaker": "Ada" }.');
	},
	multiOptions: (_, value, refuse) => {
		if (Array.isArray(value)) return value;
		if (typeof value === 'string') return value.split(',').map((each) => each.trim());
		throw refuse('is not a list', 'Choose from the list, or give a list of values.');
	},
	number: ({ typeOptions }, value, refuse) => {
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number !== 'number' || !Number.isFinite(number))
			throw refuse(`${JSON.stringify(value)} is not a number`, 'Enter a number, or check the expression.');
		const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
		if (number < minValue || number > maxValue)
			throw refuse(`${number} is out of range`, `Enter a number ${range(minValue, maxValue)}.`);
		return number;
	},
	resourceLocator: idReader,
	string: (field, value, refuse) => {
		if (typeof value === 'object' && !field.typeOptions?.multipleValues)
			throw refuse('is not text', 'Check the expression: it gives an object where text is wanted.');
		return typeof value === 'object' ? value : String(value);
	},
};

function idReader(_: Field, value: unknown, refuse: Refuse): string {
	if (typeof value !== 'string' && typeof value !== 'number')
		throw refuse('is not an ID', 'Choose from the list, or enter the ID as text.');
	const id = String(value).trim();
	// In a path these would address something else.
	if (id === '.' || id === '..') throw refuse(`"${id}" is not an ID`, 'Choose from the list, or check the expression.');
	return id;
}

/** From list, by ID and by URL store an object; a model or an expression may give the id or the address as text. */
function pickedId(field: Field, stored: unknown): unknown {
	const value = (stored as IDataObject | null)?.__rl ? (stored as IDataObject).value : stored;
	if (typeof value !== 'string') return value;
	for (const mode of field.modes ?? []) {
		const found = idInAddress(mode, value);
		if (found) return found;
	}
	return value.trim();
}

function idInAddress({ extractValue }: INodePropertyMode, value: string): string | undefined {
	if (!extractValue || !('regex' in extractValue)) return undefined;
	const found = new RegExp(extractValue.regex).exec(value)?.[1];
	// An address holds the ID encoded, and the request encodes it again.
	return found && decoded(found);
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function isBlank(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
	return typeof value === 'object' && !(value instanceof Date) && Object.keys(value).length === 0;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function range(min: number, max: number): string {
	if (min === -Infinity) return `of at most ${max}`;
	return max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
}
