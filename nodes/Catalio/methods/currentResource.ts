import type { ILoadOptionsFunctions } from 'n8n-workflow';
import type { Session } from '../../shared/operation';
import { descriptionOf, typeModelOf, type TenantModel, type TypeModel } from '../openApi';
import { resourceTypeOf, type ResourceType } from '../resourceTypes';

/** The resource that is chosen in the panel. */
export const resourceIn = (context: ILoadOptionsFunctions): ResourceType => resourceTypeOf(String(context.getCurrentNodeParameter('resource')));

/** What the tenant's own description says; undefined where it can't be read. Throws VendorError when the credential is refused. */
export async function described(session: Session): Promise<{ readonly model: TenantModel | undefined; readonly reason: string }> {
	const description = await descriptionOf(session);
	if (description.kind === 'refused') throw description.error;
	return description.kind === 'known' ? { model: description.model, reason: '' } : { model: undefined, reason: description.reason };
}

export interface Known {
	/** Undefined where the tenant's description can't be read or does not hold this type. */
	readonly type: TypeModel | undefined;
	readonly model: TenantModel | undefined;
	/** What to tell the user of names that are only assumed. */
	readonly assumed: string;
}

/** What is known of one resource. Throws VendorError when the credential is refused. */
export async function knownOf(session: Session, resource: ResourceType): Promise<Known> {
	const { model, reason } = await described(session);
	const because = reason === '' ? `it does not name ${resource.plural}` : reason;
	return {
		model,
		type: model && typeModelOf(model, resource),
		assumed: `Assumed, because the API description of this organization cannot be used: ${because}`,
	};
}
