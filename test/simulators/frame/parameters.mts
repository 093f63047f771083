import { isObject, type Finding, type Json, type JsonObject, type Schemas } from './schemas.mts';

/** A parameter of the contract, with its defaults filled in (OpenAPI 3.1 section 4.8.12). */
export interface Parameter {
	readonly name: string;
	readonly in: 'path' | 'query' | 'header' | 'cookie';
	readonly required: boolean;
	readonly style: string;
	readonly explode: boolean;
	/** Where its schema stands in the document. */
	readonly schema: string;
	/** Described by `content` instead of `schema`: the text is JSON. */
	readonly isJson: boolean;
}

export type Values = Record<string, unknown>;

export function parameterAt(pointer: string, schemas: Schemas): Parameter {
	const at = schemas.resolve(pointer);
	const parameter = at.value as JsonObject;
	const place = parameter.in as Parameter['in'];
	const style = String(parameter.style ?? (place === 'query' || place === 'cookie' ? 'form' : 'simple'));
	const isJson = isObject(parameter.content);
	return {
		name: String(parameter.name),
		in: place,
		required: parameter.required === true,
		style,
		explode: typeof parameter.explode === 'boolean' ? parameter.explode : style === 'form',
		schema: isJson
			? `${at.pointer}/content/${Object.keys(parameter.content as JsonObject)[0]!.replaceAll('~', '~0').replaceAll('/', '~1')}/schema`
			: `${at.pointer}/schema`,
		isJson,
	};
}

/** Every type that a schema names, its own and those of the schemas it is made of. */
function typesOf(pointer: string, schemas: Schemas): Set<string> {
	const at = schemas.resolve(pointer);
	const types = new Set<string>();
	if (!isObject(at.value)) return types;
	for (const type of [at.value.type ?? []].flat()) types.add(String(type));
	for (const word of ['allOf', 'anyOf', 'oneOf']) {
		const parts = at.value[word];
		if (Array.isArray(parts)) parts.forEach((_, index) => typesOf(`${at.pointer}/${word}/${index}`, schemas).forEach((type) => types.add(type)));
	}
	return types;
}

/** Where a child schema stands, through references and the parts of `allOf`; undefined when nothing is said about it. */
function childSchema(pointer: string, keyword: 'items' | 'properties', name: string, schemas: Schemas): string | undefined {
	const at = schemas.resolve(pointer);
	if (!isObject(at.value)) return undefined;
	const holder = at.value[keyword];
	if (keyword === 'items' && isObject(holder)) return `${at.pointer}/items`;
	if (keyword === 'properties' && isObject(holder) && Object.hasOwn(holder, name)) return `${at.pointer}/properties/${name}`;
	const parts = at.value.allOf;
	if (!Array.isArray(parts)) return undefined;
	for (const index of parts.keys()) {
		const found = childSchema(`${at.pointer}/allOf/${index}`, keyword, name, schemas);
		if (found) return found;
	}
	return undefined;
}

/** The value that a text stands for: a number or boolean where the schema wants one and the text is one, else the text itself. */
export function fromText(text: string, pointer: string | undefined, schemas: Schemas): Json {
	const types = pointer === undefined ? new Set<string>() : typesOf(pointer, schemas);
	if ((types.has('integer') || types.has('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
	if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
	return text;
}

const arrayFrom = (texts: readonly string[], pointer: string, schemas: Schemas): Json[] => {
	const items = childSchema(pointer, 'items', '', schemas);
	return texts.map((text) => fromText(text, items, schemas));
};

/** Form fields as an object, each by its own schema; a field that repeats becomes an array. */
export function fieldsFromForm(text: string, pointer: string, schemas: Schemas): JsonObject {
	const fields: JsonObject = {};
	const form = new URLSearchParams(text);
	for (const name of new Set(form.keys())) {
		if (name === '__proto__') continue;
		const child = childSchema(pointer, 'properties', name, schemas);
		const values = form.getAll(name).map((value) => fromText(value, child, schemas));
		fields[name] = values.length === 1 ? values[0]! : values;
	}
	return fields;
}

const DELIMITERS: Record<string, string> = { form: ',', simple: ',', spaceDelimited: ' ', pipeDelimited: '|' };

/** `filter[status][in]` as its steps: filter, status, in. Undefined for a name without brackets. */
function bracketSteps(name: string): string[] | undefined {
	const match = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name);
	return match ? [match[1]!, ...match[2]!.slice(1, -1).split('][')] : undefined;
}

function deepObject(name: string, query: URLSearchParams, used: Set<string>, pointer: string, schemas: Schemas): JsonObject | undefined {
	const whole: JsonObject = {};
	let found = false;
	for (const [key, text] of query) {
		const steps = bracketSteps(key);
		if (steps?.[0] !== name || steps.includes('__proto__')) continue;
		used.add(key);
		found = true;
		let target = whole;
		for (const step of steps.slice(1, -1)) {
			const name = step === '' ? nextIndex(target) : step;
			if (!isObject(target[name])) target[name] = {};
			target = target[name] as JsonObject;
		}
		const last = steps.at(-1)!;
		const schema = steps.length === 2 ? childSchema(pointer, 'properties', last, schemas) : undefined;
		target[last === '' ? nextIndex(target) : last] = fromText(text, schema, schemas);
	}
	return found ? whole : undefined;
}

/** Empty brackets add to a list, which is an object by index here, as lists with their indexes written out are. */
const nextIndex = (list: JsonObject): string => String(Object.keys(list).length);

/**
 * Reads and checks a query. Names that the contract does not know are findings, as are repeated single values.
 * A delimiter may come percent-encoded: servers decode before they split, and clients' URL builders encode commas.
 */
export function readQuery(query: URLSearchParams, parameters: readonly Parameter[], schemas: Schemas): { values: Values; findings: Finding[] } {
	const [values, findings, used]: [Values, Finding[], Set<string>] = [{}, [], new Set()];
	for (const parameter of parameters) {
		if (parameter.in !== 'query') continue;
		if (isFreeForm(parameter, schemas)) continue;
		const where = `query.${parameter.name}`;
		const texts = query.getAll(parameter.name);
		let value: unknown;
		if (parameter.style === 'deepObject') value = deepObject(parameter.name, query, used, parameter.schema, schemas);
		else if (texts.length > 0) {
			used.add(parameter.name);
			const isArray = typesOf(parameter.schema, schemas).has('array');
			if (!(isArray && parameter.explode) && texts.length > 1) findings.push({ where, message: 'must be given once' });
			if (parameter.isJson) value = parsedJson(texts[0]!);
			else if (!isArray) value = fromText(texts[0]!, parameter.schema, schemas);
			else value = arrayFrom(parameter.explode ? texts : splitAt(texts[0]!, DELIMITERS[parameter.style] ?? ','), parameter.schema, schemas);
		}
		if (value === undefined) {
			if (parameter.required) findings.push({ where, message: 'is required' });
			continue;
		}
		values[parameter.name] = value;
		findings.push(...schemas.check(parameter.schema, value, where));
	}
	const rest = [...new Set(query.keys())].filter((name) => !used.has(name));
	const freeForm = parameters.find((parameter) => isFreeForm(parameter, schemas));
	if (freeForm) values[freeForm.name] = Object.fromEntries(rest.map((name) => [name, query.get(name)]));
	else findings.push(...rest.map((name) => ({ where: `query.${name}`, message: 'is not documented' })));
	return { values, findings };
}

/** An exploded form object has no name of its own in the query: it stands for all that no other parameter claims (OpenAPI 3.1 section 4.8.12.4). */
const isFreeForm = ({ in: place, style, explode, schema, isJson }: Parameter, schemas: Schemas): boolean =>
	place === 'query' && style === 'form' && explode && !isJson && typesOf(schema, schemas).has('object');

const splitAt = (text: string, delimiter: string): string[] => (text === '' ? [] : text.split(delimiter));

function parsedJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Reads and checks path parameters, which come as they stand in the path, still percent-encoded. */
export function readPath(raw: Readonly<Record<string, string>>, parameters: readonly Parameter[], schemas: Schemas): { values: Values; findings: Finding[] } {
	const [values, findings]: [Values, Finding[]] = [{}, []];
	for (const [name, text] of Object.entries(raw)) {
		const where = `path.${name}`;
		const parameter = parameters.find((candidate) => candidate.in === 'path' && candidate.name === name);
		let decoded = text;
		try {
			decoded = decodeURIComponent(text);
		} catch {
			findings.push({ where, message: 'is not valid percent-encoding' });
		}
		if (!parameter) throw new Error(`The contract declares no path parameter ${name}`);
		const value = fromText(decoded, parameter.schema, schemas);
		values[name] = value;
		findings.push(...schemas.check(parameter.schema, value, where));
	}
	return { values, findings };
}

/** Headers that OpenAPI tells to ignore as parameters (section 4.8.12.2.1). */
const OWN_HEADERS = new Set(['accept', 'content-type', 'authorization']);

/** Checks the documented headers of a request. Names of `headers` are in lower case. */
export function checkHeaders(headers: Readonly<Record<string, unknown>>, parameters: readonly Parameter[], schemas: Schemas): Finding[] {
	return parameters.flatMap((parameter) => {
		const name = parameter.name.toLowerCase();
		if (parameter.in !== 'header' || OWN_HEADERS.has(name)) return [];
		return checkHeader(name, headers[name], parameter.required, parameter.schema, schemas);
	});
}

/** Checks one header, of a request or an answer. */
export function checkHeader(name: string, raw: unknown, required: boolean, pointer: string, schemas: Schemas): Finding[] {
	const where = `header.${name}`;
	if (raw === undefined) return required ? [{ where, message: 'is required' }] : [];
	const text = Array.isArray(raw) ? raw.join(', ') : String(raw);
	const value = typesOf(pointer, schemas).has('array')
		? arrayFrom(text.split(',').map((part) => part.trim()), pointer, schemas)
		: fromText(text, pointer, schemas);
	return schemas.check(pointer, value, where);
}
