/** What `gecko explain CODE` says. */
export interface Explanation {
  exitCode: number;
  /** One sentence without a full stop. */
  summary: string;
  causes: readonly string[];
  /** What to do, the likeliest first. */
  remedies: readonly string[];
  /** Ids of the checks of gecko doctor that find it; absent: none does. */
  foundBy?: readonly string[];
}
