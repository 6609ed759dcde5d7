/** A file of the bundle before it is redacted. */
export type Member =
  | { name: string; kind: 'json'; content: unknown }
  /** `log`: other programs wrote it, too. */
  | { name: string; kind: 'text' | 'log'; content: string };

/** What could not be had, and why. */
export interface Missing {
  what: string;
  reason: string;
}
