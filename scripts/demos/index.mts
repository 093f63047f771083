import type { Demo } from '../demo.mts';
import { accessOwl } from './accessOwl.mts';
import { catalio } from './catalio.mts';
import { oleria } from './oleria.mts';
import { rezolve } from './rezolve.mts';

/** What `npm start` shows, in this order. */
export const demos: readonly Demo[] = [accessOwl, oleria, catalio, rezolve];
