import { randomUUID } from 'node:crypto';
import type { Reply } from '../frame/server.mts';
import type { Switches } from './switches.mts';

export const MEDIA_TYPE = 'application/vnd.api+json';

export const mediaType = ({ answerCharset }: Switches): string => (answerCharset ? `${MEDIA_TYPE}; charset=utf-8` : MEDIA_TYPE);

/** One problem, before the switches decide how much of it is told. */
export interface Problem {
	readonly status: number;
	readonly code: string;
	readonly title: string;
	readonly detail: string;
	readonly pointer?: string;
	readonly parameter?: string;
	readonly meta?: Readonly<Record<string, unknown>>;
}

/** Carries problems from where they are found to where the answer is worded. */
export class Refused extends Error {
	readonly problems: readonly Problem[];

	constructor(problems: readonly Problem[]) {
		super(problems.map(({ detail }) => detail).join('; '));
		this.problems = problems;
	}
}

export const refuse = (...problems: readonly Problem[]): never => {
	throw new Refused(problems);
};

/** `invalid_sort` as the library titles it: InvalidSort. */
const titleOf = (code: string): string => code.replaceAll(/(?:^|_)([a-z])/g, (_all, letter: string) => letter.toUpperCase());

export const problem = (status: number, code: string, detail: string, more: Pick<Problem, 'pointer' | 'parameter' | 'meta'> = {}): Problem => ({ status, code, title: titleOf(code), detail, ...more });

export const notFound = (more: Pick<Problem, 'pointer'> = {}): Problem => problem(404, 'not_found', 'could not be found', more);
export const noRoute = (): Problem => ({ status: 404, code: 'no_route_found', title: 'no_route_found', detail: 'No route found' });
export const forbidden = (): Problem => problem(403, 'forbidden', 'forbidden');
/** The vendor's own sample: no code, no id (https://catalio.ai/docs/authentication). */
export const unauthorized = (detail: string): Problem => ({ status: 401, code: '', title: 'Unauthorized', detail });

/** A member that a body may not hold, in the words of the library's schema validator. */
export const unknownMember = (pointer: string): Problem =>
	problem(400, 'invalid_body', `Expected only defined properties, got key ${JSON.stringify(pointer.slice(1).split('/'))}.`, { pointer });

const sourceOf = ({ pointer, parameter }: Problem) => (pointer === undefined && parameter === undefined ? {} : { source: { ...(pointer === undefined ? {} : { pointer }), ...(parameter === undefined ? {} : { parameter }) } });

function errorObject(one: Problem, { errorStyle }: Switches): Record<string, unknown> {
	const { status, code, title, detail, meta = {} } = one;
	const least = { status: String(status), title, detail };
	if (errorStyle === 'minimal' || code === '') return least;
	return { id: randomUUID(), ...least, code, ...sourceOf(one), meta };
}

export const versionOf = ({ jsonapiVersion }: Switches) => (jsonapiVersion === 'absent' ? {} : { jsonapi: { version: jsonapiVersion } });

/** The answer for problems: its status is the highest of theirs, as the library has it. */
export function errorReply(problems: readonly Problem[], switches: Switches, headers: Readonly<Record<string, string>> = {}): Reply {
	return {
		status: Math.max(...problems.map(({ status }) => status)),
		headers: { 'content-type': mediaType(switches), ...headers },
		body: { errors: problems.map((one) => errorObject(one, switches)), ...versionOf(switches) },
	};
}
