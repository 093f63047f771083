import { NodeApiError, NodeOperationError, type ILoadOptionsFunctions, type INodeListSearchResult, type INodePropertyOptions, type ResourceMapperFields } from 'n8n-workflow';
import { systemClock } from '../http/clock';
import type { Dialect } from './dialect';
import { errorFrom } from './itemError';
import { openSession } from './openSession';
import type { Session } from './session';

type Found<Result> = { kind: 'found'; result: Result } | { kind: 'failed'; error: NodeApiError | NodeOperationError };

/** Few retries and a short wait: somebody sits in front of the open list. */
const PATIENCE = { retries: 2, maxWait: 15 };

async function look<Result>(context: ILoadOptionsFunctions, dialect: Dialect, search: (session: Session) => Promise<Result>): Promise<Found<Result>> {
	try {
		const session = await openSession(context, dialect, undefined, PATIENCE, {
			clock: systemClock,
			random: Math.random,
			lookUps: new Map(),
			signal: undefined,
		});
		return { kind: 'found', result: await search(session) };
	} catch (error) {
		return { kind: 'failed', error: errorFrom(context.getNode(), error) };
	}
}

/** Runs a search of the panel through the same pipeline as an execution. Throws NodeApiError or NodeOperationError. */
export async function searchWith<Result extends INodeListSearchResult | INodePropertyOptions[] | ResourceMapperFields>(
	context: ILoadOptionsFunctions,
	dialect: Dialect,
	search: (session: Session) => Promise<Result>,
): Promise<Result> {
	const found = await look(context, dialect, search);
	if (found.kind === 'failed') throw found.error;
	return found.result;
}

/** Whether a text is part of one of the others, capitals aside. An empty one is part of everything. */
export const matches = (filter: string | undefined, ...texts: unknown[]): boolean =>
	!filter || texts.some((text) => String(text ?? '').toLowerCase().includes(filter.toLowerCase()));
