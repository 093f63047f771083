import type { ICredentialType, INodeType } from 'n8n-workflow';
import { AccessOwlApi } from '../../credentials/AccessOwlApi.credentials';
import { AccessOwl } from '../../nodes/AccessOwl/AccessOwl.node';
import { accessOwl } from '../../nodes/AccessOwl/resources';
import type { Room } from '../../nodes/shared/operation';

/** Everything the package offers, from its sources. */
export const nodeTypes: readonly INodeType[] = [new AccessOwl()];
export const credentialTypes: readonly ICredentialType[] = [new AccessOwlApi()];

/** Each room with the contract it is held against. */
export const rooms: ReadonlyArray<{ readonly node: string; readonly room: Room; readonly contract: string }> = [
	{ node: 'AccessOwl', room: accessOwl, contract: 'accessowl.openapi.yaml' },
];
