import type { INodePropertyOptions } from 'n8n-workflow';

/** Stands for a data set that is not in the menu. */
export const OTHER = 'other';

const GROUPS: ReadonlyArray<readonly [group: string, sets: ReadonlyArray<readonly [name: string, value: string, description: string]>]> = [
	[
		'Access Inventory',
		[
			['Accounts', 'accessInventoryAccounts', 'All accounts'],
			['Application Accounts', 'accessInventoryApplicationAccountsV2', 'Accounts inside applications: what a leaver still has'],
			['Application Instances', 'accessInventoryApplicationInstancesV2', 'Connected applications'],
			['Employees', 'accessInventoryEmployeesV2', 'Employees, from the HR source'],
			['Groups', 'accessInventoryGroupsV2', 'Groups'],
			['Identities', 'accessInventoryIdentitiesV2', 'Identity accounts'],
			['Non-Human Identities', 'accessInventoryNhiV2', 'Service accounts, keys and other machines'],
			['Resource Instances', 'accessInventoryResourceInstancesV2', 'Files, records, folders and the like'],
			['Roles', 'accessInventoryRolesV2', 'Roles'],
		],
	],
	[
		'Identity and Employees',
		[
			['Employee Access Insights', 'employeeAccessInsights', 'Access posture of each employee'],
			['Employees', 'employees', 'Employees'],
			['Identities', 'identities', 'Identities'],
			['Oleria Users', 'oleriaUsers', 'People who can sign in to Oleria itself'],
		],
	],
	[
		'Identity Assessments',
		[
			['Entitlement Utilization', 'identityAssessmentEntitlementUtilization', 'How entitlements are used'],
			['Resource Utilization', 'identityAssessmentResourceInstanceUtilization', 'How resources are used'],
			['Risks', 'identityAssessmentRiskDownload', 'Risks of the assessment'],
			['Similar Groups', 'identityAssessmentSimilarGroups', 'Groups that look alike'],
		],
	],
	[
		'Identity Lifecycle',
		[
			['Employee Events', 'ilmEmployeeEvents', 'Joiners, movers and leavers'],
			['Workflow Runs', 'ilmWorkflowEmployeeEvents', 'Workflows that those events started'],
		],
	],
	[
		'Risk and Activity',
		[
			['Activity', 'activityAnalysis', 'The activity log'],
			['Risk Details', 'riskMonitoringDetail', 'One risk in each row, with its details'],
			['Risks', 'risksV2', 'Detected risks, newer form'],
			['Risks (Older Form)', 'risks', 'Detected risks'],
		],
	],
	[
		'Utilization',
		[
			['Account Utilization', 'accountUtilization', 'How accounts are used'],
			['Accounts in Groups', 'groupUtilizationAccounts', 'How accounts within groups are used'],
		],
	],
];

/** The 25 data sets that the vendor's pages name, by group, and a way to name another one: the list may be longer. */
export const contexts: readonly INodePropertyOptions[] = [
	...GROUPS.flatMap(([group, sets]) => sets.map(([name, value, description]) => ({ name: `${group}: ${name}`, value, description }))),
	{ name: 'Other', value: OTHER, description: 'A data set that is not in this list, by its name in the API' },
].sort((a, b) => a.name.localeCompare(b.name));
