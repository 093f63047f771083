import { join } from 'node:path';
import { RESOURCE_TYPES } from '../../../nodes/Catalio/resourceTypes';
import { idempotencyOf } from '../../../nodes/shared/operation/definition';
import { optionFieldsOf } from '../../../nodes/shared/operation/options';
import type { Vendor } from '../../../scripts/docs/vendor.mts';
import { vendorFrom, type VendorFacts } from '../../../scripts/docs/vendors.mts';
import { nodeTypes, rooms } from '../../support/descriptions.mts';

export const root = join(import.meta.dirname, '..', '..', '..');

const tables: Readonly<Record<string, Vendor['table']>> = { Catalio: RESOURCE_TYPES };

/** A vendor as the generator sees it, from the sources. Throws for one that descriptions.mts does not list. */
export function documented(facts: VendorFacts): Vendor {
	const room = rooms.find(({ node }) => node === facts.node)?.room;
	const properties = nodeTypes.find((type) => type.constructor.name === facts.node)?.description.properties;
	if (!room || !properties) throw new Error(`test/support/descriptions.mts does not list ${facts.node}`);
	return vendorFrom(root, facts, { room, properties, table: tables[facts.node] ?? [], idempotencyOf, optionFieldsOf });
}
