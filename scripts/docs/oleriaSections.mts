import { code, table } from './markdown.mts';
import { choicesOf, columnsOf, propertyNamed } from './properties.mts';
import type { Vendor } from './vendor.mts';

/** The menu of data sets as the panel shows it: "Group: Name". The way to name another one belongs to no group. */
export function dataSetTable(vendor: Vendor): string {
	const rows = choicesOf(propertyNamed(vendor, 'context')).map(({ name, value, description = '' }) => {
		const [group = '', set] = name.split(': ');
		return set === undefined ? undefined : [group, set, description, code(String(value))];
	});
	return table(['Group', 'Data set', 'What it holds', 'Name in the API'], rows.filter((row) => row !== undefined));
}

/** Which operators go with which data type, from the conditional fields of a filter. */
export function operatorTable(vendor: Vendor): string {
	const columns = columnsOf(propertyNamed(vendor, 'filters'));
	const types = choicesOf(columns.find(({ name }) => name === 'dataType') ?? propertyNamed(vendor, 'dataType'));
	const operators = types.map(({ value }) => choicesOf(columns.find(({ name }) => name === `${String(value)}Operator`) ?? propertyNamed(vendor, `${String(value)}Operator`)));
	const names = [...new Map(operators.flat().map(({ name, value }) => [name, String(value)]))].sort(([a], [b]) => a.localeCompare(b));
	const rows = names.map(([name, value]) => [name, ...operators.map((allowed) => (allowed.some((each) => each.name === name) ? 'yes' : '')), code(value)]);
	return table(['Operator', ...types.map(({ name }) => name), 'In JSON'], rows);
}
