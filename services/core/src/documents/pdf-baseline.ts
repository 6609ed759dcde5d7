/** Baselines that are this close, in heights of the font, are one: super- and subscripts. */
const SAME_BASELINE = 0.45;

interface Placed {
  /** Of the baseline, in points. */
  y: number;
  /** Height of the font, in points. */
  size: number;
}

/** Whether two pieces of text stand on one baseline. */
export function isBeside(one: Placed, other: Placed): boolean {
  return Math.abs(one.y - other.y) < SAME_BASELINE * Math.max(one.size, other.size);
}
