const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>[01]\\d|2[0-3]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d|60)';

const FORMS = [
	// IMF-fixdate: Sun, 06 Nov 1994 08:49:37 GMT
	new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
	// RFC 850: Sunday, 06-Nov-94 08:49:37 GMT
	new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`),
	// asctime, always GMT: Sun Nov  6 08:49:37 1994
	new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>\\d{2}| \\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * An HTTP date as ms since the epoch, undefined for anything else: the three forms of RFC 9110 section 5.6.7 and no more.
 * A two-digit year more than 50 years ahead of `nowMs` lies in the past, as that section asks. Second 60 (a leap second) is allowed.
 */
export function httpDate(text: string, nowMs: number): number | undefined {
	for (const form of FORMS) {
		const groups = form.exec(text)?.groups;
		if (groups) return timeOf(groups, nowMs);
	}
	return undefined;
}

function timeOf(groups: Record<string, string | undefined>, nowMs: number): number | undefined {
	const [year, day, hour, minute, second] = ['year', 'day', 'hour', 'minute', 'second'].map((name) => Number(groups[name]));
	if (year === undefined || day === undefined || hour === undefined || minute === undefined || second === undefined) return undefined;
	const month = MONTHS.indexOf(groups['month'] ?? '');
	const fullYear = groups['year']?.length === 2 ? expandYear(year, nowMs) : year;
	const midnight = Date.UTC(fullYear, month, day);
	// Date.UTC rolls 31 February over to March: such a date is malformed, not early March.
	if (day < 1 || new Date(midnight).getUTCDate() !== day) return undefined;
	return midnight + ((hour * 60 + minute) * 60 + second) * 1_000;
}

function expandYear(twoDigits: number, nowMs: number): number {
	const thisYear = new Date(nowMs).getUTCFullYear();
	const year = thisYear - (thisYear % 100) + twoDigits;
	return year > thisYear + 50 ? year - 100 : year;
}
