import type { Column, DataType } from './records.mts';

/** Labels that are more than the field's words with a capital each. */
const LABELS: Readonly<Record<string, string>> = {
	createdAt: 'Created Date',
	lastPasswordChanged: 'Last Password changed',
	authenticationMethods: 'Authentication methods',
	userName: 'UserName',
};

const SHORT_FORMS: Readonly<Record<string, string>> = { Id: 'ID', Mfa: 'MFA', Sso: 'SSO', Api: 'API', Ip: 'IP', Os: 'OS', Nhi: 'NHI' };

/**
 * The label of a field: `dormantDays` is `Dormant Days`, `mfaEnabled` is `MFA Enabled`.
 * The rule is ours. The vendor documents neither its CSV headers nor, beside `department` and `createdAt`, its field names.
 */
export function labelOf(field: string): string {
	const words = field.replace(/([A-Z])/g, ' $1').split(' ').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
	return LABELS[field] ?? words.map((word) => SHORT_FORMS[word] ?? word).join(' ');
}

/** Columns of a text such as `email dormantDays:number`; without a type they are strings. */
export const columnsOf = (text: string): Column[] =>
	text.trim().split(/\s+/).map((word) => {
		const [field = '', type = 'string'] = word.split(':');
		return { field, label: labelOf(field), type: type as DataType };
	});
