const transform = {
	'^.+\\.m?ts$': [
		'@swc/jest',
		{
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
			sourceMaps: 'inline',
		},
	],
};

/** One jest project a level, so that `npm run test:unit` stays quick and the others can be asked for by name. */
const level = (displayName, folder, more = {}) => ({
	displayName,
	rootDir: import.meta.dirname,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${folder}/**/*.test.mts`],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'cjs', 'json', 'node'],
	transform,
	...more,
});

/** One n8n for all end-to-end files: starting it takes longer than most of them. */
const sharedN8n = {
	globalSetup: '<rootDir>/test/support/n8nGlobalSetup.mts',
	globalTeardown: '<rootDir>/test/support/n8nGlobalTeardown.mts',
};

export default {
	// The first test of a file also loads n8n's engine: on a busy machine with two cores that alone can take five seconds.
	testTimeout: 30_000,
	projects: [level('unit', 'unit'), level('contract', 'contract'), level('engine', 'engine'), level('e2e', 'e2e', sharedN8n)],
};
