/** A part of a backup, and what restoring it would do. */
export interface RestorePart {
  /** Lines for people, before they are asked: what would change. */
  plan: readonly string[];
  /** The same for scripts. */
  json: Readonly<Record<string, unknown>>;
  /** This part whole, or nothing of it. */
  carryOut(): Promise<{
    json: Readonly<Record<string, unknown>>;
    text: readonly string[];
    /** Where something is left to be done. */
    exitCode?: number;
  }>;
}
