'use strict';

/**
 * What stood in npm's way, told by the words npm, node-gyp and prebuild-install use for it.
 * The first rule that fits wins: a full disk also makes downloads fail, so it is asked first.
 */
const RULES = [
	[/ENOSPC|no space left on device/i, 'The disk is full.', 'Free some space (an n8n needs about 4 GB while it is installed), then run the same command again.'],
	[/\bEACCES\b|\bEPERM\b/, 'A folder may not be written to.', 'Check who owns the folder named below and the npm cache (npm config get cache).'],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network (?:timeout|request)/i,
		'The package registry cannot be reached.',
		'Check the network connection, the proxy (npm config get proxy) and the registry address (npm config get registry), then run the same command again.',
	],
	[
		/CERT_|certificate/i,
		'The package registry shows a certificate that is not trusted.',
		'Behind a company proxy, set NODE_EXTRA_CA_CERTS to its certificate file.',
	],
	[/\bE40[13]\b/, 'The package registry refuses this computer.', 'Check the registry address (npm config get registry) and sign in to it if it asks for that (npm login).'],
	[/EINTEGRITY/, 'A downloaded package differs from the one that was locked.', 'Run "npm cache verify", then the same command again.'],
	[
		/EUSAGE|package\.json and package-lock\.json .* (?:are not )?in sync/i,
		'package.json and package-lock.json disagree.',
		'Run "npm install --ignore-scripts" once and keep both files together.',
	],
	[
		/gyp ERR!|node-gyp|not found: make|prebuild-install/i,
		'The database driver of n8n (sqlite3) could not be built.',
		'No ready-made driver could be downloaded for this computer, so it must be compiled: install Python 3, make and a C++ compiler (Debian and Ubuntu: build-essential python3, macOS: xcode-select --install), then run the same command again.',
	],
	[/\bE404\b|ETARGET/, 'A locked package is not in the registry.', 'Check the registry address (npm config get registry): a mirror may lack it.'],
];

const LAST_LINES = 12;

/**
 * The reason of a failed npm run as text for people: what happened, the way out, npm's last lines.
 * Never throws.
 */
function explainNpmFailure(output) {
	const rule = RULES.find(([pattern]) => pattern.test(output));
	const [, what, wayOut] = rule ?? [undefined, 'npm ended without saying a reason known here.', 'Its last lines are below.'];
	const lastLines = output
		.split(/\r?\n/)
		.filter((line) => line.trim() !== '')
		.slice(-LAST_LINES)
		.map((line) => `    ${line}`);
	return [`${what} ${wayOut}`, ...lastLines].join('\n');
}

module.exports = { explainNpmFailure };
