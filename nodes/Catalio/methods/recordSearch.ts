import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { InputError } from '../../shared/http/inputError';
import type { JsonObject, JsonValue, VendorRequest } from '../../shared/http/request';
import { isRecord, type Session } from '../../shared/operation';
import { matches, searchWith } from '../../shared/operation/listSearch';
import type { Page } from '../../shared/pagination';
import { resolveLink } from '../../shared/pagination/resolveLink';
import { dialect } from '../dialect';
import type { ResourceType } from '../resourceTypes';
import { resourceIn } from './currentResource';
import { labelOf } from './labels';

type Entry = INodeListSearchResult['results'][number];
type Listed = Entry & { readonly fits: (typed: string | undefined) => boolean };

/** Pages that one search reads at most: with 100 records each, enough to choose from. */
const MAX_PAGES = 10;

const LABELS = ['title', 'name'];

/** What the records of a resource are called by. Which of the two names the API uses is assumed; a refused filter is no harm. */
const labelAttribute = ({ attributes }: ResourceType): string | undefined => LABELS.find((label) => attributes.some(({ name }) => name === label));

const textIn = (value: JsonValue | undefined): string => (typeof value === 'string' ? value.trim() : '');

function listed(record: JsonValue, resource: ResourceType): Listed | undefined {
	if (!isRecord(record) || typeof record.id !== 'string' || record.id === '') return undefined;
	const attributes: JsonObject = isRecord(record.attributes) ? record.attributes : {};
	const label = LABELS.map((name) => textIn(attributes[name])).find((text) => text !== '') ?? `${resource.name} ${record.id}`;
	const status = textIn(attributes.status);
	return {
		name: label,
		value: record.id,
		description: [...(status === '' ? [] : [labelOf(status)]), record.id].join(' · '),
		fits: (typed) => matches(typed, label, record.id),
	};
}

/** Where the list goes on. A next link that leads elsewhere is not offered; whoever needs what lies behind it is told so. */
function nextUrl(page: Page): string | undefined {
	try {
		return page.state.next?.url;
	} catch {
		return undefined;
	}
}

interface Reading {
	readonly first: VendorRequest;
	readonly resource: ResourceType;
	readonly fits: (entry: Listed) => boolean;
	/** What to ask in place of a page that is refused as a bad request. */
	readonly insteadOfBad?: () => VendorRequest;
}

/** Reads on until something fits, so that the list never looks empty while there is more. */
async function readOn(session: Session, { first, resource, fits, insteadOfBad }: Reading): Promise<INodeListSearchResult> {
	const walk = session.pages(first, { insteadOf: (_request, { status }) => (status === 400 ? insteadOfBad?.() : undefined) });
	for await (const page of walk) {
		const results = page.items
			.map((record) => listed(record, resource))
			.filter((entry): entry is Listed => entry !== undefined && fits(entry))
			.map(({ name, value, description }): Entry => ({ name, value, ...(description ? { description } : {}) }));
		if (results.length === 0 && page.page < MAX_PAGES) continue;
		const paginationToken = nextUrl(page);
		return { results, ...(paginationToken ? { paginationToken } : {}) };
	}
	return { results: [] };
}

/** The request for a later page. Throws InputError for a token that leads to another origin: the credential goes with the request. */
function continued(first: VendorRequest, token: string): VendorRequest {
	const resolved = resolveLink(token, first.url);
	if (resolved.kind === 'link') return { ...first, url: resolved.url };
	throw new InputError(`The list cannot go on from there: ${resolved.reason}`, 'Open the list again.');
}

/** The records of the chosen resource: filtered by the server where it can, and here where it cannot. */
export async function searchRecords(this: ILoadOptionsFunctions, filter?: string, paginationToken?: string): Promise<INodeListSearchResult> {
	return await searchWith(this, dialect, async (session) => {
		const resource = resourceIn(this);
		const typed = filter?.trim() || undefined;
		const everything = session.request(`GET /api/v1/${resource.collection}`);
		const fitsHere = (entry: Listed) => entry.fits(typed);
		const label = labelAttribute(resource);
		const filterName = `filter[${label}][contains]`;

		if (paginationToken) {
			const first = continued(everything, paginationToken);
			const isFiltered = new URL(first.url).searchParams.has(filterName);
			return await readOn(session, { first, resource, fits: isFiltered ? () => true : fitsHere });
		}
		if (typed === undefined || label === undefined) return await readOn(session, { first: everything, resource, fits: fitsHere });

		let isRefused = false;
		const found = await readOn(session, {
			first: session.request(`GET /api/v1/${resource.collection}`, { query: { [filterName]: typed } }),
			resource,
			fits: (entry) => !isRefused || fitsHere(entry),
			insteadOfBad: () => {
				isRefused = true;
				return everything;
			},
		});
		// The server minds capitals, and does not look into IDs.
		return found.results.length > 0 || isRefused ? found : await readOn(session, { first: everything, resource, fits: fitsHere });
	});
}
