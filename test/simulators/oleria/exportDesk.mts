import { randomUUID } from 'node:crypto';
import type { Exchange, Reply } from '../frame/server.mts';
import type { StreamedBody } from '../frame/streamedBody.mts';
import { failure } from './answers.mts';
import { CONTEXTS, type Catalogue } from './dataSets.mts';
import { columnProblem, select } from './filters.mts';
import { csvOf } from './csv.mts';
import { signedUrl } from './links.mts';
import type { Download, ExportError, Params } from './records.mts';
import type { Switches } from './switches.mts';

export type FileBody = Buffer | StreamedBody;

/** The exports of all tenants, and what they hold. */
export class ExportDesk {
	switches: Switches;
	/** Where links point to; known once the file host listens. */
	fileOrigin = '';
	/** Contexts whose file is given rather than written from rows. */
	readonly files: Map<string, FileBody>;
	readonly downloads: Download[];
	#catalogue: Catalogue;

	constructor(downloads: Download[], catalogue: Catalogue, files: Readonly<Record<string, FileBody>>, switches: Switches) {
		this.downloads = downloads;
		this.#catalogue = catalogue;
		this.files = new Map(Object.entries(files));
		this.switches = switches;
	}

	/** An export that nobody forgot yet, whoever's it is. */
	find(id: string, nowMs: number): Download | undefined {
		const { forgetAfterMs } = this.switches;
		return this.downloads.find((one) => one.id === id && (forgetAfterMs === null || nowMs < one.createdAtMs + forgetAfterMs));
	}

	create({ body, caller, nowMs }: Exchange): Reply {
		const { context, params } = body as { context: string; params?: Params };
		const { unknownContext, wrongColumn, createStatus } = this.switches;
		if (unknownContext === 'refused' && !CONTEXTS.includes(context)) return failure(400, 'INVALID_REQUEST', `The context ${context} is unknown.`, this.switches);
		const problem = wrongColumn === 'ignored' || this.files.has(context) ? undefined : columnProblem(params ?? {}, this.#catalogue.dataSet(context, this.switches).columns);
		if (problem !== undefined && wrongColumn === 'refused') return failure(400, 'INVALID_FILTER', problem, this.switches);
		const download: Download = {
			id: randomUUID(),
			tenant: caller,
			context,
			params,
			createdAtMs: nowMs,
			status: 'accepted',
			error: null,
			reads: 0,
			completedReads: 0,
			links: [],
			decided: null,
			ownError: null,
			flaw: problem === undefined ? null : { code: 'INVALID_FILTER', message: problem },
		};
		this.downloads.push(download);
		return { status: createStatus, body: this.#shown(download), offContract: createStatus !== 201 };
	}

	read({ pathParameters, caller, nowMs }: Exchange): Reply {
		const download = this.find(String(pathParameters.id).toLowerCase(), nowMs);
		if (download?.tenant !== caller) return failure(404, 'NOT_FOUND', 'There is no download request with this id.', this.switches);
		download.reads += 1;
		download.status = this.#statusOf(download, nowMs);
		download.error = download.status === 'failed' ? (download.ownError ?? download.flaw ?? this.switches.failure) : null;
		if (download.status === 'completed') download.completedReads += 1;
		return { status: 200, body: this.#shown(download, this.#linkOf(download, nowMs)), offContract: download.status === this.switches.unknownStatus };
	}

	#statusOf({ reads, createdAtMs, decided, flaw }: Download, nowMs: number): string {
		const { unknownStatus, unknownStatusReads, acceptedReads, acceptedMs, outcome } = this.switches;
		if (decided) return decided;
		if (reads <= unknownStatusReads) return unknownStatus;
		const isWaiting = acceptedMs === null ? reads <= unknownStatusReads + acceptedReads : nowMs < createdAtMs + acceptedMs;
		if (isWaiting || outcome === 'stuck') return 'accepted';
		return flaw ? 'failed' : outcome;
	}

	#linkOf(download: Download, nowMs: number): string | undefined {
		const { completedWithoutUrlReads, link, linkSeconds } = this.switches;
		if (download.status !== 'completed' || download.completedReads <= completedWithoutUrlReads) return undefined;
		const [first] = download.links;
		if (link === 'fixed' && first) return first.url;
		const url = signedUrl(this.fileOrigin, download.id, nowMs, linkSeconds);
		download.links.push({ url, issuedAtMs: nowMs, expiresAtMs: nowMs + linkSeconds * 1000 });
		return url;
	}

	#shown({ id, status, error }: Download, url?: string): Record<string, unknown> {
		const unused = this.switches.unusedFields === 'null' ? null : undefined;
		return { id, status, url: url ?? unused, error: error ?? unused };
	}

	/** Ends an export by hand; the switches no longer decide. Throws for an unknown id. */
	decide(id: string, outcome: 'completed' | 'failed', error?: ExportError): void {
		const download = this.downloads.find((one) => one.id === id);
		if (!download) throw new Error(`No export ${id}`);
		download.decided = outcome;
		download.ownError = error ?? null;
	}

	/** The CSV of an export, written as the switches want it now. */
	fileOf({ context, params }: Download, nowMs: number): FileBody {
		const given = this.files.get(context);
		if (given) return given;
		const { columns, rows } = this.#catalogue.dataSet(context, this.switches);
		return csvOf(columns, select(rows, columns, params ?? {}, this.switches, nowMs), this.switches);
	}
}
