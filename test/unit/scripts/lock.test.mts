import { mkdtempSync, existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { withLock } from '../../../scripts/setup/lock.cjs';

describe('withLock', () => {
	let folder: string;
	let file: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'lock-'));
		file = join(folder, 'deeper', 'x.lock');
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('lets in one at a time and tells who waits for whom', async () => {
		const waits: number[] = [];
		let inside = 0;
		let most = 0;
		const work = async () => {
			most = Math.max(most, ++inside);
			await new Promise((resolve) => setTimeout(resolve, 20));
			inside--;
		};

		await Promise.all([withLock(file, work, (pid) => waits.push(pid)), withLock(file, work, (pid) => waits.push(pid)), withLock(file, work, (pid) => waits.push(pid))]);

		expect(most).toBe(1);
		expect(waits).toEqual([process.pid, process.pid]);
		expect(existsSync(file)).toBe(false);
	});

	it('gives back what the work gives, and frees the lock when the work throws', async () => {
		expect(await withLock(file, async () => 7)).toBe(7);
		await expect(withLock(file, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
		expect(existsSync(file)).toBe(false);
	});

	it('takes over from a process that is gone', async () => {
		const { pid } = spawnSync(process.execPath, ['-e', '']);
		await withLock(file, async () => {}); // makes the folder
		writeFileSync(file, `${pid}\n${hostname()}\nold\n`);

		expect(await withLock(file, async () => 'mine')).toBe('mine');
	});

	it('takes over from a holder on another computer only after a minute of silence', async () => {
		await withLock(file, async () => {});
		writeFileSync(file, `${process.pid}\nelsewhere\nold\n`);
		const waits: number[] = [];
		const entered = withLock(file, async () => 'mine', (pid) => waits.push(pid));
		await new Promise((resolve) => setTimeout(resolve, 20));
		expect(waits).toEqual([process.pid]);

		const twoMinutesAgo = new Date(Date.now() - 120_000);
		utimesSync(file, twoMinutesAgo, twoMinutesAgo);

		expect(await entered).toBe('mine');
	});
});
