/** What a workflow about access asks for first. */
export const shortApplication = [
	'id',
	'title',
	'status',
	'provisioning_type',
	'owner_user_id',
	'admin_user_ids',
	'risk_level',
	'auth_method',
	'user_count',
	'url',
];
