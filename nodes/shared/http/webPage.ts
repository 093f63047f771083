import type { VendorResponse } from './request';

/** Whether an answer is a page for people: a sign-in page, or that of a proxy, where data were asked for. */
export const isWebPage = ({ headers, body }: VendorResponse): boolean =>
	typeof body === 'string' && (String(headers['content-type'] ?? '').includes('html') || /^\s*<(!doctype|html)/i.test(body));
