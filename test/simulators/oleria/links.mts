import { createHmac } from 'node:crypto';

/** A time as S3 writes it: `20260512T173200Z`. */
const basicTime = (timeMs: number): string => `${new Date(timeMs).toISOString().replace(/[-:]/g, '').slice(0, 15)}Z`;

/** Over the path and the decoded parameters in the order of their names: a client may write them anew, but not change them. */
function signatureOf(path: string, parameters: URLSearchParams): string {
	const signed = [...parameters].filter(([name]) => name !== 'X-Amz-Signature').sort(([a], [b]) => (a < b ? -1 : 1));
	return createHmac('sha256', 'bucket').update(JSON.stringify([path, signed])).digest('hex');
}

/** A link in the manner of S3's presigned URLs (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html), from now on good for so many seconds. */
export function signedUrl(origin: string, downloadId: string, nowMs: number, seconds: number): string {
	const path = `/exports/${downloadId}.csv`;
	const parameters = new URLSearchParams({
		'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
		'X-Amz-Credential': `EXAMPLEKEY/${basicTime(nowMs).slice(0, 8)}/eu-central-1/s3/aws4_request`,
		'X-Amz-Date': basicTime(nowMs),
		'X-Amz-Expires': String(seconds),
		'X-Amz-SignedHeaders': 'host',
	});
	parameters.set('X-Amz-Signature', signatureOf(path, parameters));
	return `${origin}${path}?${parameters.toString()}`;
}

export type Verdict = { readonly kind: 'good' | 'unsigned' | 'changed' } | { readonly kind: 'expired'; readonly expiresAtMs: number };

/** Whether a link's path and query are as they were signed, and still good. The signed time has whole seconds. */
export function judge(url: string, nowMs: number): Verdict {
	const [path = '', query = ''] = url.split(/\?(.*)/s);
	const parameters = new URLSearchParams(query);
	const signature = parameters.get('X-Amz-Signature');
	if (signature === null) return { kind: 'unsigned' };
	if (signature !== signatureOf(path, parameters)) return { kind: 'changed' };
	const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(parameters.get('X-Amz-Date') ?? '')!.map(Number);
	const expiresAtMs = Date.UTC(year!, month! - 1, day, hour, minute, second) + Number(parameters.get('X-Amz-Expires')) * 1000;
	return nowMs < expiresAtMs ? { kind: 'good' } : { kind: 'expired', expiresAtMs };
}
