import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';

/** What is known of one backend. */
export interface Seen {
  /** What it told last; null: nothing yet. */
  system: Schemas['System'] | null;
  /** When that came; milliseconds since the epoch, by this browser's clock. */
  at: number | null;
  /** Why it tells nothing now; null: it does, or was not asked yet. */
  error: unknown;
  /** Since when. */
  silentSince: number | null;
}

export type SeenBoth = Record<Backend, Seen>;

export const unseen: Seen = { system: null, at: null, error: null, silentSince: null };

export function answered(system: Schemas['System'], now: number): Seen {
  return { system, at: now, error: null, silentSince: null };
}

/** What it told before stays known. */
export function failed(before: Seen, error: unknown, now: number): Seen {
  return { ...before, error, silentSince: before.silentSince ?? now };
}
