import { BlockList, isIP } from 'node:net';

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** Whether this is an IP address or a CIDR block (RFC 4632, RFC 4291 section 2.3). */
export function isRange(text: string): boolean {
	const [address = '', bits, ...more] = text.split('/');
	const version = isIP(address);
	if (version === 0 || more.length > 0) return false;
	return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

/** Whether an address is in one of the ranges. No ranges let everyone in. */
export function isAllowed(address: string, ranges: readonly string[]): boolean {
	if (ranges.length === 0) return true;
	const list = new BlockList();
	for (const range of ranges) {
		const [start = '', bits] = range.split('/');
		if (bits === undefined) list.addAddress(start, familyOf(start));
		else list.addSubnet(start, Number(bits), familyOf(start));
	}
	return isIP(address) !== 0 && list.check(address, familyOf(address));
}
