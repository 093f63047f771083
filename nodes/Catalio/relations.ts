import type { Session } from '../shared/operation';
import { tenantModel, typeModelOf } from './openApi';
import type { ResourceType } from './resourceTypes';

/** What is at the other end of a relation; undefined where nobody knows. */
export type TypeOfRelation = (name: string) => { readonly type: string; readonly many: boolean } | undefined;

/** From the organization's own description, else from the vendor's concept pages. */
export async function relationsOf(session: Session, resourceType: ResourceType): Promise<TypeOfRelation> {
	const model = await tenantModel(session);
	const described = (model && typeModelOf(model, resourceType)?.relationships) ?? [];
	return (name) => {
		const known = described.find((each) => each.name === name);
		const hint = resourceType.relations.find((each) => each.name === name);
		const type = known?.types[0] ?? hint?.type;
		return type === undefined ? undefined : { type, many: known?.many ?? hint?.many === true };
	};
}
