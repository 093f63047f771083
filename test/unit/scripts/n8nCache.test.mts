import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { n8nDefect, n8nFolder, SQLITE_BINDING, STAMP } from '../../../scripts/n8nCache.mts';

describe('the cached n8n', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'cached-n8n-'));
		mkdirSync(join(folder, dirname(SQLITE_BINDING)), { recursive: true });
		writeFileSync(join(folder, SQLITE_BINDING), 'binding');
		writeFileSync(join(folder, STAMP), JSON.stringify({ n8n: '1.0.0', sizesBytes: { [SQLITE_BINDING]: 'binding'.length } }));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	it('may be used when all is as the stamp says', () => {
		expect(n8nDefect(folder)).toBeUndefined();
	});

	it('is absent where there is no folder', () => {
		expect(n8nDefect(join(folder, 'other'))).toBe('absent');
	});

	it('is broken without a stamp, which is written last', () => {
		rmSync(join(folder, STAMP));
		expect(n8nDefect(folder)).toBe('its install did not come to its end');
	});

	it('is broken when a file is missing or was cut', () => {
		writeFileSync(join(folder, SQLITE_BINDING), 'bin');
		expect(n8nDefect(folder)).toBe(`${SQLITE_BINDING} has changed`);
		rmSync(join(folder, SQLITE_BINDING));
		expect(n8nDefect(folder)).toBe(`${SQLITE_BINDING} is missing`);
	});

	it('lives where OFFBOARDING_CACHE says, in a folder named by version, lockfile, system and processor', () => {
		const before = process.env['OFFBOARDING_CACHE'];
		process.env['OFFBOARDING_CACHE'] = folder;
		try {
			expect(n8nFolder().startsWith(join(folder, 'n8n-'))).toBe(true);
			expect(n8nFolder()).toMatch(new RegExp(`n8n-\\d+\\.\\d+\\.\\d+-[0-9a-f]{10}-${process.platform}-${process.arch}$`));
		} finally {
			if (before === undefined) delete process.env['OFFBOARDING_CACHE'];
			else process.env['OFFBOARDING_CACHE'] = before;
		}
	});
});
