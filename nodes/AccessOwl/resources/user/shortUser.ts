/** What a workflow about people asks for first. */
export const shortUser = [
	'id',
	'email',
	'full_name',
	'status',
	'job_title',
	'departments',
	'teams',
	'employment_type',
	'manager_user_id',
	'deactivated_at',
];
