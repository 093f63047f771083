import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import type { JsonObject } from '../../shared/http/request';
import type { Session } from '../../shared/operation';
import { checkUuid, isEmail } from '../../shared/operation/fields';
import { matches, searchWith } from '../../shared/operation/listSearch';
import { dialect } from '../dialect';
import { nameOf } from '../people';

type Entry = INodeListSearchResult['results'][number];

/** Pages that one search reads at most: 1,000 people are enough to choose from, and the hour has 1,000 requests. */
const MAX_PAGES = 10;
const PAGE_SIZE = '100';

/** Reads on from a cursor until something fits, so that the list never looks empty while there is more. */
async function readOn(
	session: Session,
	endpoint: `GET /${string}`,
	query: Record<string, string>,
	cursor: string | undefined,
	entryOf: (record: JsonObject) => Entry | undefined,
): Promise<INodeListSearchResult> {
	const results: Entry[] = [];
	const first = session.request(endpoint, { query: { limit: PAGE_SIZE, ...query, ...(cursor ? { cursor } : {}) } });
	let paginationToken: string | undefined;
	for await (const page of session.pages(first)) {
		for (const record of page.items) {
			const entry = entryOf(record as JsonObject);
			if (entry) results.push(entry);
		}
		const next = page.state.next?.url;
		paginationToken = next ? (new URL(next).searchParams.get('cursor') ?? undefined) : undefined;
		if (results.length > 0 || page.page >= MAX_PAGES) break;
	}
	return { results, ...(paginationToken ? { paginationToken } : {}) };
}

export async function searchUsers(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		// A token belongs to the search through everybody: people with one address fit on one page.
		const whole = !paginationToken && filter && isEmail(filter) ? { email: filter } : undefined;
		const entryOf = (person: JsonObject) =>
			whole || matches(filter, person.full_name, person.email)
				? { name: `${nameOf(person)} (${String(person.status)})`, value: String(person.id), description: String(person.email) }
				: undefined;
		const found = await readOn(session, 'GET /api/v1/users', { status: 'all', ...whole }, paginationToken, entryOf);
		// The address may not be typed to its end yet.
		if (!whole || found.results.length > 0) return found;
		return await readOn(session, 'GET /api/v1/users', { status: 'all' }, undefined, (person) =>
			matches(filter, person.email) ? entryOf(person) : undefined,
		);
	});
}

export async function searchApplications(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) =>
		await readOn(session, 'GET /api/v1/applications', filter ? { title_like: filter } : {}, paginationToken, (application) => ({
			name: String(application.title),
			value: String(application.id),
			description: String(application.status),
		})),
	);
}

export async function searchPolicies(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) =>
		await readOn(session, 'GET /api/v1/policies', {}, paginationToken, (policy) =>
			matches(filter, policy.title) ? { name: String(policy.title ?? policy.id), value: String(policy.id) } : undefined,
		),
	);
}

const DISPLAY_NAMES: Readonly<Record<string, string>> = { applicationId: 'Application', resourceId: 'Resource' };

/** The id in a resource locator of the panel, undefined while none is chosen. Throws InputError for what is no id. */
export function chosenId(context: ILoadOptionsFunctions, parameter: string): string | undefined {
	const chosen = context.getCurrentNodeParameter(parameter, { extractValue: true });
	return typeof chosen === 'string' && chosen !== '' ? checkUuid(chosen, DISPLAY_NAMES[parameter] ?? parameter) : undefined;
}

export async function resourcesOf(session: Session, applicationId: string): Promise<JsonObject[]> {
	return await session.list('GET /api/v1/applications/{application_id}/resources', { path: { application_id: applicationId } }, { paged: false });
}

export async function searchResources(this: ILoadOptionsFunctions, filter?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		const applicationId = chosenId(this, 'applicationId');
		if (!applicationId) return { results: [] };
		const resources = await resourcesOf(session, applicationId);
		return {
			results: resources
				// A lone resource without a title stands for the application itself.
				.map((resource) => ({ name: String(resource.title ?? 'The application itself'), value: String(resource.id) }))
				.filter(({ name }) => matches(filter, name)),
		};
	});
}
