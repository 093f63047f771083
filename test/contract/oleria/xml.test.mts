import { escapeXml, fieldsFromXml, isXml } from '../../simulators/frame/xml.mts';

it('reads back what it escaped', () => {
	const text = 'a <b> & "c" is &lt; that';

	expect(fieldsFromXml(`<?xml version="1.0"?>\n<Error><Code>X</Code><Message>${escapeXml(text)}</Message></Error>`)).toEqual({ Code: 'X', Message: text });
});

it.each([
	['application/xml', true],
	['text/xml; charset=utf-8', true],
	['application/problem+xml', true],
	['application/json', false],
	['text/xmlish', false],
])('%s is XML: %s', (contentType, is) => {
	expect(isXml(contentType)).toBe(is);
});
