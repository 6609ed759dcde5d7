import { serviceCalled } from '../stack/catalog.ts';
import type { OldService } from './old-stack.ts';

/** What a service of an old stack does; `pull`: it brings a model and ends. */
export type OldRole = 'web' | 'qdrant' | 'ollama' | 'rag' | 'qa' | 'pull';

/** By what it runs, then by its name; null: gecko has no such service. */
export function roleOf({ name, image, command }: OldService): OldRole | null {
  if (/\bollama\s+pull\b/.test(command)) return 'pull';
  const repository = image
    ?.replace(/@.*$/, '')
    .replace(/:[^/]*$/, '')
    .split('/')
    .at(-1);
  if (repository === 'qdrant' || repository === 'ollama') return repository;
  const called = serviceCalled(name);
  if (called !== null && called !== 'corpus') return called;
  return /front-?end/.test(name) ? 'web' : null;
}
