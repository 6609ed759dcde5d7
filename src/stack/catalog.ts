import type { ServiceName, ServiceSpec } from './service-spec.ts';
import { corpus } from './services/corpus.ts';
import { ollama } from './services/ollama.ts';
import { qa } from './services/qa.ts';
import { qdrant } from './services/qdrant.ts';
import { rag } from './services/rag.ts';
import { web } from './services/web.ts';

/** Every service of the stack, in the order in which it is started and shown. */
export const catalog: readonly ServiceSpec[] = [web, qdrant, ollama, rag, qa, corpus];

/** A service's name, and those that it had in the stack that gecko grew from. */
export function namesOf(service: ServiceName): string[] {
  return [service, ...(catalog.find(({ name }) => name === service)?.oldNames ?? [])];
}

/** @param name a service's name, or one of its old ones */
export function serviceCalled(name: string): ServiceName | null {
  return catalog.find((spec) => namesOf(spec.name).includes(name))?.name ?? null;
}

/** The services that ask this one, and so start after it. */
export function usersOfService(service: string): ServiceName[] {
  return catalog
    .filter(({ after }) => after.some((name) => name === service))
    .map(({ name }) => name);
}
