import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkflowDefinition } from '../support/n8nClient.mts';
import type { N8nServer } from '../support/n8nServer.mts';
import { startChild } from './childProcess.mts';
import { publish, runToTally, settle, withFreshN8n } from './freshN8n.mts';
import type { Keep } from './freshN8n.mts';
import { watchMemory } from './memory.mts';
import { startSimulator } from './simulatorProcess.mts';
import type { SimulatorProcess, SimulatorRecord } from './simulatorProcess.mts';
import { readByBareNode, readByHttpRequest, readByOurNode } from './workflows.mts';

const PAGE_SIZE = 100;
/** Read before the measured run, so that neither side pays for a compiler that has not warmed up. */
const WARM_UP_STATES = 2_000;
/** After the warm-up, before memory is looked at. */
const SETTLE_MS = 1_000;

/** One reading of all records. */
export type Read = {
	/** Time of the nodes as n8n's run data tells it; of the loop for the bare one. In ms. */
	readonly nodesMs: number;
	/** From asking for the run to its answer, in ms. */
	readonly wallMs: number;
	/** Above what the process held before, in bytes. */
	readonly peakBytes: number;
	readonly connections: number;
};

type Contender = {
	/** Whose times count. */
	readonly nodes: readonly string[];
	readonly make: (n8n: N8nServer, path: string, simulator: SimulatorProcess) => Promise<WorkflowDefinition>;
};

const ownCredential = async (n8n: N8nServer, path: string, { origin, token }: SimulatorProcess) =>
	await n8n.createCredential(path, 'accessOwlApi', { baseUrl: origin, apiToken: token });

const CONTENDERS = {
	ours: { nodes: ['AccessOwl'], make: async (n8n, path, simulator) => readByOurNode(path, await ownCredential(n8n, path, simulator)) },
	httpRequest: {
		nodes: ['HTTP Request', 'Split Out'],
		make: async (n8n, path, { origin, token }) => {
			const credential = await n8n.createCredential(path, 'httpHeaderAuth', { name: 'Authorization', value: `Bearer ${token}` });
			return readByHttpRequest(path, credential, origin);
		},
	},
	bareNode: { nodes: ['Bare Reader'], make: async (n8n, path, simulator) => readByBareNode(path, await ownCredential(n8n, path, simulator)) },
} satisfies Record<string, Contender>;

type InN8n = keyof typeof CONTENDERS;

export type Reads = Record<InN8n | 'bareLoop', readonly Read[]> & { readonly requests: number; readonly states: number; readonly faults: readonly string[] };

type Counted = { items: number; ids: number };

/**
 * Reads all access states by our node, by n8n's HTTP Request node, by a node that does the least, and by a bare loop outside n8n, in turn, so
 * often. Each reading has an n8n (or a process) of its own that has read 2,000 records before. `faults` says what was not read or not asked as it should be.
 */
export async function measureReads(states: number, repetitions: number, keep: Keep, tell: (line: string) => void): Promise<Reads> {
	const [simulator, warmUp] = await Promise.all([startSimulator({ states }), startSimulator({ states: Math.min(states, WARM_UP_STATES) })]);
	const stop = async () => {
		await Promise.all([simulator.stop(), warmUp.stop()]);
	};
	keep(stop);
	const requests = Math.ceil(states / PAGE_SIZE);
	const faults: string[] = [];
	const check = (who: string, { items, ids }: Counted, { requests: asked, violations }: SimulatorRecord) => {
		if (items !== states || ids !== states) faults.push(`${who} gave ${items} items with ${ids} different ids, expected are ${states}.`);
		if (asked !== requests) faults.push(`${who} sent ${asked} requests, expected are ${requests}.`);
		for (const violation of new Set(violations)) faults.push(`${who} broke the contract: ${violation}`);
	};

	const byN8n = async (who: InN8n): Promise<Read> =>
		await withFreshN8n(keep, async (n8n) => {
			const { nodes, make }: Contender = CONTENDERS[who];
			await publish(n8n, await make(n8n, `${who}-warm-up`, warmUp));
			await publish(n8n, await make(n8n, who, simulator));
			await runToTally(n8n, `${who}-warm-up`);
			await settle(n8n);
			const peak = watchMemory(n8n.pid());
			const run = await runToTally(n8n, who);
			const peakBytes = peak();
			const seen = await simulator.record();
			check(who, run, seen);
			const nodesMs = nodes.reduce((sum, name) => sum + (run.nodesMs[name] ?? NaN), 0);
			return { nodesMs, wallMs: run.wallMs, peakBytes, connections: seen.connections };
		});

	const byBareLoop = async (): Promise<Read> => {
		const loop = await startChild('bareLoopMain.mts', []);
		keep(loop.stop);
		const read = async ({ origin, token }: SimulatorProcess) => await loop.ask<Counted & { elapsedMs: number }>({ origin, token });
		await read(warmUp);
		await sleep(SETTLE_MS);
		const peak = watchMemory(loop.pid);
		const beganMs = performance.now();
		const run = await read(simulator);
		const wallMs = performance.now() - beganMs;
		const peakBytes = peak();
		const seen = await simulator.record();
		await loop.stop();
		check('bareLoop', run, seen);
		return { nodesMs: run.elapsedMs, wallMs, peakBytes, connections: seen.connections };
	};

	const reads = { ours: [] as Read[], httpRequest: [] as Read[], bareNode: [] as Read[], bareLoop: [] as Read[] };
	try {
		for (let repetition = 1; repetition <= repetitions; repetition++) {
			tell(`Reading ${states} records four ways, round ${repetition} of ${repetitions} ...`);
			reads.ours.push(await byN8n('ours'));
			reads.httpRequest.push(await byN8n('httpRequest'));
			reads.bareNode.push(await byN8n('bareNode'));
			reads.bareLoop.push(await byBareLoop());
		}
	} finally {
		await stop();
	}
	return { ...reads, requests, states, faults };
}
