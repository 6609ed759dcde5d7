import { existsSync, readFileSync } from 'node:fs';
import type { ResolvedConfig } from '../../src/config/schema.ts';
import { parseListeners } from '../../src/host/parse-listeners.ts';
import type { DockerUpInput } from '../../src/operations/docker/up.ts';

/** `gecko up`, without an option. */
export const plainUp: DockerUpInput = {
  profile: undefined,
  autoGpu: false,
  gpus: undefined,
  services: [],
  dryRun: false,
  forceRecreate: false,
  withModel: true,
  healthyWithin: 5_000,
};

/**
 * Five ports, one after the other, on which nothing listens: below those that the system gives to others, and
 * not those of a run beside this one.
 */
export function portsOfOurOwn(): ResolvedConfig['ports'] {
  const taken = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6']
      .filter((path) => existsSync(path))
      .flatMap((path) => parseListeners(readFileSync(path, 'utf8')).map(({ port }) => port)),
  );
  for (;;) {
    const first = 10_000 + 5 * Math.floor(Math.random() * 4_000);
    const all = [0, 1, 2, 3, 4].map((step) => first + step);
    if (all.some((port) => taken.has(port))) continue;
    const [web = 0, rag = 0, qa = 0, qdrant = 0, ollama = 0] = all;
    return { web: [web], rag, qa, qdrant, ollama };
  }
}
