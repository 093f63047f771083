import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageDefect } from '../../../scripts/setup/packages.cjs';

describe('packageDefect', () => {
	let root: string;
	const write = (path: string, content: unknown) => {
		mkdirSync(join(root, path, '..'), { recursive: true });
		writeFileSync(join(root, path), JSON.stringify(content));
	};
	const locked = { '': { version: '1.0.0' }, 'node_modules/a': { version: '1.2.3' }, 'node_modules/for-other-systems': { version: '1.0.0', optional: true } };

	beforeEach(() => {
		root = mkdtempSync(join(tmpdir(), 'packages-'));
		write('package-lock.json', { packages: locked });
		write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '1.2.3' } } });
		write('node_modules/a/package.json', {});
	});
	afterEach(() => rmSync(root, { recursive: true, force: true }));

	it('finds none in a whole install, where optional packages may be missing', () => {
		expect(packageDefect(root)).toBeUndefined();
	});

	it('finds a missing node_modules', () => {
		rmSync(join(root, 'node_modules'), { recursive: true });
		expect(packageDefect(root)).toBe('node_modules is missing');
	});

	it('finds an install that was interrupted, because npm writes its record last', () => {
		rmSync(join(root, 'node_modules/.package-lock.json'));
		expect(packageDefect(root)).toBe('the last install did not come to its end');
	});

	it('finds a lockfile that moved on', () => {
		write('package-lock.json', { packages: { ...locked, 'node_modules/a': { version: '1.2.4' } } });
		expect(packageDefect(root)).toBe('package-lock.json has changed (node_modules/a)');
	});

	it('finds a package whose folder was removed by hand', () => {
		rmSync(join(root, 'node_modules/a'), { recursive: true });
		expect(packageDefect(root)).toBe('node_modules/a is missing');
	});
});
