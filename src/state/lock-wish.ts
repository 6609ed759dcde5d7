/** What to do where another gecko holds a lock. */
export interface LockWish {
  /** Milliseconds to wait for it. */
  waitMs: number;
  /** Takes it over where nobody can tell whether its holder lives. */
  breaks?: boolean;
}
