import type { ResolvedConfig } from '../../src/config/schema.ts';
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

/** Five ports, one after the other: below those that the system gives to others, and not those of a run beside this one. */
export function portsOfOurOwn(): ResolvedConfig['ports'] {
  const first = 10_000 + 5 * Math.floor(Math.random() * 4_000);
  const [rag, qa, qdrant, ollama] = [first + 1, first + 2, first + 3, first + 4];
  return { web: [first], rag, qa, qdrant, ollama };
}
