import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId, useCatalioWrites } from './writes.mts';

const catalio = useCatalioWrites();

interface Action {
	readonly operation: string;
	/** Of the contract. */
	readonly operationId: string;
	readonly parameters?: INodeParameters;
	readonly sent?: Readonly<Record<string, unknown>>;
	/** What it leaves on the record. */
	readonly leaves: Readonly<Record<string, unknown>>;
}

const SUCCESSOR = '000000e1-0000-4000-8000-000000000005';
const REASON = 'The owner leaves';

const STATUS_ACTIONS: readonly Action[] = [
	{ operation: 'activate', operationId: 'activateRequirement', leaves: { status: 'active' } },
	{ operation: 'confirm', operationId: 'confirmRequirement', leaves: { status: 'confirmed' } },
	{ operation: 'deprecate', operationId: 'deprecateRequirement', parameters: { reason: REASON }, sent: { reason: REASON }, leaves: { status: 'deprecated', status_reason: REASON } },
	{ operation: 'investigate', operationId: 'investigateRequirement', parameters: { reason: REASON }, sent: { reason: REASON }, leaves: { status: 'under_investigation', status_reason: REASON } },
	{ operation: 'reject', operationId: 'rejectRequirement', parameters: { reason: REASON }, sent: { reason: REASON }, leaves: { status: 'rejected', status_reason: REASON } },
	{ operation: 'supersede', operationId: 'supersedeRequirement', parameters: { supersededById: byId(SUCCESSOR) }, sent: { superseded_by_id: SUCCESSOR }, leaves: { status: 'superseded', superseded_by_id: SUCCESSOR } },
];

const AI_ACTIONS: readonly Action[] = [
	{ operation: 'analyzeSentiment', operationId: 'analyzeRequirementSentiment', leaves: { sentiment: { label: 'neutral', score: 0.5 } } },
	{ operation: 'assessQuality', operationId: 'assessRequirementQuality', leaves: { quality_score: expect.stringMatching(/^0\.\d\d$/) } },
	{ operation: 'generateSummary', operationId: 'generateRequirementSummary', leaves: { ai_summary: expect.stringMatching(/^In short: /) } },
	{ operation: 'generateTags', operationId: 'generateRequirementTags', leaves: { semantic_tags: expect.arrayContaining(['export']) } },
	{ operation: 'suggestCategories', operationId: 'suggestRequirementCategories', leaves: { suggested_categories: expect.any(Array) } },
];

const ACTIONS = [...STATUS_ACTIONS, ...AI_ACTIONS];
const target = (): string => String(catalio.ids('requirement')[0]);
const act = async ({ operation, parameters = {} }: Action, options: IDataObject = {}) => await catalio.records('requirement', operation, { recordId: byId(target()), ...parameters, options } as INodeParameters);
const bodies = () => catalio.writes().map(({ body }) => body);

describe('An action of a requirement', () => {
	it.each(ACTIONS)('$operation: sends its arguments as attributes, or no body without any, and takes effect once', async ({ sent, leaves, operationId, ...action }) => {
		await act({ ...action, operationId, leaves });

		expect(catalio.stored('requirement', target())).toMatchObject(leaves);
		expect(catalio.writes()).toEqual([expect.objectContaining({ operationId, method: 'POST' })]);
		expect(bodies()).toEqual([sent && { data: { type: 'requirement', attributes: sent } }]);
	});

	it.each(STATUS_ACTIONS.filter(({ sent }) => sent))('$operation: sends its arguments side by side, or as attributes, as Body Shape says', async ({ sent = {}, leaves, ...action }) => {
		catalio.simulator.set({ actionBody: 'flat' });
		await act({ ...action, leaves }, { bodyShape: 'flat' });
		expect(catalio.stored('requirement', target())).toMatchObject(leaves);
		expect(bodies()).toEqual([{ data: sent }]);
	});

	it('supersede: sends no body where Body Shape says so, which the vendor then refuses', async () => {
		const { description } = await catalio.refusal('requirement', 'supersede', { recordId: byId(target()), supersededById: byId(SUCCESSOR), options: { bodyShape: 'none' } });

		expect(bodies()).toEqual([undefined]);
		expect(description).toContain('superseded_by_id: Required: is required.');
	});

	it('activate: sends an empty body as attributes where Body Shape says so', async () => {
		await act({ operation: 'activate', operationId: '', leaves: {} }, { bodyShape: 'attributes' });

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: {} } }]);
	});

	it('says which body shape is refused and that another may be right', async () => {
		catalio.simulator.set({ actionBody: 'flat' });
		const { message, description } = await catalio.refusal('requirement', 'reject', { recordId: byId(target()), reason: REASON });

		expect(message).toMatch(/^Catalio answered 400: InvalidBody/);
		expect(description).toContain('Expected only defined properties');
	});

	it('supersede: names the argument as the user says, and sends more arguments beside it', async () => {
		const { description } = await catalio.refusal('requirement', 'supersede', {
			recordId: byId(target()),
			supersededById: byId(SUCCESSOR),
			options: { supersededByArgument: 'replacement_id', argumentsJson: '{ "reason": "Merged" }' },
		});

		expect(bodies()).toEqual([{ data: { type: 'requirement', attributes: { replacement_id: SUCCESSOR, reason: 'Merged' } } }]);
		expect(description).toContain('replacement_id: InvalidBody');
	});

	it.each([
		['a requirement that is not there', '00000000-0000-4000-8000-000000000000'],
		['itself', '000000e1-0000-4000-8000-000000000001'],
	])('supersede: is refused for %s', async (_what, other) => {
		const before = catalio.snapshot();
		const { description } = await catalio.refusal('requirement', 'supersede', { recordId: byId(target()), supersededById: byId(other) });

		expect(description).toContain('superseded_by_id: InvalidArgument: does not exist.');
		expect(catalio.snapshot()).toEqual(before);
	});

	it('is refused from a status that does not allow it, with the field', async () => {
		await act(STATUS_ACTIONS[5]!);
		const { description } = await catalio.refusal('requirement', 'activate', { recordId: byId(target()) });

		expect(description).toContain('status: InvalidAttribute: cannot change from superseded.');
	});

	it('says that this organization does not offer it', async () => {
		catalio.simulator.set({ earlierEndpoints: 'missing' });
		const { message, description } = await catalio.refusal('requirement', 'confirm', { recordId: byId(target()) });

		expect(message).toMatch(/^Catalio answered 404: no_route_found/);
		expect(description).toContain('This organization does not offer this call.');
	});

	it('says in the vendor\'s words that no language model is connected', async () => {
		catalio.simulator.set({ languageModelKey: false });

		expect((await catalio.refusal('requirement', 'generateTags', { recordId: byId(target()) })).message).toContain('No language model key is connected to this organization');
	});
});

const ANSWERS = (['resource', 'value', 'result', 'success'] as const).flatMap((answer) => ([200, 201] as const).map((status) => ({ answer, status })));

describe('The answer of an action', () => {
	it.each(ANSWERS)('to a change of status as $answer with $status gives the ID to go on with', async ({ answer, status }) => {
		catalio.simulator.set({ actionAnswer: answer, actionStatus: status });
		const [record, ...others] = await act(STATUS_ACTIONS[1]!);

		expect(others).toEqual([]);
		if (answer === 'resource') expect(record).toMatchObject({ id: target(), status: 'confirmed', title: catalio.stored('requirement', target()).title });
		else expect(record).toEqual({ id: target(), ...(answer === 'success' ? { success: true } : { result: 'confirmed' }) });
	});

	it.each(ANSWERS)('to an AI action as $answer with $status gives what the model said', async ({ answer, status }) => {
		catalio.simulator.set({ aiAnswer: answer, actionStatus: status });
		const [tags] = await act(AI_ACTIONS[3]!, { output: 'flattened' });
		const [score] = await act(AI_ACTIONS[1]!, { output: 'flattened' });
		const [sentiment] = await act(AI_ACTIONS[0]!, { output: 'flattened' });
		const { semantic_tags, quality_score } = catalio.stored('requirement', target());

		if (answer === 'resource') {
			expect(tags).toMatchObject({ id: target(), semantic_tags });
			expect(score).toMatchObject({ id: target(), quality_score });
			expect(sentiment).toMatchObject({ id: target(), sentiment: { label: 'neutral' } });
		} else if (answer === 'success') {
			expect([tags, score, sentiment]).toEqual(Array.from({ length: 3 }, () => ({ id: target(), success: true })));
		} else {
			expect(tags).toEqual({ id: target(), result: semantic_tags });
			expect(score).toEqual({ id: target(), result: quality_score });
			expect(sentiment).toEqual({ id: target(), ...(answer === 'value' ? { label: 'neutral', score: 0.5 } : { result: { label: 'neutral', score: 0.5 } }) });
		}
	});

	it.each(STATUS_ACTIONS)('$operation: with 204 and nothing in it gives the ID', async (action) => {
		catalio.simulator.faults.onOperation(action.operationId, { kind: 'answer', status: 204, effect: 'taken' });

		expect(await act(action)).toEqual([{ id: target() }]);
		expect(catalio.stored('requirement', target())).toMatchObject(action.leaves);
	});

	it('that is a web page is not taken for the API\'s', async () => {
		catalio.simulator.faults.onOperation('activateRequirement', { kind: 'html', status: 200, effect: 'taken' });
		const { message, data } = await catalio.refusal('requirement', 'activate', { recordId: byId(target()) });

		expect(message).toBe('What answered is not the API of Catalio [Item 0]');
		expect(data).toMatchObject({ mayHaveTakenEffect: true });
	});
});
