'use strict';

const LINE_EVERY_MS = 15_000;
const REDRAW_EVERY_MS = 1_000;

/**
 * Shows that something long is going on: phase and elapsed seconds, redrawn on a terminal, a line each 15 s elsewhere.
 * Returns the function that ends it; call that with `true` when the phase came to its end.
 */
function showProgress(phase, stream = process.stderr) {
	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	const redraw = stream.isTTY === true;
	stream.write(redraw ? `${phase} ...` : `${phase} ...\n`);
	const timer = setInterval(
		() => stream.write(redraw ? `\r${phase} ... ${seconds()} s` : `${phase} ... ${seconds()} s\n`),
		redraw ? REDRAW_EVERY_MS : LINE_EVERY_MS,
	);
	return (done) => {
		clearInterval(timer);
		stream.write(`${redraw ? '\r' : ''}${phase}: ${done ? 'done' : 'stopped'} after ${seconds()} s\n`);
	};
}

module.exports = { showProgress };
