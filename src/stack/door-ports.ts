import type { ConfigValues } from '../config/schema.ts';
import type { PublishedPort } from '../engine/objects.ts';

/** Ports of the door inside its container, whatever they are published as. */
export const doorListens = {
  web: 8081,
  rag: 8000,
  qa: 8002,
  qdrant: 6333,
  ollama: 11435,
  /** Where it stands in for an Ollama that is no container, for the backends alone: never published. */
  inside: 11434,
} as const;

/** What the door publishes. */
export function doorPorts({
  bind,
  ports,
  publish,
}: Pick<ConfigValues, 'bind' | 'ports' | 'publish'>): PublishedPort[] {
  const at = (hostPort: number, containerPort: number) => ({
    address: bind === 'localhost' ? '127.0.0.1' : bind,
    hostPort,
    containerPort,
  });
  return [
    ...ports.web.map((port) => at(port, doorListens.web)),
    at(ports.rag, doorListens.rag),
    at(ports.qa, doorListens.qa),
    ...(publish.qdrant ? [at(ports.qdrant, doorListens.qdrant)] : []),
    ...(publish.ollama ? [at(ports.ollama, doorListens.ollama)] : []),
  ];
}
