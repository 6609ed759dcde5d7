import { signal } from '@preact/signals';
import { getJson } from './get-json.ts';

export interface Session {
  /** Whether this browser may change things: it came by the link of `gecko open`. Null until it is known. */
  readonly signedIn: { readonly value: boolean | null };
  refresh(): Promise<void>;
}

/** Asked of the door, for the cookie itself cannot be read here. */
export function createSession(): Session {
  const signedIn = signal<boolean | null>(null);
  return {
    signedIn,
    async refresh() {
      try {
        signedIn.value = (await getJson<{ signedIn: boolean }>('/session')).signedIn;
      } catch {
        // Who cannot be asked lets nobody in; the view's own request says what is wrong.
        signedIn.value = null;
      }
    },
  };
}
