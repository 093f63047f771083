import { single } from '../answers.mts';
import type { Organization } from '../organization.mts';
import type { AccessRevocation } from '../records.mts';
import { filtered, notFound, page, unprocessable, type Handlers } from './common.mts';

export const accessRevocations = (organization: Organization): Handlers => {
	const find = (id: unknown) => organization.state.accessRevocations.find((revocation) => revocation.id === id);
	const shown = (revocation: AccessRevocation, status = 200) => single(organization.showRevocation(revocation), 'bare', organization.switches, status);
	const closed = ({ status }: AccessRevocation) => unprocessable(organization, { status: [`is ${status} already`] });

	return {
		listAccessRevocations: (exchange) => {
			const { user_id: grantee_user_id, application_id, status } = exchange.query;
			const rows = filtered(organization.state.accessRevocations, { grantee_user_id, application_id });
			if (organization.switches.automaticAfterReads !== null) for (const row of rows) organization.countRead(row, exchange.nowMs);
			return page(organization, exchange, filtered(rows, { status }), organization.showRevocation);
		},

		// A second revocation of a state that has an open one is let through, as far as is known of the vendor.
		createAccessRevocation: ({ body, nowMs }) => {
			const { access_state_id: id, reason } = body as { access_state_id: string; reason: string };
			const state = organization.accessState(id);
			if (!state) return unprocessable(organization, { access_state_id: ['does not exist'] });
			if (state.effective_end !== null) return unprocessable(organization, { access_state_id: ['has already ended'] });
			return shown(organization.createRevocation(state, reason, nowMs), organization.switches.createStatus);
		},

		getAccessRevocation: ({ pathParameters, nowMs }) => {
			const revocation = find(pathParameters.access_revocation_id);
			if (!revocation) return notFound(organization);
			organization.countRead(revocation, nowMs);
			return shown(revocation);
		},

		completeAccessRevocation: ({ pathParameters, nowMs }) => {
			const revocation = find(pathParameters.access_revocation_id);
			if (!revocation) return notFound(organization);
			if (revocation.status !== 'processing_access') return closed(revocation);
			organization.completeRevocation(revocation, nowMs);
			return shown(revocation);
		},

		rejectAccessRevocation: ({ pathParameters, body }) => {
			const revocation = find(pathParameters.access_revocation_id);
			if (!revocation) return notFound(organization);
			if (revocation.status !== 'processing_access') return closed(revocation);
			organization.rejectRevocation(revocation, (body as { reason: string }).reason);
			return shown(revocation);
		},
	};
};
