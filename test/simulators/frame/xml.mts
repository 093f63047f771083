import { essence } from './mediaType.mts';

/** XML by name or by its `+xml` suffix (RFC 7303 sections 4.1 and 4.2). */
export const isXml = (contentType: string): boolean => /^(application|text)\/([\w.-]+\+)?xml$/.test(essence(contentType));

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** The text of each element below the root by its name. Enough for error documents, which have no deeper elements and no attributes. */
export function fieldsFromXml(text: string): Record<string, string> {
	const fields = text.matchAll(/<([A-Za-z]\w*)>([^<]*)<\/\1>/g);
	return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value.replaceAll(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity)]));
}

/** Text made fit to stand in an element. */
export const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
