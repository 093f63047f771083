import type { Choices } from '../../../shared/operation/fields';

/** AK/trigger-job. */
export const JOBS: Choices = [
	{ name: 'Audit Log Archive', value: 'auditLogArchive', description: 'May move evidence out of the audit log' },
	{ name: 'Cleanup Expired Sessions', value: 'cleanupExpiredSessions' },
	{ name: 'Credential Rotation Check', value: 'credentialRotationCheck' },
	{ name: 'Data Sync', value: 'dataSync' },
	{ name: 'Report Generation', value: 'reportGeneration' },
	{ name: 'Token Expiry', value: 'tokenExpiry' },
];
