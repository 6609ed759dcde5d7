import type { LookupAddress, LookupOptions } from 'node:dns';

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** The forms of `dns.lookup` that connections use: with options, the address or all of them. */
export type Lookup = (host: string, options: LookupOptions, callback: Callback) => void;

/**
 * A lookup that is asked once for a name while its answer is awaited, for all who want it. Node does two at
 * a time, and where a container has no way to other name servers, the name of a service that is stopped
 * takes ten seconds: a handful of them would keep everybody from the services that run.
 */
export function sharedLookups(lookup: Lookup): Lookup {
  const waiting = new Map<string, Callback[]>();
  return (host, options, callback) => {
    const key = JSON.stringify([host, options]);
    const others = waiting.get(key);
    if (others) {
      others.push(callback);
      return;
    }
    const all = [callback];
    waiting.set(key, all);
    lookup(host, options, (...answer) => {
      waiting.delete(key);
      for (const tell of all) tell(...answer);
    });
  };
}
