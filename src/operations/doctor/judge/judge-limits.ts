import { amount } from '../../../amount.ts';
import type { ContainerDetails } from '../../../engine/objects.ts';
import type { Finding } from '../check.ts';

const mib = 2 ** 20;

/**
 * What a service takes with a small corpus: gecko's backends 300 MiB with the embedding model loaded and
 * as much again while they read a document, measured; the others as their makers say.
 */
const least: Readonly<Record<string, number>> = {
  rag: 512 * mib,
  qa: 512 * mib,
  corpus: 512 * mib,
  qdrant: 256 * mib,
  web: 32 * mib,
};

/** A limit that is too small for what runs in the container; null where it is not. */
export function judgeLimits(
  service: string,
  { name, memoryLimit }: Pick<ContainerDetails, 'name' | 'memoryLimit'>,
): Finding | null {
  const need = least[service] ?? 0;
  if (memoryLimit === null || memoryLimit >= need) return null;
  return {
    code: 'LIMIT_SMALL',
    severity: 'warning',
    text: `${name} may have ${amount(memoryLimit)}, and needs ${amount(need)}`,
    consequence: 'It is ended in the middle of its work',
    fix: {
      what: `raise services.${service}.limits.memory, then bring it up`,
      command: 'gecko up',
    },
  };
}
