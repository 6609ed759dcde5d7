import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that pass until those that are new are looked at: most of them are done with, which costs a millisecond. */
const BETWEEN = 12_000_000;

/** Bytes until all are looked at, for pieces that were on their way for long: with LanceDB that takes twenty. */
const BETWEEN_ALL = 20_000_000;

/** Bytes in memory from which on that is done: what comes until the next look stays below 250 MB. */
const ENOUGH = 170_000_000;

type Collect = (options?: { type: 'minor' }) => void;

let collect: Collect | null = null;
let passed = 0;
let passedOfAll = 0;

/**
 * Gives back the memory of pieces that have passed. The garbage collector sees of each only a small object, and
 * lets 64 MB of them come together before it runs; the next ones then lie scattered among what could not be
 * given back.
 * @param bytes that passed further
 */
export function freePieces(bytes: number): void {
  passed += bytes;
  passedOfAll += bytes;
  if (passed < BETWEEN) return;
  passed = 0;
  collect ??= collector();
  const isDue = passedOfAll >= BETWEEN_ALL && process.memoryUsage.rss() >= ENOUGH;
  if (isDue) passedOfAll = 0;
  collect(isDue ? undefined : { type: 'minor' });
}

/**
 * What is new stays in 2 MB instead of 32: it seldom lives for longer than a piece. For the memory that other
 * code takes before the first piece, too.
 */
export function keepNewSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** By flags of V8, which may be set at any time. */
function collector(): Collect {
  keepNewSmall();
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return typeof found === 'function' ? (options) => found(options) : () => {};
}
