import { defineOperation } from '../../../shared/operation';
import { choice } from '../../../shared/operation/fields';
import { checkConfirmed, confirm } from '../fields';
import { JOBS } from './fields';

const WARNING = 'Archiving may move entries out of the audit log that an investigation still needs.';
const ARCHIVE = 'auditLogArchive';

export const trigger = defineOperation({
	operation: 'trigger',
	name: 'Trigger',
	action: 'Trigger job',
	description: 'Start one of the jobs that Rezolve.ai runs for the tenant',
	endpoint: 'POST /api/v1/admin/jobs/trigger',
	alsoReaches: ['GET /api/v1/admin/jobs/{jobName}/stats'],
	effect: 'write',
	offeredToModels: false,
	fields: [choice('jobName', 'Job', JOBS, { required: true, default: 'credentialRotationCheck', open: true, sendAs: 'body.jobName' }), confirm(WARNING, { jobName: [ARCHIVE] })],
	check: async (item) => {
		if (item.text('jobName') === ARCHIVE) checkConfirmed(item, WARNING);
		return item.dryRun ? { current: await item.session.get('GET /api/v1/admin/jobs/{jobName}/stats', { path: { jobName: item.text('jobName') } }) } : {};
	},
});
