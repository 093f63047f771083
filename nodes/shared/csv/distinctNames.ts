/** The name, or the first of `name_2`, `name_3` ... that is not taken. */
export function freeName(name: string, taken: { has(name: string): boolean }): string {
	if (!taken.has(name)) return name;
	let number = 2;
	while (taken.has(`${name}_${number}`)) number++;
	return `${name}_${number}`;
}

/**
 * Names of which no two are the same: the first keeps its name, later ones become `Email_2`, `Email_3` ..., an empty one `Column 3` by its
 * place. A name made here is never one that the list already has. `tell` hears of each change.
 */
export function distinctNames(names: readonly string[], tell: (change: { place: number; name: string; became: string }) => void): string[] {
	const asked = new Set(names);
	const given = new Set<string>();
	const numbers = new Map<string, number>();
	const taken = { has: (name: string) => asked.has(name) || given.has(name) };
	return names.map((name, index) => {
		let became = name;
		if (name === '') {
			became = freeName(`Column ${index + 1}`, taken);
		} else if (given.has(name)) {
			// Counted on from the last one, so that a header of one word a thousand times over is not searched anew each time.
			let number = numbers.get(name) ?? 2;
			while (taken.has(`${name}_${number}`)) number++;
			numbers.set(name, number + 1);
			became = `${name}_${number}`;
		}
		given.add(became);
		if (became !== name) tell({ place: index + 1, name, became });
		return became;
	});
}
