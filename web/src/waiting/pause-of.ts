const FIRST = 1_000;
const LONGEST = 10_000;

/** Milliseconds before something is tried again that failed so many times. */
export function pauseOf(failures: number): number {
  return Math.min(LONGEST, FIRST * 2 ** (failures - 1));
}
