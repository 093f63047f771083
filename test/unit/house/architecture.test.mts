import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');
const nodes = join(root, 'nodes');

/** Lower floors first: a floor may use itself and the floors before it. */
const SHARED_FLOORS = ['http', 'pagination', 'jobs', 'csv', 'jsonApi', 'operation'];
const VENDORS = ['AccessOwl', 'Catalio', 'Oleria', 'Rezolve'];

interface SourceFile {
	/** Relative to `nodes/`, with slashes. */
	readonly path: string;
	readonly text: string;
	/** Imported files, relative to `nodes/`, and packages by name. */
	readonly imports: string[];
}

function sources(): SourceFile[] {
	return readdirSync(nodes, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((file) => {
			const text = readFileSync(join(nodes, file), 'utf8');
			const imports = [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target]) => {
				const to = String(target);
				return to.startsWith('.') ? relative(nodes, join(nodes, dirname(file), to)).split(sep).join('/') : to;
			});
			return { path: file.split(sep).join('/'), text, imports };
		});
}

const files = sources();
const within = (folder: string) => files.filter(({ path }) => path.startsWith(`${folder}/`));
const floorOf = (path: string) => SHARED_FLOORS.indexOf(path.split('/')[1] ?? '');

describe('The house', () => {
	it('has files to look at', () => {
		expect(within('shared').length).toBeGreaterThan(30);
		expect(within('AccessOwl').length).toBeGreaterThan(30);
	});

	it('knows every floor of shared/', () => {
		const floors = new Set(within('shared').map(({ path }) => path.split('/')[1]));
		expect([...floors].sort()).toEqual([...SHARED_FLOORS].sort());
	});

	it('imports downwards within shared/', () => {
		const upwards = within('shared').flatMap(({ path, imports }) =>
			imports.filter((to) => to.startsWith('shared/') && floorOf(to) > floorOf(path)).map((to) => `${path} -> ${to}`),
		);
		expect(upwards).toEqual([]);
	});

	it('keeps shared/ free of vendors: no import, no name', () => {
		const names = new RegExp(VENDORS.join('|'), 'i');
		const knowing = within('shared').filter(({ text, imports }) => names.test(text) || imports.some((to) => to.startsWith('.') || names.test(to)));
		expect(knowing.map(({ path }) => path)).toEqual([]);
	});

	it('keeps vendors apart', () => {
		const crossing = files.flatMap(({ path, imports }) => {
			const own = path.split('/')[0];
			return imports.filter((to) => /^[A-Z]/.test(to) && own !== 'shared' && !to.startsWith(`${own}/`)).map((to) => `${path} -> ${to}`);
		});
		expect(crossing).toEqual([]);
	});

	it('sends requests from shared/http alone', () => {
		const senders = files.filter(({ text }) => /helpers\s*\.\s*\w*[rR]equest\w*|\bfetch\(|axios/.test(text) && !/^\s*(\*|\/\/)/.test(text));
		expect(senders.map(({ path }) => path).filter((path) => !path.startsWith('shared/http/'))).toEqual([]);
		expect(senders.map(({ path }) => path)).toContain('shared/http/egress.ts');
	});

	it('reads input items in shared/operation alone', () => {
		const readers = files.filter(({ text }) => /getInputData\(/.test(text)).map(({ path }) => path);
		expect(readers).toEqual(['shared/operation/runItems.ts']);
	});

	it('imports nothing at run time but n8n-workflow and node:crypto', () => {
		const allowed = new Set(['n8n-workflow', 'node:crypto']);
		const packages = files.flatMap(({ imports }) => imports.filter((to) => /^(node:|@|[a-z])/.test(to) && !to.startsWith('shared/')));
		expect(packages.filter((name) => !allowed.has(name))).toEqual([]);
	});

	it('has the same floor plan in every vendor room', () => {
		const rooms = readdirSync(nodes).filter((name) => name !== 'shared');
		for (const room of rooms) {
			const paths = within(room).map(({ path }) => path.slice(room.length + 1));
			expect(paths).toEqual(expect.arrayContaining([`${room}.node.ts`, 'dialect.ts', 'resources/index.ts']));
		}
	});
});
