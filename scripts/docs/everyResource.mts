import type { Room } from '../../nodes/shared/operation';

/**
 * Facts by `<resource>.<operation>`, where `*.<operation>` stands for the operation in every resource that has it. A fact that names its
 * resource wins. Throws for one that fits no operation.
 */
export function inEveryResource<Fact>(facts: Readonly<Record<string, Fact>>, { resources }: Room): Record<string, Fact> {
	const names = resources.flatMap(({ resource, operations }) => operations.map(({ operation }) => ({ resource, operation })));
	const found = Object.entries(facts).map(([key, fact]) => {
		const fits = names.filter(({ resource, operation }) => key === `${resource}.${operation}` || key === `*.${operation}`);
		if (fits.length === 0) throw new Error(`No operation is called ${key}`);
		return { isOfAll: key.startsWith('*.'), entries: fits.map(({ resource, operation }): [string, Fact] => [`${resource}.${operation}`, fact]) };
	});
	return Object.fromEntries([...found.filter(({ isOfAll }) => isOfAll), ...found.filter(({ isOfAll }) => !isOfAll)].flatMap(({ entries }) => entries));
}
