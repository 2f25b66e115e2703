'use strict';

/** What a schema says of its properties, wherever it says it: in itself, in a reference, in one of its parts. */
function shapeOf(definition, schema = {}) {
	if (schema.$ref) return shapeOf(definition, schema.$ref.slice(2).split('/').reduce((at, key) => at[key], definition));
	const parts = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((part) => shapeOf(definition, part));
	const properties = Object.assign({}, ...parts.map((part) => part.properties), schema.properties);
	const required = [...(schema.required ?? []), ...(schema.allOf ? parts.flatMap((part) => part.required) : [])];
	const types = [schema.type, ...parts.flatMap((part) => part.types)].flat().filter(Boolean);
	const values = [...(schema.enum ?? []), ...parts.flatMap((part) => part.values)];
	return { properties, required, types: [...new Set(types)], values, items: schema.items };
}

/** Every operation of a vendor's document as `{ line: 'GET /files/{id}', path, query, body }`, parameters by name. */
function operationsOf(definition, unwrapBody = (shape) => shape) {
	return Object.entries(definition.paths).flatMap(([path, item]) =>
		['get', 'post', 'put', 'patch', 'delete'].filter((method) => item[method]).map((method) => {
			const operation = item[method];
			const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((each) =>
				each.$ref ? each.$ref.slice(2).split('/').reduce((at, key) => at[key], definition) : each,
			);
			const at = (place) => Object.fromEntries(parameters.filter((one) => one.in === place).map((one) => [one.name, one]));
			const content = operation.requestBody?.content ?? {};
			const schema = (content['application/json'] ?? content['multipart/form-data'])?.schema;
			const body = unwrapBody(shapeOf(definition, schema));
			return { line: `${method.toUpperCase()} ${path}`, path: at('path'), query: at('query'), body };
		}),
	);
}

/** n8n's field types and the JSON types they can become. */
const FITTING = {
	string: ['string', 'integer', 'number'],
	options: ['string', 'boolean', 'integer', 'number'],
	number: ['number', 'integer'],
	boolean: ['boolean'],
	json: ['object', 'array'],
	multiOptions: ['array', 'string'],
	dateTime: ['string', 'integer', 'number'],
	collection: ['object'],
	fixedCollection: ['object', 'array'],
	resourceLocator: ['string', 'array'],
};

/** A value as a person might give it, for fields that stand for several parameters. */
function sampleOf({ type, options, default: value, typeOptions }) {
	if (type === 'dateTime') return '2026-01-31';
	if (type !== 'fixedCollection') return value || 'x';
	const [{ name, values }] = options;
	const entry = Object.fromEntries(values.map((each) => [each.name, each.default || 'x']));
	return { [name]: typeOptions?.multipleValues ? [entry] : entry };
}

/** Where a field goes, by the rule of the vocabulary: `[{ place, name }]`. */
function wiresOf(field, line) {
	if (field.sendAs === false) return [];
	const inQuery = /^(GET|DELETE) /.test(line);
	const names = typeof field.sendAs === 'function' ? Object.keys(field.sendAs(sampleOf(field))) : [field.sendAs ?? field.name];
	return names.map((wire) => {
		const [, explicit, name] = /^(?:(query|body):)?(.+)$/.exec(wire);
		if (line.includes(`{${name}}`)) return { place: 'path', name };
		return { place: explicit ?? (inQuery ? 'query' : 'body'), name: name.replace(/\[.*$/, '') };
	});
}

/** The schema of `config.prompt`: of a property in an object of the body. */
function inside(definition, shape, [key, ...rest]) {
	const schema = shape.properties[key];
	return schema && rest.length > 0 ? inside(definition, shapeOf(definition, schema), rest) : schema;
}

/** What is wrong with a field against the vendor's operation: one sentence each. */
function complaints(definition, vendor, field) {
	return wiresOf(field, vendor.line).flatMap(({ place, name }) => {
		const known = place === 'body' ? inside(definition, vendor.body, name.split('.')) : vendor[place][name];
		if (!known) return [`${field.displayName}: the vendor has no "${name}" in the ${place}`];
		if (typeof field.sendAs === 'function') return [];
		const { types, values, items } = shapeOf(definition, place === 'body' ? known : known.schema);
		const fitting = field.typeOptions?.multipleValues ? ['array', 'string'] : FITTING[field.type];
		const wrongType = types.length > 0 && !types.some((type) => fitting.includes(type));
		const allowed = [...values, ...(items ? shapeOf(definition, items).values : [])].map(String);
		const odd = /ptions$/.test(field.type) && allowed.length > 0 ? field.options.map(({ value }) => String(value)).filter((value) => !allowed.includes(value)) : [];
		return [
			...(wrongType ? [`${field.displayName}: is ${field.type}, the vendor wants ${types}`] : []),
			...odd.map((value) => `${field.displayName}: the vendor does not know the value "${value}"`),
		];
	});
}

/** The vendor's parameters that no field of the operation sends. */
function notOffered(vendor, fields) {
	const sent = fields.flatMap((field) => wiresOf(field, vendor.line)).map(({ place, name }) => `${place} ${name.split('.')[0]}`);
	const all = ['path', 'query'].flatMap((place) => Object.keys(vendor[place]).map((name) => `${place} ${name.replace(/\[.*$/, '')}`));
	return [...all, ...Object.keys(vendor.body.properties).map((name) => `body ${name}`)].filter((one) => !sent.includes(one));
}

module.exports = { complaints, notOffered, operationsOf };
