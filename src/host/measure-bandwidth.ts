const SIZE = 64 * 2 ** 20;
const ROUNDS = 4;

/**
 * About how many bytes a second the main memory of this machine moves, by copying more than its caches
 * hold: what is read and what is written, the best of some rounds. One core alone does not make full use of
 * a server's memory, so it errs downwards. Takes about a tenth of a second.
 */
export function measureBandwidth(): number {
  const from = Buffer.alloc(SIZE, 1);
  const to = Buffer.alloc(SIZE, 2);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = process.hrtime.bigint();
    from.copy(to);
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / 1e9);
  }
  return (2 * SIZE) / Math.max(best, 1e-9);
}
