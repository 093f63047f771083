import type { VendorResponse } from './request';

/** axios' headers are an object of its own class, with methods and with names as they came. */
export function plainHeaders(headers: unknown): VendorResponse['headers'] {
	const plain: Record<string, string | string[]> = {};
	for (const [name, value] of Object.entries(headers ?? {})) {
		if (typeof value === 'string') plain[name.toLowerCase()] = value;
		else if (Array.isArray(value)) plain[name.toLowerCase()] = value.map(String);
		else if (typeof value === 'number') plain[name.toLowerCase()] = String(value);
	}
	return plain;
}
