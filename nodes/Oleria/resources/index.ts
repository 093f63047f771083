import type { Room } from '../../shared/operation';
import { dialect } from '../dialect';
import { exportResource } from './export';

/** The room's table of contents. */
export const oleria: Room = {
	dialect,
	resources: [exportResource],
	default: exportResource,
};
