import { batch, type ReadonlySignal, signal } from '@preact/signals';
import { isPassing } from '../waiting/is-passing.ts';
import { getJson } from './get-json.ts';

export interface Session {
  /** Whether this browser may change things: it came by the link of `gecko open`. Null until it is known. */
  readonly signedIn: ReadonlySignal<boolean | null>;
  /** Why it was not told, the last time that it was asked. */
  readonly error: ReadonlySignal<unknown>;
  refresh(): Promise<void>;
}

/** Asked of the door, for the cookie itself cannot be read here. */
export function createSession(): Session {
  const signedIn = signal<boolean | null>(null);
  const error = signal<unknown>(null);
  return {
    signedIn,
    error,
    async refresh() {
      try {
        const told = await getJson<{ signedIn: boolean }>('/session');
        batch(() => {
          signedIn.value = told.signedIn;
          error.value = null;
        });
      } catch (failure) {
        // What was known stays for a while: the backend decides anyway, and the view's own request says what is wrong.
        batch(() => {
          if (!isPassing(failure)) signedIn.value = null;
          error.value = failure;
        });
      }
    },
  };
}
