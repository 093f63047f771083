const DATE = '(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})';
const TIME = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)(?<fraction>\\.\\d+)?';
const ZONE = '(?:[Zz]|(?<sign>[+-])(?<zoneHour>[01]\\d|2[0-3]):(?<zoneMinute>[0-5]\\d))';
const TIMESTAMP = new RegExp(`^${DATE}[Tt ]${TIME}${ZONE}$`);

/**
 * A point in time as RFC 3339 section 5.6 writes it, as ms since the epoch; undefined for anything else, also for a time without a zone: it
 * could be anybody's. Second 60 (a leap second) is allowed. Never throws.
 */
export function timestamp(text: string): number | undefined {
	const groups = TIMESTAMP.exec(text)?.groups;
	if (!groups) return undefined;
	const part = (name: string) => Number(groups[name] ?? 0);
	const midnight = Date.UTC(part('year'), part('month') - 1, part('day'));
	// Date.UTC rolls 31 February over to March, and takes the year 26 for 1926: such a date is malformed.
	if (!new Date(midnight).toISOString().startsWith(text.slice(0, 10))) return undefined;
	const seconds = (part('hour') * 60 + part('minute')) * 60 + part('second') + part('fraction');
	const eastMinutes = (part('zoneHour') * 60 + part('zoneMinute')) * (groups['sign'] === '-' ? -1 : 1);
	return midnight + Math.round(seconds * 1_000) - eastMinutes * 60_000;
}
