import { randomUUID } from 'node:crypto';
import type { Grant, Row } from './records.mts';
import { COLLECTIONS, collectionOf, relationOf, type Relation } from './table.mts';

/** Both directions of one connection: who is on the other side of whom. */
interface Edge {
	readonly left: Map<string, Set<string>>;
	readonly right: Map<string, Set<string>>;
}

const opposite = { left: 'right', right: 'left' } as const;

/** All records and what connects them. Foreign keys, both directions of a relation and its many-to-many pairs never disagree: one graph holds them. */
export class Store {
	readonly records: Readonly<Record<string, Row[]>> = Object.fromEntries(COLLECTIONS.map(({ type }) => [type, []]));
	#rows = new Map<string, Row>();
	#edges = new Map<string, Edge>();
	#count = 0;

	find(type: string, id: string): Row | undefined {
		return this.#rows.get(`${type} ${id}`);
	}

	/** Stores a record; keys among its attributes connect it. */
	add(type: string, tenant: string, attributes: Record<string, unknown>, { id = randomUUID() as string, grants = [] as readonly Grant[] } = {}): Row {
		const row: Row = { type, id, tenant, attributes, grants: [...grants], number: ++this.#count };
		this.records[type]!.push(row);
		this.#rows.set(`${type} ${id}`, row);
		for (const relation of collectionOf(type).relations) {
			const other = relation.foreignKey === undefined ? null : attributes[relation.foreignKey];
			if (typeof other === 'string') this.#join(relation, id, other);
		}
		return row;
	}

	/** Takes a record out of everything. */
	remove(row: Row): void {
		for (const relation of collectionOf(row.type).relations) this.relate(row, relation, []);
		const rows = this.records[row.type]!;
		rows.splice(rows.indexOf(row), 1);
		this.#rows.delete(`${row.type} ${row.id}`);
	}

	/** Ids at the other end, in the order in which they were connected. */
	related({ id }: Pick<Row, 'id'>, { edge, end }: Relation): readonly string[] {
		return [...(this.#edges.get(edge)?.[end].get(id) ?? [])];
	}

	/** Connects a record with exactly these. */
	relate(row: Row, relation: Relation, ids: readonly string[]): void {
		const wanted = new Set(ids);
		for (const id of this.related(row, relation)) if (!wanted.has(id)) this.disconnect(row, relation, id);
		for (const id of wanted) this.connect(row, relation, id);
	}

	/** Connects two records; a record that has only one at its other end lets go of it first. Connecting twice changes nothing. */
	connect(row: Row, relation: Relation, otherId: string): void {
		const back = relationOf(collectionOf(relation.type), relation.inverse)!;
		const other = this.find(relation.type, otherId)!;
		if (!relation.many) for (const id of this.related(row, relation)) if (id !== otherId) this.disconnect(row, relation, id);
		if (!back.many) for (const id of this.related(other, back)) if (id !== row.id) this.disconnect(other, back, id);
		this.#join(relation, row.id, otherId);
		if (relation.foreignKey !== undefined) row.attributes[relation.foreignKey] = otherId;
		if (back.foreignKey !== undefined) other.attributes[back.foreignKey] = row.id;
	}

	disconnect(row: Row, relation: Relation, otherId: string): void {
		const edge = this.#edges.get(relation.edge);
		if (!edge?.[relation.end].get(row.id)?.delete(otherId)) return;
		edge[opposite[relation.end]].get(otherId)?.delete(row.id);
		const back = relationOf(collectionOf(relation.type), relation.inverse)!;
		if (relation.foreignKey !== undefined) row.attributes[relation.foreignKey] = null;
		const other = this.find(relation.type, otherId);
		if (back.foreignKey !== undefined && other) other.attributes[back.foreignKey] = null;
	}

	#join({ edge, end }: Relation, id: string, otherId: string): void {
		let sides = this.#edges.get(edge);
		if (!sides) this.#edges.set(edge, (sides = { left: new Map(), right: new Map() }));
		const put = (side: Map<string, Set<string>>, from: string, to: string): void => {
			const known = side.get(from);
			if (known) known.add(to);
			else side.set(from, new Set([to]));
		};
		put(sides[end], id, otherId);
		put(sides[opposite[end]], otherId, id);
	}
}
