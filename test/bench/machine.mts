import { arch, cpus, platform, totalmem } from 'node:os';
import { pinnedVersion } from '../../scripts/n8nCache.mts';

/** What the figures depend on, as name and value. It names no host. */
export function machine(): Array<readonly [name: string, value: string]> {
	const processors = cpus();
	return [
		['Processor', `${processors[0]?.model.trim() ?? 'unknown'}, ${processors.length} cores`],
		['Memory', `${Math.round(totalmem() / 2 ** 30)} GiB`],
		['System', `${platform()} ${arch()}`],
		['Node', process.versions.node],
		['n8n', pinnedVersion()],
	];
}
