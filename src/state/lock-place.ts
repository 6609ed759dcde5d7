import type { RecordPlace } from './process-identity.ts';

/**
 * Where holders of one lock are noted: a file and its heirs, or something else whose creation is atomic.
 * Each entry is a text under a key: empty for the lock itself, a name for each heir.
 */
export interface LockPlace {
  /** For people. */
  readonly name: string;
  readonly kind: RecordPlace;
  /** What removes it by hand. */
  readonly removedBy: string;
  /** Of several at once, one. @returns false where there is one already */
  create(key: string, text: string): Promise<boolean>;
  /** Null where there is none. */
  read(key: string): Promise<string | null>;
  /** For whoever alone may. @returns false where another came first, which a place may allow */
  replace(key: string, text: string): Promise<boolean>;
  remove(key: string): Promise<void>;
}
