import type * as JsonApi from '../../../nodes/shared/jsonApi';
import { listOf, own, PLAIN } from './reader.mts';
import type { ProbedReader } from './reader.mts';

type Module = Pick<typeof JsonApi, 'flatten'>;

/** Our reader as it is unless told otherwise: relations one step deep, no links, no meta. */
export const ourReader = ({ flatten }: Module): ProbedReader => ({ ...PLAIN, read: (document) => flatten(document), records: (whole) => listOf(own(whole, 'records')) });

/** Our reader told to keep links and meta. */
export const ourProbedReader = (module: Module): ProbedReader => ({
	...ourReader(module),
	read: (document) => module.flatten(document, { links: true, meta: true }),
	// A relationship that has no linkage has its links and meta as its value.
	relationLinks: (record, name) => own(own(record, 'relationshipLinks'), name) ?? own(own(record, name), 'links'),
	relationMeta: (record, name) => own(own(record, 'relationshipMeta'), name) ?? own(own(record, name), 'meta'),
	identifierMetas: (record, name) => listOf(own(record, name)).map((one) => own(one, 'identifierMeta') ?? own(one, 'meta')),
});
