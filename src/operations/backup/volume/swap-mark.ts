import * as z from 'zod/mini';

/**
 * How far the replacing of a volume is, as a file in it: what it says is true also after a kill.
 * `replacing`: its data is a mixture. `replaced`: it is all new, and nobody has seen it answer yet.
 * `undoing`: it is a mixture, and becomes the old one again.
 */
const SwapMark = z.object({
  schemaVersion: z.literal(1),
  phase: z.enum(['replacing', 'replaced', 'undoing']),
  /** Names of the volumes. */
  new: z.string(),
  old: z.string(),
  service: z.nullable(z.string()),
});
export type SwapMark = z.output<typeof SwapMark>;

/** Null where there is none. @throws Error where it is none that gecko has written */
export function parseSwapMark(text: string): SwapMark | null {
  return text.trim() === '' ? null : SwapMark.parse(JSON.parse(text), { jitless: true });
}
