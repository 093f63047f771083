import * as jsonApi from '../../../nodes/shared/jsonApi';
import { ourProbedReader } from '../../bench/jsonApi/ours.mts';
import { answerOf, isRight, PROBES } from '../../bench/jsonApi/probes.mts';
import { PLAIN } from '../../bench/jsonApi/reader.mts';

describe('documents with one difficulty each', () => {
	it.each(PROBES.map((probe) => [probe.name, probe] as const))('are read rightly: %s', async (_name, probe) => {
		expect(probe.right).toContain(await answerOf(probe, ourProbedReader(jsonApi)));
	});

	it('tell a reader that hands on the document as it is from a right one', async () => {
		const right: string[] = [];
		for (const probe of PROBES) if (isRight(probe, await answerOf(probe, { ...PLAIN, read: (document) => document }))) right.push(probe.name);

		expect(right).toEqual(['Relationship without data', 'JSON.stringify of a circle', 'Links and meta of the document', 'A document of errors', 'The document afterwards']);
	});

	it('tell a reader that writes into the prototype of all objects, and mend that', async () => {
		const probe = PROBES.find(({ name }) => name === 'A type called __proto__');
		const read = () => Object.assign(Object.prototype, { polluted: 'yes' });

		expect(probe && (await answerOf(probe, { ...PLAIN, read }))).toBe('all objects polluted');
		expect(Object.keys(Object.prototype)).toEqual([]);
	});
});
