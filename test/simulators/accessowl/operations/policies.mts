import { single } from '../answers.mts';
import { iso, type Organization } from '../organization.mts';
import { notFound, page, unprocessable, type Handlers } from './common.mts';

export const policies = (organization: Organization): Handlers => ({
	listPolicies: (exchange) => page(organization, exchange, organization.state.policies, (policy) => policy),

	setPolicyApplications: ({ pathParameters, body, nowMs }) => {
		const policy = organization.state.policies.find((one) => one.id === pathParameters.policy_id);
		if (!policy) return notFound(organization);
		const { application_ids: ids, elevated = false } = body as { application_ids: string[]; elevated?: boolean };
		if (ids.some((id) => !organization.application(id))) return unprocessable(organization, { application_ids: ['contains unknown ids'] });
		// Left out means false: this is how the flag gets lost.
		Object.assign(policy, { application_ids: [...ids], elevated, lock_version: policy.lock_version + 1, updated_at: iso(nowMs) });
		return single(policy, 'bare', organization.switches);
	},
});
