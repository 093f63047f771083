// `npm run fetch-n8n`: installs the pinned n8n into the cache, so that a later `npm start` or `npm test` need not wait for it.
import { ensureN8n } from './n8nRuntime.mts';

try {
	console.log(await ensureN8n());
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}
