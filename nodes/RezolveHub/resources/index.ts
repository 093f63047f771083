import { defineResource, type Room } from '../../shared/operation';
import { dialect } from '../dialect';
import { execute } from './tool/execute.operation';
import { get, getAll } from './tool/read';
import { replay } from './tool/replay.operation';

const tool = defineResource({
	resource: 'tool',
	name: 'Tool',
	description: 'Something that a connected application can do',
	operations: [execute, get, getAll, replay],
	default: execute,
});

/** The Integration Hub of Rezolve.ai: another host, another key, another envelope than its platform. */
export const rezolveHub: Room = { dialect, resources: [tool], default: tool };
