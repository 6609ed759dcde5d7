import { availableParallelism } from 'node:os';

/** Pieces on their way at once, each in memory whole, packed and unpacked: enough for the cores, and few. */
export const AT_ONCE = Math.max(2, Math.min(4, availableParallelism()));
