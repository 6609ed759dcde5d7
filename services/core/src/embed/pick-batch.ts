/** Largest batch; more brings nothing on a CPU and makes questions wait longer (bench/embed.ts). */
export const LARGEST_BATCH = 8;

/** Padded over real tokens that a batch may reach. */
const MOST_PADDING = 1.05;

/**
 * The next batch of a queue: its oldest input and those nearest to it in length, as long as padding
 * stays within 5 %. So every input is served after at most as many batches as stood before it.
 *
 * @param lengths tokens of the waiting inputs, oldest first; at least one
 * @returns positions in `lengths`
 */
export function pickBatch(lengths: readonly number[], largest = LARGEST_BATCH): number[] {
  const oldest = lengths[0] ?? 0;
  const near = lengths
    .map((length, position) => ({ length, position }))
    .sort(
      (a, b) =>
        Math.abs(a.length - oldest) - Math.abs(b.length - oldest) || a.position - b.position,
    );
  const batch: number[] = [];
  let longest = 0;
  let real = 0;
  for (const { length, position } of near) {
    const padded = Math.max(longest, length) * (batch.length + 1);
    if (batch.length >= largest || padded > MOST_PADDING * (real + length)) break;
    longest = Math.max(longest, length);
    real += length;
    batch.push(position);
  }
  return batch;
}
