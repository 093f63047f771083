import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import type { Vendor } from './vendor.mts';

export const isChoice = (option: object): option is INodePropertyOptions => 'value' in option;
export const isSection = (option: object): option is INodePropertyCollection => 'values' in option;

/** The choices of a menu. */
export const choicesOf = ({ options = [] }: INodeProperties): INodePropertyOptions[] => options.filter(isChoice);

/** A parameter of the panel. Throws where there is none of this name. */
export function propertyNamed({ node, properties }: Vendor, name: string): INodeProperties {
	const property = properties.find((each) => each.name === name);
	if (!property) throw new Error(`The panel of ${node} has no "${name}"`);
	return property;
}

/** The columns of the rows that a parameter holds. */
export const columnsOf = ({ options = [] }: INodeProperties): INodeProperties[] => options.filter(isSection).flatMap(({ values }) => values);

/** A column of the rows of a parameter. Throws where there is none of this name. */
export function columnNamed(vendor: Vendor, name: string, column: string): INodeProperties {
	const found = columnsOf(propertyNamed(vendor, name)).find((each) => each.name === column);
	if (!found) throw new Error(`"${name}" of ${vendor.node} has no column "${column}"`);
	return found;
}
