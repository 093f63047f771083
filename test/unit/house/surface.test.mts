import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { credentialTypes, nodeTypes } from '../../support/descriptions.mts';

const file = join(import.meta.dirname, '..', '..', 'surface.json');

type Surface = { [name: string]: string | Surface };

const isParameter = (option: object): option is INodeProperties => 'type' in option && 'default' in option;
const isSection = (option: object): option is INodePropertyCollection => 'values' in option;

/** What a stored workflow holds of one parameter: its type, its default, and the values or members it can have. */
function stored(property: INodeProperties): string | Surface {
	const { type, default: fallback, options = [] } = property;
	const what = `${type} = ${JSON.stringify(fallback)}`;
	if (options.length === 0) return what;
	if (options.every((option) => !isParameter(option) && !isSection(option))) {
		return `${what}: ${options.map((option) => String((option as INodePropertyOptions).value)).sort().join(' | ')}`;
	}
	return Object.fromEntries([
		['(type)', what],
		...options.map((option): [string, string | Surface] =>
			isSection(option) ? [option.name, Object.fromEntries(option.values.map((each) => [each.name, stored(each)]))] : [option.name, stored(option as INodeProperties)],
		),
	]);
}

const shownAt = ({ displayOptions }: INodeProperties): string =>
	Object.entries(displayOptions?.show ?? {}).map(([name, values]) => `${name}=${(values ?? []).join(',')}`).join(' ');

const surfaceOf = (properties: readonly INodeProperties[]): Surface =>
	Object.fromEntries(properties.filter(({ type }) => type !== 'notice').map((property) => [`${property.name} ${shownAt(property)}`.trim(), stored(property)]));

describe('What workflows store', () => {
	it('is what test/surface.json says: change that file with a line in CHANGELOG.md, or keep the old names', () => {
		const surface = {
			nodes: Object.fromEntries(nodeTypes.map(({ description }) => [description.name, surfaceOf(description.properties)])),
			credentials: Object.fromEntries(credentialTypes.map(({ name, properties }) => [name, surfaceOf(properties)])),
		};
		if (process.env.UPDATE_SURFACE === '1') writeFileSync(file, `${JSON.stringify(surface, null, '\t')}\n`);

		expect(surface).toEqual(JSON.parse(readFileSync(file, 'utf8')));
	});
});
