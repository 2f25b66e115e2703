'use strict';

const { readField } = require('../../dist/nodes/shared/field');

const node = { id: '1', name: 'Node', type: 'test', typeVersion: 1, position: [0, 0], parameters: {} };
const subject = { node, doing: 'Media: Get', item: 3 };
const read = (field, stored) => readField(subject, { displayName: 'The Field', name: 'field', ...field }, stored);

/** What a person is told: two lines and the item. */
function refusal(field, stored) {
	try {
		return { accepted: read(field, stored) };
	} catch ({ message, description, context }) {
		return { message, description, item: context.itemIndex };
	}
}

const text = { type: 'string', required: true };
const json = { type: 'json' };
const number = { type: 'number', typeOptions: { minValue: 1, maxValue: 10 } };
const address = { extractValue: { type: 'regex', regex: '/medias/([^/?#\\s]+)' } };
const picker = { type: 'resourceLocator', required: true, modes: [{ name: 'list' }, { name: 'id' }, { name: 'url', ...address }] };
const chosen = (mode, value) => ({ __rl: true, mode, value });

describe('A field takes what people, expressions and models give', () => {
	it.each([
		['text', text, 'a', 'a'],
		['text that is only spaces at its ends, as it is', text, ' a ', ' a '],
		['a number where text is wanted', text, 42, '42'],
		['false where text is wanted', text, false, 'false'],
		['several texts', { type: 'string', typeOptions: { multipleValues: true } }, ['a', 'b'], ['a', 'b']],
		['a number', number, 5, 5],
		['a number as text', number, ' 5.5 ', 5.5],
		['the smallest number', number, 1, 1],
		['zero', { type: 'number' }, 0, 0],
		['JSON as text', json, '{ "a": [1] }', { a: [1] }],
		['JSON as an object', json, { a: 1 }, { a: 1 }],
		['false of a switch', { type: 'boolean' }, false, false],
		['an ID from the list', picker, chosen('list', 'm-1'), 'm-1'],
		['an ID that was pasted with a line break', picker, chosen('id', ' m-1\n'), 'm-1'],
		['an ID that is a number', picker, chosen('id', 42), '42'],
		['an address', picker, chosen('url', 'https://app.example.com/medias/m-1?tab=clips#top'), 'm-1'],
		['an address where an ID belongs', picker, chosen('id', 'https://app.example.com/medias/m-1'), 'm-1'],
		['an ID as plain text, as a model gives it', picker, 'm-1', 'm-1'],
		['an address as plain text', picker, 'https://app.example.com/medias/m-1/edit', 'm-1'],
		['an ID with signs that addresses use', picker, 'a/b?c#d', 'a/b?c#d'],
	])('%s', (_, field, stored, value) => expect(read(field, stored)).toEqual(value));

	const empty = [undefined, null, '', ' \n', [], {}];
	const unchosen = ['', {}, chosen('list', ''), chosen('id', null)];

	it.each(empty.map((stored) => [stored]))('%j is not set: it is not sent, unless the field is required', (stored) => {
		expect(read({ type: 'string' }, stored)).toBeNull();
		expect(refusal(text, stored)).toEqual({ message: 'The Field: is empty', description: expect.stringContaining('check the expression'), item: 3 });
	});

	it.each(unchosen.map((stored) => [stored]))('a picker that is there and gives %j is refused also where it is optional: it must not widen a filter', (stored) => {
		for (const required of [true, false]) expect(refusal({ ...picker, required }, stored)).toMatchObject({ message: 'The Field: is empty', item: 3 });
		expect(read({ ...picker, required: false }, undefined)).toBeNull();
	});

	it.each([[true, true], [false, false], ['true', true], [' False ', false]])('a switch that is given as %j is %j', (stored, value) => {
		expect(read({ type: 'boolean' }, stored)).toBe(value);
	});

	it.each([[['a', 'b']], ['a, b']])('a choice of several that is given as %j', (stored) => {
		expect(read({ type: 'multiOptions' }, stored)).toEqual(['a', 'b']);
	});

	it('an address that holds the ID encoded', () => {
		const field = { ...picker, modes: [{ name: 'url', extractValue: { type: 'regex', regex: '/things/([^/]+)' } }] };
		expect(read(field, 'https://x.example/things/a%3Ab')).toBe('a:b');
	});

	it('a date, although it has no keys, is a value', () => {
		const date = new Date(0);
		expect(read({ type: 'dateTime' }, date)).toBe(date);
	});
});

describe('A field that can\'t be right says what, what to do, and in which item', () => {
	it.each([
		['text that is no number', number, 'many', 'The Field: "many" is not a number', /Enter a number/],
		['a switch for a number', number, true, 'The Field: true is not a number', /Enter a number/],
		['not a number', number, NaN, 'The Field: null is not a number', /check the expression/],
		['too small a number', number, 0, 'The Field: 0 is out of range', /from 1 to 10/],
		['too large a number', number, '11', 'The Field: 11 is out of range', /from 1 to 10/],
		['less than the least', { type: 'number', typeOptions: { minValue: 0 } }, -1, 'The Field: -1 is out of range', /at least 0/],
		['more than the most', { type: 'number', typeOptions: { maxValue: 5 } }, 6, 'The Field: 6 is out of range', /at most 5/],
		['text that is neither true nor false', { type: 'boolean' }, 'maybe', 'The Field: "maybe" is neither true nor false', /check the expression/],
		['a number for a switch', { type: 'boolean' }, 1, 'The Field: 1 is neither true nor false', /Switch it on or off/],
		['an object for a choice of several', { type: 'multiOptions' }, { a: 1 }, 'The Field: is not a list', /Choose from the list/],
		['broken JSON', json, '{ "a": ', 'The Field: is not a JSON object', /\{ "speaker": "Ada" \}/],
		['a JSON list', json, '[1, 2]', 'The Field: is not a JSON object', /Enter an object/],
		['JSON that is only text', json, '"a"', 'The Field: is not a JSON object', /Enter an object/],
		['null as JSON', json, 'null', 'The Field: is not a JSON object', /Enter an object/],
		['an object for text', text, { a: 1 }, 'The Field: is not text', /Check the expression/],
		['a list for text', text, ['a'], 'The Field: is not text', /Check the expression/],
		['an object for an ID', picker, { id: 'm-1' }, 'The Field: is not an ID', /Choose from the list/],
		['a dot for an ID', picker, ' . ', 'The Field: "." is not an ID', /Choose from the list/],
		['two dots for an ID', picker, chosen('id', '..'), 'The Field: ".." is not an ID', /Choose from the list/],
		['what the field itself does not want', { ...text, check: (value) => value === 'b' && { what: 'is b', todo: 'Enter a.' } }, 'b', 'The Field: is b', /^Enter a\.$/],
	])('%s', (_, field, stored, message, advice) => {
		expect(refusal(field, stored)).toEqual({ message, description: expect.stringMatching(advice), item: 3 });
	});
});
