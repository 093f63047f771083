/** The records as the simulator stores them, in the words of the vendor (users, applications, access states, requests, revocations, policies). */
export type UserStatus = 'active' | 'inactive' | 'onboarding' | 'onboarding_provisioning_planned' | 'offboarding' | 'offboarding_planned' | 'offboarded';

export interface User {
	id: string;
	email: string;
	first_name: string | null;
	last_name: string | null;
	status: UserStatus;
	departments: string[];
	teams: string[];
	job_title: string | null;
	location_city: string | null;
	employment_type: string | null;
	manager_user_id: string | null;
	deactivated_at: string | null;
	inserted_at: string;
	updated_at: string;
}

export interface Tag {
	id: string;
	title: string;
}

export type ProvisioningType = 'automatic' | 'application_admin';

export interface Application {
	id: string;
	title: string;
	status: 'ignored' | 'discovered' | 'approved' | 'requestable';
	provisioning_type: ProvisioningType;
	description: string | null;
	url: string | null;
	user_setup_url: string | null;
	owner_user_id: string | null;
	admin_user_ids: string[];
	risk_level: string | null;
	auth_method: string | null;
	mfa_activated: boolean | null;
	data_location: string | null;
	last_vendor_review_at: string | null;
	notes: string | null;
	processed_data_types: string[];
	vendor_certificates: string[];
	tags: Tag[];
	/** Not in the contract: answers show it, so that clients prove to pass unknown members through. */
	category: string;
	lock_version: number;
	inserted_at: string;
	updated_at: string;
}

export interface Permission {
	id: string;
	title: string;
	description: string | null;
	elevated: boolean;
	requestable: boolean;
}

export interface Resource {
	id: string;
	application_id: string;
	title: string | null;
	description: string | null;
	type: string | null;
	order: number;
	requestable: boolean;
	multiple_permissions_selectable: boolean;
	parent_resource_id: string | null;
	permissions: Permission[];
}

export interface AccessState {
	id: string;
	application_id: string;
	grantee_user_account_id: string;
	/** Null: an account that no person is linked to. */
	grantee_user_id: string | null;
	group_id: string | null;
	/** Null: the whole application. */
	resource_id: string | null;
	target_permission_ids: string[];
	effective_start: string;
	/** Null: the access is current. */
	effective_end: string | null;
}

export type RequestStatus = 'pending_approval' | 'pending_permissions_assignment' | 'scheduled' | 'pending_dependency' | 'processing_access' | 'access_granted' | 'denied' | 'rejected';

export interface ApprovalStep {
	step: number;
	status: string;
	strategy: 'first_to_respond' | 'all';
	approvers: Array<{ user_id: string; status: string }>;
}

export interface AccessRequest {
	id: string;
	application_id: string;
	resource_id: string;
	permission_ids: string[];
	request_reason: string;
	status: RequestStatus;
	grantee_user_id: string;
	requestor_user_id: string;
	provisioning_type: ProvisioningType;
	approval_steps: ApprovalStep[];
	inserted_at: string;
	/** Never shown: the access state that the grant made. */
	access_state_id: string | null;
	/** Never shown: why it was denied or rejected. */
	close_reason: string | null;
}

export type RevocationStatus = 'processing_access' | 'revoked' | 'rejected';

export interface AccessRevocation {
	id: string;
	application_id: string;
	reason: string;
	status: RevocationStatus;
	grantee_user_id: string | null;
	requestor_user_id: string | null;
	resource_id: string | null;
	permission_ids: string[] | null;
	provisioning_type: ProvisioningType;
	inserted_at: string;
	/** Never shown: what it takes away. */
	access_state_id: string;
	/** Never shown: why it was rejected. */
	close_reason: string | null;
}

export interface Policy {
	id: string;
	title: string;
	default_policy: boolean;
	elevated: boolean;
	application_ids: string[];
	approval_steps: Array<{ step: number; approver_types: string[]; specific_approver_user_ids: string[]; strategy: 'first_to_respond' | 'all' }>;
	lock_version: number;
	inserted_at: string;
	updated_at: string;
}

/** One organisation. Lists are answered in the order of these arrays. */
export interface AccessOwlState {
	users: User[];
	applications: Application[];
	resources: Resource[];
	accessStates: AccessState[];
	accessRequests: AccessRequest[];
	accessRevocations: AccessRevocation[];
	policies: Policy[];
	/** In whose name the API token acts. */
	tokenOwnerId: string | null;
}

export const emptyState = (): AccessOwlState => ({
	users: [],
	applications: [],
	resources: [],
	accessStates: [],
	accessRequests: [],
	accessRevocations: [],
	policies: [],
	tokenOwnerId: null,
});
