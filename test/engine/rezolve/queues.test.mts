import { LEAVER_EMAIL } from '../../simulators/rezolve/index.mts';
import { callMethod } from '../../support/engine.mts';
import { byId, usePlatform } from '../rezolveHub/support.mts';

const rezolve = usePlatform();
const membersOf = (number: number) => {
	const { people, queues } = rezolve.simulator.state;
	return queues.find((queue) => queue.number === number)!.memberIds.map((id) => people.find((person) => person.id === id)!.email);
};
const paths = () => rezolve.requestsTo('listQueueUsers').map(({ path }) => path);

describe('Queues', () => {
	it('come with their members', async () => {
		const found = await rezolve.records('queue', 'getAll', { returnAll: true });

		expect(found.map(({ id, name }) => [id, name])).toEqual([['q-7', 'IT desk'], ['q-8', 'People desk']]);
		expect(found[0]).toMatchObject({ members: expect.arrayContaining([expect.objectContaining({ email: LEAVER_EMAIL })]) });
	});

	it.each(['7', 'q-7', 'Q_7', 'queue7', ' q-7 '])('have members by the ID "%s"', async (id) => {
		const found = await rezolve.records('queue', 'getMembers', { returnAll: true, queueId: byId(id) });

		expect(found.map(({ email }) => email)).toEqual(membersOf(7));
		expect(paths()).toEqual(['/api/v2/ticketing/queue/7/users']);
	});

	it.each(['prefixed', 'digits'] as const)('have members for each queue of the list (%s)', async (queueIds) => {
		rezolve.simulator.set({ queueIds });
		const queues = await rezolve.records('queue', 'getAll', { returnAll: true });
		const found = await rezolve.records('queue', 'getMembers', { returnAll: true, queueId: { __rl: true, mode: 'id', value: '={{ $json.id }}' } }, { items: queues });

		expect(found.map(({ email }) => email)).toEqual([...membersOf(7), ...membersOf(8)]);
	});

	it.each(['prefixed', 'digits'] as const)('are picked from the list of the panel (%s)', async (queueIds) => {
		rezolve.simulator.set({ queueIds });
		const { results } = await callMethod<{ results: Array<{ name: string; value: string }> }>('listSearch', 'searchQueues', { node: 'rezolve', parameters: { authentication: 'bearer', resource: 'queue', operation: 'getMembers' }, ...rezolve.credential('bearer') }, 'people');
		const found = await rezolve.records('queue', 'getMembers', { queueId: { __rl: true, mode: 'list', value: results[0]?.value ?? '' } });

		expect(results.map(({ name }) => name)).toEqual(['People desk']);
		expect(found.map(({ email }) => email)).toEqual(membersOf(8));
	});

	it.each(['5b1c9a40-2f6e-4d8b-8c11-3e7a90d4f201', 'team-a-7'])('keep an ID that is not a word and a number as it is: %s', async (id) => {
		await rezolve.run('queue', 'getMembers', { queueId: byId(id) });
		rezolve.simulator.takeViolations();

		expect(rezolve.simulator.requests.map(({ path }) => path)).toEqual([`/api/v2/ticketing/queue/${id}/users`]);
	});

	it('that there are not are told', async () => {
		expect((await rezolve.failed('queue', 'getMembers', { queueId: byId('99') })).message).toBe('Rezolve.ai answered 404: Queue not found [Item 0]');
	});
});
