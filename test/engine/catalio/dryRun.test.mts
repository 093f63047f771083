import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { catalio as room } from '../../../nodes/Catalio/resources';
import { READ_ONLY_CLIENT } from '../../simulators/catalio/index.mts';
import { asJson, byId, relationRows, TEAM_IDS, useCatalioWrites, WITH_SINGLE, WRITTEN_TYPES } from './writes.mts';

const catalio = useCatalioWrites();

interface Write {
	readonly name: string;
	/** Read when the simulator is there. */
	readonly parameters: () => INodeParameters;
	/** The record it is about, as stored. */
	readonly target?: () => { type: string; id: string };
}

const first = (type: string): string => String(catalio.ids(type)[0]);
/** A record that may be deleted without others. */
const spare = (type: string, required: Readonly<Record<string, unknown>>): string => String(catalio.simulator.admin.addRecords(type, 1, required)[0]);
const RESULT_SINGLE = WITH_SINGLE.find(({ resource }) => resource === 'testResult')!;

const ofTen: readonly Write[] = WRITTEN_TYPES.flatMap(({ resource, type, field, required, many }): Write[] => {
	const target = () => ({ type, id: first(type) });
	const relation = many ?? RESULT_SINGLE.single;
	const related = (operation: string, more: () => INodeParameters): Write => ({
		name: `${resource}.${operation}`,
		parameters: () => ({ recordId: byId(first(type)), relationship: byId(relation.name), ...more() }),
	});
	return [
		{ name: `${resource}.create`, parameters: () => asJson({ ...required(catalio.simulator), [field]: 'New' }) },
		{ name: `${resource}.update`, target, parameters: () => ({ recordId: byId(first(type)), ...asJson({ [field]: 'Changed' }) }) },
		{ name: `${resource}.delete`, parameters: () => ({ recordId: byId(spare(type, required(catalio.simulator))) }) },
		related('addToRelationship', () => ({ relatedIds: String(catalio.ids(relation.type).at(-1)) })),
		related('removeFromRelationship', () => ({ relatedIds: String(catalio.simulator.related(type, first(type), relation.name)[0] ?? first(relation.type)) })),
		related('replaceRelationship', () => (many ? { replaceWith: 'many', relatedIds: [...(many.bound ? catalio.simulator.related(type, first(type), relation.name) : []), ...catalio.ids(relation.type).slice(-2)].join(',') } : { replaceWith: 'one', relatedIds: String(catalio.ids(relation.type).at(-1)) })),
	];
});

const ofRequirement: readonly Write[] = ['activate', 'analyzeSentiment', 'assessQuality', 'confirm', 'deprecate', 'generateSummary', 'generateTags', 'investigate', 'reject', 'suggestCategories', 'supersede'].map((operation) => ({
	name: `requirement.${operation}`,
	target: () => ({ type: 'requirement', id: first('requirement') }),
	parameters: () => ({ recordId: byId(first('requirement')), ...(operation === 'supersede' ? { supersededById: byId(String(catalio.ids('requirement')[3])) } : {}) }),
}));

const WRITES = [...ofTen, ...ofRequirement];
/** The relation of a test result leads to one: nothing can be added to it or removed from it. */
const IMPOSSIBLE = ['testResult.addToRelationship', 'testResult.removeFromRelationship'];
/** A record at the other end cannot be without this one. */
const REFUSED = [...IMPOSSIBLE, 'testCase.removeFromRelationship'];

const parts = (name: string): [string, string] => name.split('.') as [string, string];

describe('Dry Run', () => {
	it('is offered by every operation that changes something, and each of them is tried here', () => {
		const writes = room.resources.flatMap(({ resource, operations }) => operations.filter(({ effect }) => effect !== 'read').map(({ operation }) => `${resource}.${operation}`));

		expect(WRITES.map(({ name }) => name).sort()).toEqual(writes.sort());
	});

	it.each(WRITES)('of $name changes nothing, shows what there is now, and shows exactly what is sent without it', async ({ name, parameters, target }) => {
		const [resource, operation] = parts(name);
		const given = parameters();
		const before = catalio.snapshot();
		const [dry, ...others] = await catalio.records(resource, operation, { ...given, options: { dryRun: true } });

		expect(others).toEqual([]);
		expect(catalio.snapshot()).toEqual(before);
		expect(catalio.writes()).toEqual([]);
		expect(dry?.dryRun).toBe(true);
		if (operation === 'create') expect(dry).not.toHaveProperty('current');
		else expect(dry?.current).toEqual(expect.any(Object));
		if (target) expect(dry?.current).toMatchObject({ id: target().id });
		if (operation.endsWith('Relationship')) expect(dry?.current).toEqual({ related: expect.anything() });

		const { error } = await catalio.run(resource, operation, given);
		const [sent] = catalio.writes();
		expect(error === undefined).toBe(!REFUSED.includes(name));
		expect(catalio.writes()).toHaveLength(1);
		expect(dry?.wouldSend).toEqual({ method: sent?.method, url: `${catalio.simulator.origin}${sent?.url}`, ...(sent?.body === undefined ? {} : { body: sent.body }) });
		if (!REFUSED.includes(name)) expect(catalio.snapshot()).not.toEqual(before);
	});

	it.each(WRITES)('of $name works with a credential that may only read, which is refused without it in the vendor\'s words', async ({ name, parameters }) => {
		const [resource, operation] = parts(name);
		const credentials = catalio.credential({ clientId: READ_ONLY_CLIENT.id, clientSecret: READ_ONLY_CLIENT.secret });
		const given = parameters();
		const before = catalio.snapshot();
		expect((await catalio.run(resource, operation, { ...given, options: { dryRun: true } }, { credentials })).error).toBeUndefined();

		const { message, description, data } = await catalio.refusal(resource, operation, given, { credentials });
		expect(message).toMatch(IMPOSSIBLE.includes(name) ? /^Catalio answered 404: no_route_found/ : /^Catalio answered 403: Forbidden/i);
		if (!IMPOSSIBLE.includes(name)) expect(description).toContain('The API credential may not do this. Only the owner of a record or an organization admin may hand it over or delete it.');
		expect(data).toMatchObject({ mayHaveTakenEffect: false });
		expect(catalio.snapshot()).toEqual(before);
	});

	it('shows the relations that would be written after the record', async () => {
		const [dry] = await catalio.records('requirement', 'create', { ...asJson({ title: 'x' }), ...relationRows({ name: 'team', ids: TEAM_IDS.close, writtenAs: 'route' }), options: { dryRun: true } });

		expect(dry?.wouldThenSet).toEqual([{ relationship: 'team', data: { type: 'team', id: TEAM_IDS.close } }]);
		expect(catalio.writes()).toEqual([]);
	});

	it('of an update sends only what differs, and says where nothing would be sent', async () => {
		const id = first('requirement');
		const { title } = catalio.stored('requirement', id);
		const [dry] = await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ title, benefit: 'x' }), options: { dryRun: true } });
		const [same] = await catalio.records('requirement', 'update', { recordId: byId(id), ...asJson({ title }), options: { dryRun: true } });

		expect((dry?.wouldSend as IDataObject).body).toEqual({ data: { type: 'requirement', id, attributes: { benefit: 'x' } } });
		expect(same).toMatchObject({ id, unchanged: true, dryRun: true });
		expect(same).not.toHaveProperty('wouldSend');
	});

	it('of a delete says where there is nothing to delete', async () => {
		expect(await catalio.records('team', 'delete', { recordId: byId('00000000-0000-4000-8000-000000000000'), options: { dryRun: true } })).toEqual([
			{ id: '00000000-0000-4000-8000-000000000000', type: 'team', deleted: false, outcome: 'notFound', dryRun: true },
		]);
	});
});
