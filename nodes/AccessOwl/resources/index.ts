import type { Room } from '../../shared/operation';
import { dialect } from '../dialect';
import { accessRequest } from './accessRequest';
import { accessRevocation } from './accessRevocation';
import { accessState } from './accessState';
import { application } from './application';
import { policy } from './policy';
import { user } from './user';

/** The room's table of contents. */
export const accessOwl: Room = {
	dialect,
	resources: [accessRequest, accessRevocation, accessState, application, policy, user],
	default: accessState,
};
