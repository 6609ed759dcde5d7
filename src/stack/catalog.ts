import type { ServiceName, ServiceSpec } from './service-spec.ts';
import { ollama } from './services/ollama.ts';
import { qa } from './services/qa.ts';
import { qdrant } from './services/qdrant.ts';
import { rag } from './services/rag.ts';
import { web } from './services/web.ts';

/** Every service of the stack, in the order in which it is started and shown. */
export const catalog: readonly ServiceSpec[] = [web, qdrant, ollama, rag, qa];

/** @param name a service's name, or one of its old ones */
export function serviceCalled(name: string): ServiceName | null {
  const found = catalog.find((spec) => spec.name === name || spec.oldNames.includes(name));
  return found?.name ?? null;
}
