import { columnsOf } from './columns.mts';
import type { DataSet, Row } from './records.mts';
import { workspace, type Workspace } from './seed.mts';
import type { Switches } from './switches.mts';

type Source = readonly [rows: keyof Workspace, columns: string];

const RISK: Source = [
	'risks',
	'riskDescription recommendation riskSeverity:enum riskType:enum application applicationInstance accountName email userName hasAdminPrivileges:boolean mfaEnabled:boolean age:number eventTimestamp:timestamp detectedOn:timestamp',
];

/** What each of the 25 contexts exports: whose rows, and which columns. Invented, after the labels of the product's screens. */
const SOURCES: Readonly<Record<string, Source>> = {
	accessInventoryIdentitiesV2: [
		'identities',
		'identityName accountEmail department application applicationInstance assignedApplicationCount:number assignedGroupsCount:number assignedRolesCount:number authenticationMethods createdAt:timestamp dormantDays:number identityType:enum isAdmin:boolean lastPasswordChanged:timestamp',
	],
	accessInventoryEmployeesV2: ['people', 'employeeId employeeName email department jobFunction manager location employeeType:enum employeeStatus:enum applicationCount:number accountCount:number createdAt:timestamp'],
	accessInventoryNhiV2: ['machines', 'identityName identityType:enum application applicationInstance owner isAdmin:boolean dormantDays:number lastActivity:timestamp createdAt:timestamp lastRotated:timestamp'],
	accessInventoryAccounts: ['accounts', 'accountName email application applicationInstance userId userStatus:enum accountType:enum isAdmin:boolean mfaEnabled:boolean dormantDays:number createdAt:timestamp'],
	accessInventoryApplicationAccountsV2: [
		'accounts',
		'accountName email application applicationInstance applicationRole userId userStatus:enum accountType:enum isAdmin:boolean mfaEnabled:boolean dormantDays:number lastActivity:timestamp createdAt:timestamp department jobFunction',
	],
	accessInventoryApplicationInstancesV2: ['applications', 'applicationInstance application category accountCount:number adminCount:number dormantAccountCount:number ssoEnabled:boolean lastSync:timestamp createdAt:timestamp'],
	accessInventoryGroupsV2: ['groups', 'groupName groupType:enum application applicationInstance totalAccounts:number activeAccounts:number inactiveAccounts:number utilization:number createdAt:timestamp'],
	accessInventoryRolesV2: ['roles', 'roleName application applicationInstance isAdmin:boolean accountCount:number utilization:number createdAt:timestamp'],
	accessInventoryResourceInstancesV2: ['resources', 'resourceName resourceType:enum application applicationInstance owner accountCount:number sharedExternally:boolean lastActivity:timestamp createdAt:timestamp'],
	identities: ['identities', 'identityName accountEmail department identityType:enum assignedApplicationCount:number isAdmin:boolean dormantDays:number createdAt:timestamp'],
	employees: ['people', 'employeeId employeeName email department jobFunction manager location employeeType:enum employeeStatus:enum startDate:timestamp endDate:timestamp createdAt:timestamp'],
	employeeAccessInsights: ['people', 'employeeName email department jobFunction applicationCount:number accountCount:number adminAccountCount:number dormantAccountCount:number utilization:number riskCount:number createdAt:timestamp'],
	oleriaUsers: ['oleriaUsers', 'name emailAddress status:enum roles lastLogin:timestamp createdAt:timestamp'],
	accountUtilization: [
		'accounts',
		'accountName accountType:enum email dormantDays:number applicationName applicationRole mfaEnabled:boolean userId userStatus:enum userName userLicenseType userLicenseStatus:enum hasApiAccess:boolean isAdmin:boolean ssoEnabled:boolean lastActivity:timestamp jobFunction applicationInstance createdAt:timestamp',
	],
	groupUtilizationAccounts: ['members', 'groupName groupType:enum account email userType:enum dormantDays:number lastActivity:timestamp createdAt:timestamp'],
	risks: RISK,
	risksV2: ['risks', `riskId ${RISK[1]} status:enum`],
	riskMonitoringDetail: ['risks', `riskId ${RISK[1]} department jobFunction status:enum`],
	activityAnalysis: ['activities', 'timestamp:timestamp activityType:enum activity severity:enum accountName initiatedBy ipAddress userId userName isAdmin:boolean city country jobFunction application instanceName osName browserName'],
	identityAssessmentRiskDownload: ['risks', `assessment ${RISK[1]}`],
	identityAssessmentEntitlementUtilization: ['roles', 'assessment entitlement application applicationInstance accountCount:number activeAccounts:number utilization:number isAdmin:boolean'],
	identityAssessmentResourceInstanceUtilization: ['resources', 'assessment resourceName resourceType:enum application accountCount:number activeAccounts:number utilization:number'],
	identityAssessmentSimilarGroups: ['similarGroups', 'assessment groupName similarGroupName application similarity:number sharedMembers:number'],
	ilmEmployeeEvents: ['events', 'eventId eventType:enum employeeId employeeName email department jobFunction manager effectiveDate:timestamp status:enum createdAt:timestamp'],
	ilmWorkflowEmployeeEvents: ['workflowRuns', 'runId eventId eventType:enum workflowName employeeName email status:enum stepCount:number failedStepCount:number startedAt:timestamp finishedAt:timestamp createdAt:timestamp'],
};

/** The contexts that are known. */
export const CONTEXTS: readonly string[] = Object.keys(SOURCES);

/** Of a context that nobody listed. */
const OTHER: Source = ['applications', 'id name createdAt:timestamp'];

/** How some of the company write their names; the leaver's stays plain. */
const NATIVE_NAMES: Readonly<Record<string, string>> = {
	'Zoe Papadaki': 'Ζωή Παπαδάκη',
	'Mei Tanaka': '田中 芽衣',
	'Felix Brandt': 'Félix Brändt',
	'Nora Lindqvist': 'Nóra Lindqvist 🌲',
	'Omar Haddad': 'عمر حداد',
};

/** Columns in which a person's name stands. */
const NAME_FIELDS = ['accountName', 'identityName', 'employeeName', 'userName', 'account', 'owner', 'initiatedBy', 'name'];

function dressed(row: Row, { nonAscii, quotedCommas, lineBreaks }: Switches): Row {
	const changed: Record<string, Row[string]> = { ...row };
	if (nonAscii) for (const field of NAME_FIELDS) changed[field] = NATIVE_NAMES[String(row[field])] ?? row[field] ?? null;
	if (typeof row.jobFunction === 'string') {
		const place = String(row.location ?? row.city ?? row.department ?? '');
		if (quotedCommas) changed.jobFunction = `${row.jobFunction}, ${place}`;
		if (lineBreaks) changed.jobFunction = `${String(changed.jobFunction)}\n"acting"`;
	}
	return changed;
}

/** Serves the rows of contexts as the switches want them written. The seed's times count from when the object was made. */
export class Catalogue {
	#workspace: Workspace;

	constructor(nowMs: number) {
		this.#workspace = workspace(nowMs);
	}

	dataSet(context: string, switches: Switches): DataSet {
		const [source, columns] = SOURCES[context] ?? OTHER;
		const rows = switches.rows === 'none' ? [] : this.#workspace[source].map((row) => dressed(row, switches));
		return { columns: columnsOf(columns), rows };
	}
}
