import dns from 'node:dns';
import { type Lookup, sharedLookups } from './shared-lookups.ts';

/**
 * Shares the lookups of this process. In Node's own function, for the clients of Qdrant and Ollama bring
 * connections of their own, which take no other.
 */
export function shareLookups(): void {
  const own = dns.lookup;
  const shared = sharedLookups(own as Lookup);
  const lookup = (...args: Parameters<Lookup>) =>
    args.length === 3 ? shared(...args) : (own as (...all: unknown[]) => void)(...args);
  // Node's marks on it, by which promisify knows what it gives.
  dns.lookup = Object.defineProperties(
    lookup,
    Object.getOwnPropertyDescriptors(own),
  ) as unknown as typeof dns.lookup;
}
