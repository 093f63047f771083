'use strict';

// Loaded into n8n before its own code: when the process that started it is gone, however it ended, n8n and its task runner go too.
process.on('disconnect', () => {
	process.kill(process.pid, 'SIGTERM');
	setTimeout(() => {
		try {
			process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL');
		} catch {
			process.exit(1);
		}
	}, 5_000);
});
// Listening must not keep n8n alive.
process.channel?.unref();
