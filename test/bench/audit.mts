import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowDefinition } from '../support/n8nClient.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { startChild } from './childProcess.mts';
import { publish, runToTally, settle, withFreshN8n } from './freshN8n.mts';
import type { Keep } from './freshN8n.mts';
import { watchMemory } from './memory.mts';
import type { LoopRead } from './rezolveLoopMain.mts';
import { copyWithAhead } from './rezolvePackage.mts';
import { startRezolveProcess } from './rezolveProcess.mts';
import type { LimitTold, RezolveAddress, RezolveProcess, RezolveRecord } from './rezolveProcess.mts';
import { auditByBareNode, auditByHttpRequest, auditByOurNode } from './rezolveWorkflows.mts';

const PAGE_SIZE = 100;
/** Records that two pages of our node have in common: so a list that shrinks meanwhile loses none without a word. */
const OVERLAP = 1;
/** Read before the measured run, so that neither side pays for a compiler that has not warmed up. */
const WARM_UP_ENTRIES = 2_000;
/** After the warm-up, before memory is looked at. */
const SETTLE_MS = 1_000;

/** The rate limit of the second half. */
export const AUDIT_LIMIT = 200;
export const AUDIT_WINDOW_MS = 5_000;

/** One reading of the whole audit log. */
export type AuditRead = {
	/** Time of the nodes as n8n's run data tells it; of the loop for the bare one. In ms. */
	readonly nodesMs: number;
	/** From asking for the run to its answer, in ms. */
	readonly wallMs: number;
	/** Above what the process held before, in bytes. */
	readonly peakBytes: number;
	readonly requests: number;
};

/** One reading under the rate limit. */
export type LimitedRead = { readonly nodeMs: number; readonly requests: number; readonly refused: number; readonly windows: RezolveRecord['windows'] };

type Contender = {
	/** Whose times count. */
	readonly nodes: readonly string[];
	/** Pages that our node reads at a time; others read one. */
	readonly ahead?: number;
	readonly overlap: number;
	readonly make: (n8n: N8nServer, path: string, address: RezolveAddress) => Promise<WorkflowDefinition>;
};

const ours = (ahead: number): Contender => ({ nodes: ['Rezolve'], ahead, overlap: OVERLAP, make: auditByOurNode });

const CONTENDERS = {
	three: ours(3),
	two: ours(2),
	one: ours(1),
	httpRequest: { nodes: ['HTTP Request', 'Split Out'], overlap: 0, make: auditByHttpRequest },
	bareNode: { nodes: ['Bare Audit Reader'], overlap: 0, make: auditByBareNode },
} satisfies Record<string, Contender>;

type InN8n = keyof typeof CONTENDERS;

export type Audit = Readonly<Record<InN8n | 'bareLoop', readonly AuditRead[]>> & {
	readonly limited: Readonly<Record<LimitTold, readonly LimitedRead[]>>;
	readonly entries: number;
	readonly faults: readonly string[];
};

/** Requests for so many entries in pages of 100, each but the first beginning with so many records of the page before. */
export const requestsFor = (entries: number, overlap: number): number => 1 + Math.max(0, Math.ceil((entries - PAGE_SIZE) / (PAGE_SIZE - overlap)));

/** What a reader has to give, as the simulator holds it, and in how many requests. */
type Expected = { readonly entries: number; readonly order: string; readonly granted: number };

type Given = { readonly items: number; readonly ids: number; readonly order?: string };

/** What is wrong with what was given and asked: each entry once and in its place, no page twice. */
function faultsOf(who: string, { entries, order, granted }: Expected, given: Given, { requests, refused, repeated, violations }: RezolveRecord): string[] {
	return [
		...(given.items !== entries || given.ids !== entries ? [`${who} gave ${given.items} entries with ${given.ids} different ids, expected are ${entries}.`] : []),
		...(given.order !== order ? [`${who} gave the entries in another order than the API.`] : []),
		...(requests - refused !== granted ? [`${who} was answered ${requests - refused} requests, expected are ${granted}.`] : []),
		...(repeated.length > 0 ? [`${who} was answered the page at offset ${repeated[0]} more than once.`] : []),
		...[...new Set(violations)].map((violation) => `${who} broke the contract: ${violation}`),
	];
}

/**
 * Reads all audit entries by our node three, two and one page at a time, by n8n's HTTP Request node, by a node that does the least, and by a bare loop outside
 * n8n, in turn, so often. Each reading has an n8n (or a process) of its own that has read 2,000 entries before. Then the node as it is reads them under a rate
 * limit, so often, in an n8n that has met no limit yet. `faults` says what was not read, not in order, or not asked as it should be.
 */
export async function measureAudit(entries: number, { rounds, limitedRounds }: { rounds: number; limitedRounds: number }, keep: Keep, tell: (line: string) => void): Promise<Audit> {
	const limit = { entries, limit: AUDIT_LIMIT, windowMs: AUDIT_WINDOW_MS };
	const [simulator, warmUp, always, on429] = await Promise.all([
		startRezolveProcess({ entries }),
		startRezolveProcess({ entries: Math.min(entries, WARM_UP_ENTRIES) }),
		startRezolveProcess({ ...limit, limitTold: 'always' }),
		startRezolveProcess({ ...limit, limitTold: 'on429' }),
	]);
	const stop = async () => {
		await Promise.all([simulator, warmUp, always, on429].map(async (each) => await each.stop()));
	};
	keep(stop);
	const faults: string[] = [];
	const check = async (who: string, overlap: number, asked: RezolveProcess, given: Given): Promise<RezolveRecord> => {
		const seen = await asked.record();
		faults.push(...faultsOf(who, { entries, order: asked.order, granted: requestsFor(entries, overlap) }, given, seen));
		return seen;
	};

	const inN8nOf = async <Result,>(who: InN8n, use: (n8n: N8nServer) => Promise<Result>): Promise<Result> => {
		const { ahead }: Contender = CONTENDERS[who];
		if (ahead === undefined) return await withFreshN8n(keep, use);
		const copy = copyWithAhead(ahead);
		try {
			return await withFreshN8n(keep, use, copy.folder);
		} finally {
			copy.remove();
		}
	};

	const byN8n = async (who: InN8n): Promise<AuditRead> =>
		await inN8nOf(who, async (n8n) => {
			const { nodes, overlap, make }: Contender = CONTENDERS[who];
			await publish(n8n, await make(n8n, `${who}-warm-up`, warmUp));
			await publish(n8n, await make(n8n, who, simulator));
			await runToTally(n8n, `${who}-warm-up`);
			await settle(n8n);
			const peak = watchMemory(n8n.pid());
			const run = await runToTally(n8n, who);
			const peakBytes = peak();
			const seen = await check(who, overlap, simulator, run);
			if (seen.refused > 0) faults.push(`${who} was refused ${seen.refused} requests although nothing is limited.`);
			const nodesMs = nodes.reduce((sum, name) => sum + (run.nodesMs[name] ?? NaN), 0);
			return { nodesMs, wallMs: run.wallMs, peakBytes, requests: seen.requests };
		});

	const byBareLoop = async (): Promise<AuditRead> => {
		const loop = await startChild('rezolveLoopMain.mts', []);
		keep(loop.stop);
		const read = async ({ origin, apiToken, tenantId }: RezolveAddress) => await loop.ask<LoopRead>({ origin, apiToken, tenantId });
		await read(warmUp);
		await sleep(SETTLE_MS);
		const peak = watchMemory(loop.pid);
		const beganMs = performance.now();
		const run = await read(simulator);
		const wallMs = performance.now() - beganMs;
		const peakBytes = peak();
		const { requests } = await check('bareLoop', 0, simulator, run);
		await loop.stop();
		return { nodesMs: run.elapsedMs, wallMs, peakBytes, requests };
	};

	/** The node as it is, each way to tell a limit in its turn: they are two addresses, so that what is learnt of one is not known of the other. */
	const underLimit = async (): Promise<Record<LimitTold, LimitedRead>> =>
		await withFreshN8n(keep, async (n8n) => {
			const readFrom = async (told: LimitTold, from: RezolveProcess): Promise<LimitedRead> => {
				await publish(n8n, await auditByOurNode(n8n, told, from));
				const run = await runToTally(n8n, told);
				const { requests, refused, windows } = await check(`The node under a limit told ${told}`, OVERLAP, from, run);
				return { nodeMs: run.nodesMs['Rezolve'] ?? NaN, requests, refused, windows };
			};
			return { always: await readFrom('always', always), on429: await readFrom('on429', on429) };
		});

	const reads = { three: [] as AuditRead[], two: [] as AuditRead[], one: [] as AuditRead[], httpRequest: [] as AuditRead[], bareNode: [] as AuditRead[], bareLoop: [] as AuditRead[] };
	const limited = { always: [] as LimitedRead[], on429: [] as LimitedRead[] };
	try {
		for (let round = 1; round <= rounds; round++) {
			tell(`Reading ${entries} audit entries six ways, round ${round} of ${rounds} ...`);
			reads.three.push(await byN8n('three'));
			reads.httpRequest.push(await byN8n('httpRequest'));
			reads.two.push(await byN8n('two'));
			reads.one.push(await byN8n('one'));
			reads.bareNode.push(await byN8n('bareNode'));
			reads.bareLoop.push(await byBareLoop());
		}
		for (let round = 1; round <= limitedRounds; round++) {
			tell(`Reading ${entries} audit entries under a rate limit, round ${round} of ${limitedRounds} ...`);
			const { always: told, on429: untold } = await underLimit();
			limited.always.push(told);
			limited.on429.push(untold);
		}
	} finally {
		await stop();
	}
	return { ...reads, limited, entries, faults };
}
