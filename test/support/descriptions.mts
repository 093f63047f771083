import type { ICredentialType, INodeType } from 'n8n-workflow';
import { AccessOwlApi } from '../../credentials/AccessOwlApi.credentials';
import { CatalioOAuth2Api } from '../../credentials/CatalioOAuth2Api.credentials';
import { OleriaOAuth2Api } from '../../credentials/OleriaOAuth2Api.credentials';
import { AccessOwl } from '../../nodes/AccessOwl/AccessOwl.node';
import { accessOwl } from '../../nodes/AccessOwl/resources';
import { Catalio } from '../../nodes/Catalio/Catalio.node';
import { catalio } from '../../nodes/Catalio/resources';
import { Oleria } from '../../nodes/Oleria/Oleria.node';
import { oleria } from '../../nodes/Oleria/resources';
import type { Room } from '../../nodes/shared/operation';

/** Everything the package offers, from its sources. */
export const nodeTypes: readonly INodeType[] = [new AccessOwl(), new Catalio(), new Oleria()];
export const credentialTypes: readonly ICredentialType[] = [new AccessOwlApi(), new CatalioOAuth2Api(), new OleriaOAuth2Api()];

/** Each room with the contract it is held against. */
export const rooms: ReadonlyArray<{ readonly node: string; readonly room: Room; readonly contract: string }> = [
	{ node: 'AccessOwl', room: accessOwl, contract: 'accessowl.openapi.yaml' },
	{ node: 'Catalio', room: catalio, contract: 'catalio.openapi.yaml' },
	{ node: 'Oleria', room: oleria, contract: 'oleria.openapi.yaml' },
];
