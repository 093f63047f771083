import { choicesOf, locator, text } from '../../shared/operation/fields';
import type { Field } from '../../shared/operation';
import { idOfEmail } from '../people';

type LocatorOptions = Parameters<typeof locator>[2];

export const userLocator = (options: Partial<LocatorOptions> = {}, name = 'userId', displayName = 'User'): Field =>
	locator(name, displayName, {
		search: 'searchUsers',
		idOfEmail,
		description: 'The person, found among people of every status, those who left included',
		...options,
	});

export const applicationLocator = (options: Partial<LocatorOptions> = {}, name = 'applicationId', displayName = 'Application'): Field =>
	locator(name, displayName, { search: 'searchApplications', ...options });

/** What went into an audit trail can't be changed later: the vendor allows 255 characters. */
export const reason = (name: string, displayName: string, sendAs: `body.${string}`): Field =>
	text(name, displayName, {
		required: true,
		maxLength: 255,
		sendAs,
		placeholder: 'e.g. Last day reached, HR-1204',
		description: 'Shown in AccessOwl to admins and auditors. Up to 255 characters.',
	});

export const accessRequestId: Field = locator('accessRequestId', 'Access Request ID', {
	required: true,
	sendAs: 'path.access_request_id',
	description: 'The ID of an access request, for instance from Get Many',
});

export const accessRevocationId: Field = locator('accessRevocationId', 'Access Revocation ID', {
	required: true,
	sendAs: 'path.access_revocation_id',
	description: 'The ID of an access revocation, for instance from Get Many',
});

export const USER_STATUSES = ['active', 'inactive', 'onboarding', 'onboarding_provisioning_planned', 'offboarding', 'offboarding_planned', 'offboarded'];
export const APPLICATION_STATUSES = ['approved', 'discovered', 'ignored', 'requestable'];
export const REQUEST_STATUSES = ['pending_approval', 'pending_permissions_assignment', 'scheduled', 'pending_dependency', 'processing_access', 'access_granted', 'denied', 'rejected'];
export const REVOCATION_STATUSES = ['processing_access', 'revoked', 'rejected'];

export const employmentTypes = choicesOf(['full_time', 'part_time', 'contract', 'freelance', 'internship', 'apprenticeship', 'working_student', 'training']);
