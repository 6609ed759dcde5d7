import type { ConfigValues } from '../config/schema.ts';
import type { PublishedPort } from '../engine/objects.ts';
import { asksOllama } from './asks-ollama.ts';
import { isLoopback } from './is-loopback.ts';

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

/** What the door publishes; Ollama's port only where there is one behind it. */
export function doorPorts(
  config: Pick<ConfigValues, 'bind' | 'expose' | 'ports' | 'publish' | 'generator'>,
): PublishedPort[] {
  const { bind, expose, ports, publish } = config;
  const own = bind === 'localhost' ? '127.0.0.1' : bind;
  // Whoever exposes and names no address means all.
  const address = expose && isLoopback(bind) ? '0.0.0.0' : own;
  const at = (hostPort: number, containerPort: number) => ({
    address,
    hostPort,
    containerPort,
  });
  return [
    ...ports.web.map((port) => at(port, doorListens.web)),
    at(ports.rag, doorListens.rag),
    at(ports.qa, doorListens.qa),
    ...(publish.qdrant ? [at(ports.qdrant, doorListens.qdrant)] : []),
    ...(publish.ollama && asksOllama(config) ? [at(ports.ollama, doorListens.ollama)] : []),
  ];
}
