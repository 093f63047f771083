/** Written in capitals where they are a word of a name. */
const ACRONYMS = new Set(['ai', 'api', 'csv', 'html', 'id', 'ip', 'json', 'kpi', 'llm', 'mcp', 'sla', 'sql', 'sso', 'uri', 'url', 'uuid', 'xml']);

function word(text: string): string {
	const lower = text.toLowerCase();
	if (ACRONYMS.has(lower)) return lower.toUpperCase();
	if (lower.endsWith('s') && ACRONYMS.has(lower.slice(0, -1))) return `${lower.slice(0, -1).toUpperCase()}s`;
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A name of the API as people read it: `owner_id` is "Owner ID", `useCaseType` "Use Case Type". */
export function labelOf(name: string): string {
	const words = name.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_-]+/).filter((each) => each !== '');
	return words.length === 0 ? name : words.map(word).join(' ');
}

/** A path over relations: `use_cases.test_cases` is "Use Cases → Test Cases". */
export const pathLabel = (path: string): string => path.split('.').map(labelOf).join(' → ');
