const { rm } = require('node:fs/promises');
const { spawn } = require('node:child_process');
const { dest, parallel, series, src, watch: watchFiles } = require('gulp');

const assets = ['{nodes,credentials}/**/*.{png,svg}', 'nodes/**/__schema__/**/*.json'];

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** The codex files (`*.node.json`) come out of tsc too: tsconfig.json includes them. */
function compile(done) {
	spawn(process.execPath, [require.resolve('typescript/bin/tsc')], { stdio: 'inherit' }).on('exit', (code) =>
		done(code === 0 ? undefined : new Error(`tsc ended with exit code ${code}`)),
	);
}

function copyAssets() {
	return src(assets, { base: '.', encoding: false }).pipe(dest('dist'));
}

const build = series(clean, parallel(compile, copyAssets));

function watch() {
	watchFiles(['nodes/**/*.{ts,json}', 'credentials/**/*.ts'], { ignoreInitial: false }, compile);
	watchFiles(assets, { ignoreInitial: false }, copyAssets);
}

exports.build = build;
exports.watch = watch;
exports.default = build;
