import { JOB_NAMES } from '../../simulators/rezolve/index.mts';
import { usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const runs = () => rezolve.simulator.state.jobRuns.map(({ jobName }) => jobName);

describe('Triggering a job', () => {
	it.each(JOB_NAMES)('starts %s', async (jobName) => {
		const record = await rezolve.record('job', 'trigger', { jobName, confirm: true });

		expect(record).toMatchObject({ jobName, status: 'queued', jobId: rezolve.simulator.state.jobRuns[0]?.id });
		expect(runs()).toEqual([jobName]);
		expect(rezolve.requestsTo('triggerJob')).toMatchObject([{ body: { jobName } }]);
		expect(rezolve.requestsTo('triggerJob')[0]?.body).not.toHaveProperty('confirm');
	});

	it.each(JOB_NAMES.filter((name) => name !== 'auditLogArchive'))('asks for no confirmation of %s', async (jobName) => {
		await rezolve.records('job', 'trigger', { jobName });

		expect(runs()).toEqual([jobName]);
	});

	it.each([{ jobName: 'auditLogArchive' }, { jobName: 'auditLogArchive', confirm: false }, { jobName: ' auditLogArchive ', confirm: true }])('does not archive the audit log without the switch: %j', async (parameters) => {
		const { message, description } = await rezolve.failed('job', 'trigger', parameters);

		expect(message).toBe('I Understand is off [Item 0]');
		expect(description).toMatch(/an investigation still needs/);
		expect(rezolve.simulator.requests).toHaveLength(0);
	});

	it('asks for the confirmation also where an expression names the job', async () => {
		const { outputs } = await rezolve.run('job', 'trigger', { jobName: '={{ $json.job }}' }, { items: [{ job: 'dataSync' }, { job: 'auditLogArchive' }], onError: 'continueErrorOutput' });

		expect(outputs.map((output) => output.length)).toEqual([1, 1]);
		expect(runs()).toEqual(['dataSync']);
	});

	it('that is running is refused, and told', async () => {
		await rezolve.records('job', 'trigger', { jobName: 'dataSync' });
		const { message, description } = await rezolve.failed('job', 'trigger', { jobName: 'dataSync' });
		rezolve.simulator.clock.advance(5_000);
		await rezolve.records('job', 'trigger', { jobName: 'dataSync' });

		expect(message).toBe('Rezolve.ai answered 409: Job is running [Item 0]');
		expect(description).toMatch(/the work is running/);
		expect(runs()).toEqual(['dataSync', 'dataSync']);
	});

	it('that nobody knows is refused with the names there are', async () => {
		const { message, description } = await rezolve.failed('job', 'trigger', { jobName: 'coffee' });

		expect(message).toContain('answered 400');
		expect(description).toContain('credentialRotationCheck');
	});

	it('is shown by a dry run with how the job is doing, also without the switch', async () => {
		const record = await rezolve.record('job', 'trigger', { jobName: 'auditLogArchive', options: { dryRun: true } });

		expect(record).toMatchObject({ dryRun: true, wouldSend: { method: 'POST', body: { jobName: 'auditLogArchive' } }, current: { jobName: 'auditLogArchive', status: 'idle' } });
		expect(runs()).toEqual([]);
		expect(rezolve.simulator.requests.map(({ method }) => method)).toEqual(['GET']);
	});

	it('is never done twice by a lost answer', async () => {
		rezolve.simulator.faults.onOperation('triggerJob', { kind: 'reset', when: 'afterActing', effect: 'taken' });
		const { data } = await rezolve.failed('job', 'trigger', { jobName: 'dataSync' });

		expect(data).toMatchObject({ mayHaveTakenEffect: true });
		expect(runs()).toEqual(['dataSync']);
	});
});

describe('The figures of a job', () => {
	it('tell that it runs, and that it has run', async () => {
		await rezolve.records('job', 'trigger', { jobName: 'dataSync' });
		const during = await rezolve.record('job', 'getStats', { jobName: 'dataSync' });
		rezolve.simulator.clock.advance(5_000);
		const afterwards = await rezolve.record('job', 'getStats', { jobName: 'dataSync' });

		expect(during).toMatchObject({ status: 'running', queue: { processing: 1, completed: 0 } });
		expect(afterwards).toMatchObject({ status: 'idle', queue: { processing: 0, completed: 1 } });
	});

	it('of a job that nobody knows are not there', async () => {
		const { message } = await rezolve.failed('job', 'getStats', { jobName: 'coffee' });

		expect(message).toBe('Rezolve.ai answered 404: Job not found [Item 0]');
	});
});
