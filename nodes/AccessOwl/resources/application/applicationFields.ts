import { InputError } from '../../../shared/http/inputError';
import type { Field } from '../../../shared/operation';
import { checkUuid, choice, choices, choicesOf, day, text, texts, toggle } from '../../../shared/operation/fields';
import type { Group } from '../../../shared/operation/field';
import { userLocator } from '../fields';

const AUTH_METHODS = choicesOf(['google', 'microsoft', 'okta', 'sso_provider', 'credentials', 'other'], { sso_provider: 'SSO Provider' });
const RISK_LEVELS = choicesOf(['low', 'medium', 'high']);
const WRITABLE_STATUSES = choicesOf(['ignored', 'approved', 'requestable']);
const DATA_TYPES = choicesOf(
	['customer_metadata', 'customer_pii', 'company_metadata', 'company_sensitive_data', 'employee_pii', 'employee_sensitive_data', 'ephi'],
	{ customer_pii: 'Customer PII', employee_pii: 'Employee PII', ephi: 'ePHI' },
);
const CERTIFICATES = choicesOf(
	['iso_22301', 'iso_27001', 'iso_27017', 'iso_27701', 'iso_31000', 'iso_42001', 'soc1', 'soc2_t1', 'soc2_t2', 'soc3', 'pci_dss', 'nist_csf', 'fed_ramp', 'hipaa', 'hitrust_csf', 'gdpr', 'csa_star', 'fsd_safe'],
	{
		iso_22301: 'ISO 22301', iso_27001: 'ISO 27001', iso_27017: 'ISO 27017', iso_27701: 'ISO 27701', iso_31000: 'ISO 31000', iso_42001: 'ISO 42001',
		soc1: 'SOC 1', soc2_t1: 'SOC 2 Type 1', soc2_t2: 'SOC 2 Type 2', soc3: 'SOC 3', pci_dss: 'PCI DSS', nist_csf: 'NIST CSF', fed_ramp: 'FedRAMP', hipaa: 'HIPAA',
		hitrust_csf: 'HITRUST CSF', gdpr: 'GDPR', csa_star: 'CSA STAR', fsd_safe: 'FSD SAFE',
	},
);

/** Whole lists: what is not in the list goes, and an empty one clears. */
const WHOLE_LIST = 'Separated by commas. Replaces the whole list; an empty value clears it.';

function webAddress(name: string, displayName: string, sendAs: `body.${string}`, group: Group): Field {
	const field = text(name, displayName, { group, sendAs, placeholder: 'e.g. https://ledger.example.com' });
	return {
		...field,
		read: (value, context) => {
			const read = field.read(value, context);
			if (read === undefined || /^https?:\/\//.test(String(read))) return read;
			throw new InputError(`${displayName} is not a web address: "${String(read).slice(0, 80)}"`, 'Start it with https://.');
		},
	};
}

/** The attributes that creating and updating share. On update a list that is filled in replaces the one that is there. */
export const applicationFields = (group: Group): Field[] => [
	texts('adminUserIds', 'Admin User IDs', { group, sendAs: 'body.admin_user_ids', each: checkUuid, emptyClears: true, description: WHOLE_LIST }),
	choice('authMethod', 'Auth Method', AUTH_METHODS, { group, default: 'google', open: true, sendAs: 'body.auth_method' }),
	text('dataLocation', 'Data Location', { group, sendAs: 'body.data_location', placeholder: 'e.g. Frankfurt' }),
	text('description', 'Description', { group, sendAs: 'body.description' }),
	day('lastVendorReviewAt', 'Last Vendor Review At', { group, sendAs: 'body.last_vendor_review_at' }),
	toggle('mfaActivated', 'MFA Activated', { group, sendAs: 'body.mfa_activated', description: 'Whether signing in asks for a second factor' }),
	text('notes', 'Notes', { group, sendAs: 'body.notes', rows: 3 }),
	userLocator({ group, sendAs: 'body.owner_user_id', description: 'The business owner. Needed for the statuses Approved and Requestable.' }, 'ownerUserId', 'Owner'),
	choices('processedDataTypes', 'Processed Data Types', DATA_TYPES, { group, sendAs: 'body.processed_data_types', emptyClears: true, description: 'Replaces the whole list' }),
	choice('riskLevel', 'Risk Level', RISK_LEVELS, { group, default: 'medium', open: true, sendAs: 'body.risk_level' }),
	choice('status', 'Status', WRITABLE_STATUSES, { group, default: 'requestable', sendAs: 'body.status' }),
	texts('tags', 'Tags', { group, sendAs: 'body.tags', emptyClears: true, description: `Titles, new ones are created. ${WHOLE_LIST}` }),
	webAddress('url', 'URL', 'body.url', group),
	webAddress('userSetupUrl', 'User Setup URL', 'body.user_setup_url', group),
	choices('vendorCertificates', 'Vendor Certificates', CERTIFICATES, { group, sendAs: 'body.vendor_certificates', emptyClears: true, description: 'Replaces the whole list' }),
];
