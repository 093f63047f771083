'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { randomUUID } = require('node:crypto');

const HEARTBEAT_MS = 5_000;
const SILENT_MS = 60_000;
const POLL_MS = 500;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function isRunning(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM'; // it runs, but belongs to somebody else
	}
}

function read(file) {
	try {
		return { text: fs.readFileSync(file, 'utf8'), modifiedMs: fs.statSync(file).mtimeMs };
	} catch {
		return undefined; // gone meanwhile
	}
}

/** A lock is stale when its holder is gone from this computer, or has not touched the file for a minute (holder elsewhere, or pid reused). */
function isStale({ text, modifiedMs }) {
	if (Date.now() - modifiedMs > SILENT_MS) return true;
	if (text === '') return false; // made, not yet written
	const [pid, host] = text.split('\n');
	return host === os.hostname() && !isRunning(Number(pid));
}

/** Takes a stale lock out of the way. Of several who try, one succeeds; a lock that became fresh meanwhile is put back. */
function removeStale(file, stale) {
	const aside = `${file}.${randomUUID()}`;
	try {
		fs.renameSync(file, aside);
		if (fs.readFileSync(aside, 'utf8') !== stale.text) fs.linkSync(aside, file);
	} catch {
		// somebody else was quicker
	}
	fs.rmSync(aside, { force: true });
}

/**
 * Runs `work` while holding the lock file: one at a time among all processes that use the same file.
 * Waits without end for a living holder, calling `onWait(pid)` once. The folder of the file is made when missing.
 */
async function withLock(file, work, onWait = () => {}) {
	fs.mkdirSync(path.dirname(file), { recursive: true });
	const mine = `${process.pid}\n${os.hostname()}\n${randomUUID()}\n`;
	for (let told = false; ; ) {
		try {
			fs.writeFileSync(file, mine, { flag: 'wx' });
			break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		const held = read(file);
		if (held === undefined) continue;
		if (isStale(held)) {
			removeStale(file, held);
			continue;
		}
		if (!told) onWait(Number(held.text.split('\n')[0]));
		told = true;
		await sleep(POLL_MS);
	}
	const heartbeat = setInterval(() => {
		const now = new Date();
		fs.utimes(file, now, now, () => {});
	}, HEARTBEAT_MS);
	heartbeat.unref();
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		if (read(file)?.text === mine) fs.rmSync(file, { force: true });
	}
}

module.exports = { withLock };
