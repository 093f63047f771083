import type { Exchange, Reply } from '../../frame/server.mts';
import type { Workspace } from '../workspace.mts';

const VERSION = '2.14.0';

/** The three health checks: two without the usual wrapper. */
export function health(workspace: Workspace): Record<string, (exchange: Exchange) => Reply> {
	const startedAtMs = workspace.clock.now();
	const status = () => (workspace.switches.health === 'unhealthy' ? 503 : 200);
	const uptime = () => `${Math.floor((workspace.clock.now() - startedAtMs) / 1000)}s`;
	const services = () => ({ database: workspace.switches.health === 'unhealthy' ? 'down' : 'up', queue: workspace.switches.health === 'healthy' ? 'up' : 'slow', identity: 'up' });

	return {
		getRootHealth() {
			const { health: state, healthForm } = workspace.switches;
			return { status: status(), body: healthForm === 'short' ? { status: state === 'healthy' ? 'ok' : state, uptime: uptime() } : { status: state, timestamp: workspace.iso() } };
		},
		getApiHealth() {
			const { health: state, healthForm } = workspace.switches;
			const short = { status: state, version: VERSION, timestamp: workspace.iso() };
			return { status: status(), body: healthForm === 'short' ? short : { ...short, environment: 'production', uptime: uptime(), services: services() } };
		},
		getAdminHealth() {
			const { health: state, healthForm } = workspace.switches;
			if (healthForm === 'short') return { status: status(), body: { status: state, timestamp: workspace.iso() } };
			const issues = state === 'healthy' ? [] : [{ service: state === 'unhealthy' ? 'database' : 'queue', message: state === 'unhealthy' ? 'No connection' : 'Slow', since: workspace.iso(startedAtMs) }];
			const data = { status: state, version: VERSION, uptime: uptime(), timestamp: workspace.iso(), services: services(), metrics: { requestsPerMinute: 120, averageResponseTime: '45ms', errorRate: '0.1%' }, issues };
			return { status: status(), body: { success: state !== 'unhealthy', message: state === 'unhealthy' ? 'Unhealthy' : 'Done', data, timestamp: workspace.iso() } };
		},
	};
}
