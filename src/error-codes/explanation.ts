/** What `gecko explain CODE` says. */
export interface Explanation {
  exitCode: number;
  /** One sentence without a full stop. */
  summary: string;
  causes: readonly string[];
  /** What to do, the likeliest first. */
  remedies: readonly string[];
}
