// JSON:API documents to measure with: always the same ones for the same arguments.

export const SHAPES = ['acyclic', 'local', 'deep'] as const;
/**
 * How the resources refer to each other. acyclic: only downwards. local: in circles that stay among some 15 to 60 resources. deep: anybody to anybody, so that
 * nearly all of them are one great circle.
 */
export type Shape = (typeof SHAPES)[number];

export const INCLUDED = 2_000;
const [TEAMS, PEOPLE, USE_CASES] = [200, 400, 1_400];

type Identifier = { type: string; id: string };
type Linkage = Identifier | Identifier[] | null;
type Linkages = Readonly<Record<string, Linkage>>;
type Links = Record<string, string | null>;
type Meta = Record<string, unknown>;
export type Resource = Identifier & { attributes: Record<string, unknown>; relationships: Record<string, { data: Linkage; links: Links; meta: Meta }>; links: Links; meta: Meta };
export type ApiDocument = { data: Resource[]; included: Resource[]; links: Links; meta: Meta };

const SEED = 20_261_122;

/** mulberry32: numbers below 1 that are the same in every run. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

const idOf = (prefix: number, index: number) => `${prefix}a7c1f00-4d2e-4b1f-9c3a-${String(index).padStart(12, '0')}`;
const requirement = (index: number): Identifier => ({ type: 'requirement', id: idOf(1, index) });
const useCase = (index: number): Identifier => ({ type: 'use_case', id: idOf(2, index) });
const person = (index: number): Identifier => ({ type: 'person', id: idOf(3, index) });
const team = (index: number): Identifier => ({ type: 'team', id: idOf(4, index) });

const dayOf = (index: number) => `2025-${String(1 + (index % 12)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}T09:30:00Z`;
/** With the links and the empty meta that AshJsonApi writes everywhere. */
function linked(identifier: Identifier, attributes: Resource['attributes'], linkages: Linkages): Resource {
	const self = `https://api.example.com/api/v1/${identifier.type}s/${identifier.id}`;
	const relationships = Object.fromEntries(Object.entries(linkages).map(([name, data]) => [name, { data, links: { related: `${self}/${name}` }, meta: {} }]));
	return { ...identifier, attributes, relationships, links: { self }, meta: {} };
}

const requirementAttributes = (index: number) => ({
	title: `Requirement ${index}: the export keeps its order`,
	description: `As an auditor I want to see who had access number ${index}, and until when.`,
	status: ['draft', 'active', 'deprecated'][index % 3],
	priority: index % 5,
	is_private: index % 7 === 0,
	tags: ['access', `area-${index % 40}`],
	custom: { source: 'import', line: index },
	inserted_at: dayOf(index),
	updated_at: dayOf(index * 5),
	archived_at: null,
});
const useCaseAttributes = (index: number) => ({
	title: `Use case ${index}`,
	summary: `Somebody leaves, and what belonged to them goes to team ${index % TEAMS}.`,
	status: index % 2 === 0 ? 'active' : 'draft',
	steps: index % 9,
	inserted_at: dayOf(index * 3),
	updated_at: dayOf(index * 7),
});
const personAttributes = (index: number) => ({ name: `Person ${index}`, email: `person${index}@example.com`, title: 'Analyst', is_active: index % 13 !== 0, inserted_at: dayOf(index) });
const teamAttributes = (index: number) => ({ name: `Team ${index}`, description: 'Looks after what others leave behind.', size: index % 20, inserted_at: dayOf(index) });

/** Which of its kind a resource refers to: the given one of its own block, or any of them. */
type Pick = (index: number, count: number) => number;

function relationsOf(shape: Shape, primary: number) {
	const random = seeded(SEED);
	const perBlock = { requirements: primary / TEAMS, useCases: USE_CASES / TEAMS, people: PEOPLE / TEAMS };
	const own: Pick = (index) => index;
	const any: Pick = (_index, count) => Math.floor(random() * count);
	const pick = shape === 'deep' ? any : own;
	const isCyclic = shape !== 'acyclic';
	const inBlock = (block: number, size: number, index: number) => Math.floor(block * size) + (index % Math.max(1, Math.floor(size)));

	return {
		ofRequirement(index: number): Linkages {
			const block = Math.floor(index / perBlock.requirements);
			const useCases = [0, 1, 2].map((step) => useCase(pick(inBlock(block, perBlock.useCases, index * 3 + step), USE_CASES)));
			return {
				owner: index % 11 === 0 ? null : person(pick(inBlock(block, perBlock.people, index), PEOPLE)),
				use_cases: index % 17 === 0 ? [] : useCases,
				...(isCyclic ? { parent: requirement(pick(inBlock(block, perBlock.requirements, index + 1), primary)) } : {}),
			};
		},
		ofUseCase(index: number): Linkages {
			const block = Math.floor(index / perBlock.useCases);
			const author = person(pick(inBlock(block, perBlock.people, index), PEOPLE));
			if (!isCyclic) return { author };
			return {
				author,
				requirement: requirement(pick(inBlock(block, perBlock.requirements, index), primary)),
				related: [1, 2].map((step) => useCase(pick(inBlock(block, perBlock.useCases, index + step), USE_CASES))),
			};
		},
		ofPerson(index: number): Linkages {
			return { team: team(pick(Math.floor(index / perBlock.people), TEAMS)) };
		},
		ofTeam(index: number): Linkages {
			return isCyclic ? { members: [0, 1].map((step) => person(pick(index * perBlock.people + step, PEOPLE))) } : {};
		},
	};
}

/**
 * A page of so many requirements (a multiple of 200) with 2,000 included resources: use cases, people and teams. Each requirement refers to four of them, some
 * to nobody; where there are circles, to another requirement, too.
 */
export function documentOf(shape: Shape, primary: number): ApiDocument {
	const { ofRequirement, ofUseCase, ofPerson, ofTeam } = relationsOf(shape, primary);
	const many = (count: number, make: (index: number) => Resource) => Array.from({ length: count }, (_each, index) => make(index));
	return {
		data: many(primary, (index) => linked(requirement(index), requirementAttributes(index), ofRequirement(index))),
		included: [
			...many(USE_CASES, (index) => linked(useCase(index), useCaseAttributes(index), ofUseCase(index))),
			...many(PEOPLE, (index) => linked(person(index), personAttributes(index), ofPerson(index))),
			...many(TEAMS, (index) => linked(team(index), teamAttributes(index), ofTeam(index))),
		],
		links: { self: 'https://api.example.com/api/v1/requirements', next: null },
		meta: { page: { limit: primary, total: primary } },
	};
}
