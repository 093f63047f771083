import { InputError } from '../shared/http/inputError';
import type { JsonObject } from '../shared/http/request';
import type { Item, Session } from '../shared/operation';

/** As AccessOwl shows people: names can be null. */
export const nameOf = (person: JsonObject): string => String(person.full_name ?? person.email ?? person.id ?? '');

/**
 * The people with this address, leavers included: without `status=all` only active people are listed
 * (docs.accessowl.com/api-reference/users/list).
 */
export async function peopleWithEmail(email: string, session: Session): Promise<JsonObject[]> {
	const wanted = email.toLowerCase();
	const found = await session.list('GET /api/v1/users', { query: { email, status: 'all' } });
	return found.filter((person) => String(person.email).toLowerCase() === wanted);
}

/** The id of the one person with this address. Throws InputError for none and for several. */
export async function idOfEmail(email: string, { session }: Item, displayName: string): Promise<string> {
	const people = await session.once(`people ${email.toLowerCase()}`, async () => await peopleWithEmail(email, session));
	const [person, ...others] = people;
	if (!person) {
		throw new InputError(
			`${displayName}: nobody in AccessOwl has the address ${email}`,
			'People of every status were looked through, those who left included. Check the spelling, or use the ID of the person.',
		);
	}
	if (others.length > 0) {
		throw new InputError(
			`${displayName}: ${people.length} people in AccessOwl have the address ${email}`,
			`Choose one by ID: ${people.map((each) => `${String(each.id)} (${nameOf(each)}, ${String(each.status)})`).join('; ')}.`,
		);
	}
	return String(person.id);
}

export const personById = async (session: Session, id: string): Promise<JsonObject> =>
	await session.get('GET /api/v1/users/{user_id}', { path: { user_id: id } });
