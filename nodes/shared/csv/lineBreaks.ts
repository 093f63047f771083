/** Line breaks in a text: CRLF, LF and lone CR count once each. */
export const lineBreaksIn = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;
