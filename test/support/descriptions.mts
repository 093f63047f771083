import type { ICredentialType, INodeType } from 'n8n-workflow';
import { AccessOwlApi } from '../../credentials/AccessOwlApi.credentials';
import { CatalioOAuth2Api } from '../../credentials/CatalioOAuth2Api.credentials';
import { OleriaOAuth2Api } from '../../credentials/OleriaOAuth2Api.credentials';
import { RezolveApiKeyApi } from '../../credentials/RezolveApiKeyApi.credentials';
import { RezolveBearerApi } from '../../credentials/RezolveBearerApi.credentials';
import { RezolveHubApi } from '../../credentials/RezolveHubApi.credentials';
import { RezolveOAuth2Api } from '../../credentials/RezolveOAuth2Api.credentials';
import { AccessOwl } from '../../nodes/AccessOwl/AccessOwl.node';
import { accessOwl } from '../../nodes/AccessOwl/resources';
import { Catalio } from '../../nodes/Catalio/Catalio.node';
import { catalio } from '../../nodes/Catalio/resources';
import { Oleria } from '../../nodes/Oleria/Oleria.node';
import { oleria } from '../../nodes/Oleria/resources';
import { Rezolve } from '../../nodes/Rezolve/Rezolve.node';
import { rezolve } from '../../nodes/Rezolve/resources';
import { RezolveHub } from '../../nodes/RezolveHub/RezolveHub.node';
import { rezolveHub } from '../../nodes/RezolveHub/resources';
import type { Room } from '../../nodes/shared/operation';

/** Everything the package offers, from its sources. */
export const nodeTypes: readonly INodeType[] = [new AccessOwl(), new Catalio(), new Oleria(), new Rezolve(), new RezolveHub()];
export const credentialTypes: readonly ICredentialType[] = [
	new AccessOwlApi(),
	new CatalioOAuth2Api(),
	new OleriaOAuth2Api(),
	new RezolveApiKeyApi(),
	new RezolveBearerApi(),
	new RezolveHubApi(),
	new RezolveOAuth2Api(),
];

/** A room with the contract it is held against; of one that describes several hosts, with what is at its own. */
export interface HeldRoom {
	readonly node: string;
	readonly room: Room;
	readonly contract: string;
	/** The address of the host, as the contract writes it in `servers`. */
	readonly host?: string;
}

export const rooms: readonly HeldRoom[] = [
	{ node: 'AccessOwl', room: accessOwl, contract: 'accessowl.openapi.yaml' },
	{ node: 'Catalio', room: catalio, contract: 'catalio.openapi.yaml' },
	{ node: 'Oleria', room: oleria, contract: 'oleria.openapi.yaml' },
	{ node: 'Rezolve', room: rezolve, contract: 'rezolve.openapi.yaml', host: '{baseUrl}' },
	{ node: 'RezolveHub', room: rezolveHub, contract: 'rezolve.openapi.yaml', host: 'https://integration-hub.rezolve.ai' },
];
