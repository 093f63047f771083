import type { Reply } from '../frame/server.mts';
import { escapeXml } from '../frame/xml.mts';
import type { Switches } from './switches.mts';

/** An API failure in the body style of the moment. */
export function failure(status: number, code: string, message: string, { errorBody }: Switches): Reply {
	switch (errorBody) {
		case 'pair':
			return { status, body: { code, message } };
		case 'other':
			return { status, body: { timestamp: '2026-05-12T17:32:00Z', status, errors: [{ detail: message }] } };
		case 'html':
			return { status, body: `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>${escapeXml(message)}</h1></body></html>`, offContract: true };
		case 'empty':
			return { status, offContract: true };
	}
}

/** A refusal of the token endpoint (RFC 6749 section 5.2), in the body style of the moment. */
export function tokenFailure(status: 400 | 401, error: string, description: string, { errorBody }: Switches): Reply {
	const headers = { 'cache-control': 'no-store', pragma: 'no-cache' };
	if (errorBody === 'html') return { status, headers, body: `<!DOCTYPE html><html><body><h1>${error}</h1></body></html>`, offContract: true };
	if (errorBody === 'empty') return { status, headers, offContract: true };
	return { status, headers, body: errorBody === 'other' ? { errorCode: error, errorSummary: description } : { error, error_description: description } };
}

/** A refusal of the file host, as an S3 error document (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
export function fileFailure(status: number, code: string, message: string, more: Readonly<Record<string, string>> = {}): Reply {
	const fields = Object.entries({ Code: code, Message: message, ...more }).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
	return {
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${fields.join('')}</Error>`,
		// A missing key is S3's own answer and no part of the contract.
		offContract: status === 404 || status === 405,
	};
}
