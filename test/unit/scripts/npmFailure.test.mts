import { explainNpmFailure } from '../../../scripts/setup/npmFailure.cjs';

it.each([
	['a name that cannot be looked up', 'npm error code ENOTFOUND\nnpm error network request to https://registry.example/n8n failed', /^The package registry cannot be reached\. Check the network/],
	['a registry that refuses the connection', 'npm error code ECONNREFUSED', /^The package registry cannot be reached/],
	['a full disk, even when the download failed because of it', 'npm error code ENOSPC\nnpm error ECONNRESET', /^The disk is full/],
	['a folder of somebody else', 'npm error code EACCES\nnpm error syscall mkdir', /^A folder may not be written to/],
	['an unknown certificate', 'npm error code SELF_SIGNED_CERT_IN_CHAIN', /^The package registry shows a certificate that is not trusted/],
	['a registry that asks for a sign-in', 'npm error code E401', /^The package registry refuses this computer/],
	['a missing compiler', 'npm error gyp ERR! stack Error: not found: make', /^The database driver of n8n \(sqlite3\) could not be built/],
	['a lockfile that is behind', 'npm error code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync', /^package\.json and package-lock\.json disagree/],
	['a package that a mirror lacks', 'npm error code E404', /^A locked package is not in the registry/],
	['anything else', 'npm error something new', /^npm ended without saying a reason known here/],
])('explains %s and the way out', (_case, output, expected) => {
	expect(explainNpmFailure(output)).toMatch(expected);
});

it('shows the last twelve lines of npm and no more', () => {
	const output = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');

	const lines = explainNpmFailure(output).split('\n').slice(1);

	expect(lines).toHaveLength(12);
	expect(lines.at(-1)).toBe('    line 39');
});
