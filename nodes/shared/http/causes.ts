import { property } from './networkFailure';

/** The error and its causes, each once: n8n wraps an error in a NodeApiError, sometimes twice. */
export function causesOf(error: unknown): object[] {
	const links: object[] = [];
	for (let link = error; typeof link === 'object' && link !== null && !links.includes(link); link = property(link, 'cause')) links.push(link);
	return links;
}
