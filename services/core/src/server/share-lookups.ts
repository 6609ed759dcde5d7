import dns from 'node:dns';

type Hear = (...told: unknown[]) => void;
type Lookup = (name: string, options: unknown, hear?: Hear) => unknown;

/**
 * From here on, who looks a name up that is being looked up already waits for the same answer.
 *
 * A stopped container has no name any more, and where no DNS server of the outside answers, it takes ten
 * seconds to learn that. Node looks up two names at a time: a few who ask for a stopped Ollama would keep
 * Qdrant from being found, and everything waiting.
 */
export function shareLookups(resolver: { lookup: unknown } = dns): void {
  const plain = resolver.lookup as Lookup;
  const waiting = new Map<string, Hear[]>();

  const shared: Lookup = (name, options, hear) => {
    if (hear === undefined || typeof options !== 'object') return plain(name, options, hear);
    const key = JSON.stringify([name, options]);
    const others = waiting.get(key);
    if (others) return others.push(hear);
    const all = [hear];
    waiting.set(key, all);
    try {
      return plain(name, options, (...told) => {
        waiting.delete(key);
        for (const one of all) one(...told);
      });
    } catch (error) {
      // Of options that it does not take.
      waiting.delete(key);
      throw error;
    }
  };
  resolver.lookup = Object.defineProperties(shared, Object.getOwnPropertyDescriptors(plain));
}
