import type { JsonObject, JsonValue } from '../../../shared/http/request';
import { VendorError } from '../../../shared/http/vendorError';
import { linkageDocument } from '../../../shared/jsonApi';
import type { Item } from '../../../shared/operation';
import type { ResourceType } from '../../resourceTypes';
import { toWrite } from '../fields/values';

/** Writes the relations that have a request of their own. Replacing is inherently repeatable (JSON:API 1.1 "Updating Relationships"). Throws VendorError. */
export async function writeRoutes(item: Item, id: JsonValue | undefined, { collection }: ResourceType): Promise<void> {
	const { session } = item;
	const { routes } = toWrite(item);
	if (routes.length > 0 && typeof id !== 'string') throw withoutId();
	for (const { name, linkage } of routes) {
		const request = session.request(`PATCH /api/v1/${collection}/{id}/relationships/{relationship}`, {
			path: { id: String(id), relationship: name },
			body: linkageDocument(linkage),
		});
		session.expect(await session.send(request, 'inherent'), request);
	}
}

/** The answer to a create may lack the record (JSON:API 1.1 "Creating Resources", 202 and 204). */
const withoutId = (): VendorError =>
	new VendorError({
		message: 'Catalio did not say which ID it has',
		description: 'Look for it in Catalio, and set its relations with Update.',
		fields: [],
		attempts: 1,
		waitedMs: 0,
		mayHaveTakenEffect: true,
		reason: 'answered',
	});

/** What a dry run says of them. */
export function plannedRoutes(item: Item): JsonObject {
	const { routes } = toWrite(item);
	return routes.length === 0 ? {} : { wouldThenSet: routes.map(({ name, linkage }) => ({ relationship: name, ...linkageDocument(linkage) })) };
}
