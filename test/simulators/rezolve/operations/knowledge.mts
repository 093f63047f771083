import type { Exchange, Reply } from '../../frame/server.mts';
import type { Workspace } from '../workspace.mts';

const CHANGES = ['uploadArticle', 'uploadDocument', 'uploadFlow', 'deleteVectors', 'ingestConfluence', 'ingestServiceNow', 'ingestSharePoint', 'deleteSharePoint'] as const;
const READS = ['listIngested', 'listFailedFiles', 'listConfluenceSpaces', 'listServiceNowKbs', 'listSharePoint'] as const;

/** The knowledge family, whose answers are mostly a bare text. Nothing is stored but the audit entry. */
export function knowledge(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const changes = CHANGES.map((operationId) => [
		operationId,
		(exchange: Exchange): Reply => {
			workspace.audit(exchange, operationId.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase(), 'knowledge', { type: 'knowledge', id: exchange.requestId });
			return { status: 200, body: Buffer.from(JSON.stringify('accepted')) };
		},
	] as const);
	return Object.fromEntries([...changes, ...READS.map((operationId) => [operationId, (): Reply => ({ status: 200, body: [] })] as const)]);
}
