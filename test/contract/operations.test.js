'use strict';

const { complaints, notOffered, operationsOf } = require('./operations');
const { services } = require('./services');
const { spec } = require('./specs');

describe.each(Object.entries(services))('%s', (_name, { spec: file, resources, unwrapBody, paging, omitted, leftOut }) => {
	const definition = spec(file);
	const vendor = new Map(operationsOf(definition, unwrapBody).map((operation) => [operation.line, operation]));
	const entries = resources().flatMap((resource) =>
		resource.operations.map((operation) => ({
			menu: `${resource.name}: ${operation.name}`,
			operation,
			fields: [...(operation.fields ?? []), ...(operation.optional ?? [])],
		})),
	);

	it('offers every operation that the vendor documents, or says why not', () => {
		const offered = new Set(entries.map(({ operation }) => operation.request));
		const missing = [...vendor.keys()].filter((line) => !offered.has(line));
		expect(missing.sort()).toEqual(Object.keys(omitted).sort());
	});

	describe.each(entries.map((entry) => [entry.menu, entry]))('%s', (menu, { operation, fields }) => {
		it('asks for something that the vendor documents', () => {
			expect([...vendor.keys()]).toContain(operation.request);
		});

		it('sends every field where the vendor wants it, in a type and with values that the vendor knows', () => {
			const known = vendor.get(operation.request);
			expect(fields.flatMap((field) => complaints(definition, known, field))).toEqual([]);
		});

		it('lets people fill in everything that the vendor takes, or says why not', () => {
			const constants = Object.keys(operation.constants ?? {}).map((name) => `body ${name}`);
			const missing = notOffered(vendor.get(operation.request), fields).filter((one) => ![...paging, ...constants].includes(one));
			expect(missing.sort()).toEqual(Object.keys(leftOut[menu] ?? {}).sort());
		});

		it('asks for what the vendor requires', () => {
			const { body } = vendor.get(operation.request);
			const asked = (operation.fields ?? []).filter(({ required }) => required).map(({ name, sendAs }) => (typeof sendAs === 'string' ? sendAs : name));
			const known = [...Object.keys(leftOut[menu] ?? {}).map((one) => one.replace(/^\w+ /, '')), ...Object.keys(operation.constants ?? {})];
			expect(body.required.filter((name) => !asked.includes(name) && !known.includes(name))).toEqual([]);
		});
	});
});
