/** Bytes a second of a machine's memory, rather too many: two channels of DDR5-7200. */
const plainMachine = 115e9;
/** Two sockets of twelve channels of DDR5-6000 each. */
const largeMachine = 1150e9;
const threadsOfPlainMachine = 32;
/** Bytes that fit into the largest caches of processors, where memory is no bound. */
const cached = 1.2e9;

/**
 * Tokens a second that a model could write on a processor at most: for each token it reads all its weights
 * once, of a mixture of experts those of the experts in use, so memory bounds it (S. Williams, A. Waterman,
 * D. Patterson: Roofline, CACM 52(4), 2009). A rough factor, too high on purpose. Null where it tells
 * nothing: the weights fit into a cache, or processor and GPU share their memory.
 */
export function fastestOnCpu(
  { bytes, metadata }: { bytes: number; metadata: Readonly<Record<string, unknown>> },
  { threads, sharesMemory }: { threads: number; sharesMemory: boolean },
): number | null {
  const read = bytes * shareInUse(metadata);
  if (sharesMemory || read < cached) return null;
  return (threads <= threadsOfPlainMachine ? plainMachine : largeMachine) / read;
}

/** Of the experts; what all tokens share is left out, which only makes the bound higher. */
function shareInUse(metadata: Readonly<Record<string, unknown>>): number {
  const of = (name: string) =>
    Object.entries(metadata).find(([key]) => key.endsWith(`.${name}`))?.[1];
  const [all, used] = [of('expert_count'), of('expert_used_count')];
  const isMixture = typeof all === 'number' && typeof used === 'number' && all > 0 && used > 0;
  return isMixture ? Math.min(1, used / all) : 1;
}
