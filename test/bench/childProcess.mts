import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const STOP_MS = 5_000;

/** A script of this folder in a process of its own, asked over its channel. */
export type Child = {
	readonly pid: number;
	/** One question, one answer; the next one only after that. Throws when the process ends instead. */
	ask: <Answer>(question: unknown) => Promise<Answer>;
	/** May be called again. */
	stop: () => Promise<void>;
};

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
	const controller = new AbortController();
	const { signal } = controller;
	const ended = once(child, 'exit', { signal }).then(([code, by]: unknown[]) => {
		throw new Error(`The process ended before it answered (${String(code ?? by)}).`);
	});
	try {
		const [answer] = (await Promise.race([once(child, 'message', { signal }), ended])) as [Answer];
		return answer;
	} finally {
		ended.catch(() => {}); // ends with the signal
		controller.abort();
	}
}

/** Starts a script that says something over its channel when it is ready, and gives that with the process. Throws when it ends before. */
export async function startChild<Ready>(script: string, args: string[]): Promise<Child & { readonly ready: Ready }> {
	const child = fork(join(import.meta.dirname, script), args, { execArgv: [] });
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, 'exit');
		child.kill('SIGTERM');
		const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
		await ended;
		clearTimeout(timer);
	};
	const ready = await answerOf<Ready>(child);
	return {
		ready,
		pid: child.pid ?? 0,
		ask: async <Answer,>(question: unknown) => {
			const answer = answerOf<Answer>(child);
			child.send(question as object);
			return await answer;
		},
		stop,
	};
}
