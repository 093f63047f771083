import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const SAMPLE_MS = 100;

const status = (pid: number) => `/proc/${pid}/status`;

/** A line of /proc/<pid>/status in bytes; undefined where there is no such file or line. */
function fromStatus(pid: number, name: 'VmHWM' | 'VmRSS'): number | undefined {
	if (!existsSync(status(pid))) return undefined;
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(status(pid), 'utf8'))?.[1];
	return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** Resident memory of a process in bytes. Throws when there is no such process. */
function residentBytes(pid: number): number {
	return fromStatus(pid, 'VmRSS') ?? Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

/** Lets the kernel count the highest resident memory anew (Linux: proc(5), /proc/pid/clear_refs). False where it cannot. */
function forgetPeak(pid: number): boolean {
	try {
		writeFileSync(`/proc/${pid}/clear_refs`, '5');
		return true;
	} catch {
		return false;
	}
}

/**
 * Watches the resident memory of a process from now on. The function it gives ends that and tells how far above the present value
 * it went, in bytes: by the kernel's own record on Linux, elsewhere by a look every 100 ms.
 */
export function watchMemory(pid: number): () => number {
	const idleBytes = residentBytes(pid);
	const isRecorded = forgetPeak(pid);
	let peakBytes = idleBytes;
	const look = () => (peakBytes = Math.max(peakBytes, residentBytes(pid)));
	const timer = isRecorded ? undefined : setInterval(look, SAMPLE_MS);
	return () => {
		clearInterval(timer);
		if (isRecorded) peakBytes = fromStatus(pid, 'VmHWM') ?? peakBytes;
		else look();
		return peakBytes - idleBytes;
	};
}
