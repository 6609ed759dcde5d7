import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that pass between two looks: each leaves about three, packed, unpacked and put together. */
const BETWEEN = 20 * 1024 * 1024;

/** Bytes in memory from which on some are given back: what comes until the next look stays below 250 MB. */
const ENOUGH = 170_000_000;

let collect: (() => void) | null = null;
let passed = 0;

/**
 * Gives back the memory of pieces that have passed, once the process holds much. The garbage collector sees
 * of each only a small object, and lets 64 MB of them come together before it runs; the next ones then lie
 * scattered among what could not be given back.
 * @param bytes that passed further
 */
export function freePieces(bytes: number): void {
  passed += bytes;
  if (passed < BETWEEN) return;
  passed = 0;
  collect ??= collector();
  if (process.memoryUsage.rss() >= ENOUGH) collect();
}

/** By flags of V8, which may be set at any time. */
function collector(): () => void {
  // What is new stays in 2 MB instead of 32: it seldom lives for longer than a piece.
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--expose-gc');
  const found: unknown = runInNewContext('globalThis.gc');
  return typeof found === 'function' ? () => found() : () => {};
}
