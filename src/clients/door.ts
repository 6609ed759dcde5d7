import type { OllamaServer } from './ollama.ts';
import type { QdrantServer } from './qdrant.ts';
import type { QdrantSnapshots } from './qdrant-snapshots.ts';

/** What a container answered on its probe path. */
export interface Probe {
  healthy: boolean;
  /** HTTP status, where it answered. */
  status?: number;
  /** What it answered, or why it did not. */
  detail: string;
}

/**
 * The door of a stack: the one way to its containers from outside. Paths under `/-/` are gecko's own.
 */
export interface Door {
  /** @param container name of a container, or a backend's service: any of its replicas; null: the door itself */
  probe(container: string | null, signal: AbortSignal): Promise<Probe>;
  /** The stack's Ollama, also where it runs on the host. */
  ollama: OllamaServer;
  /** The stack's Qdrant. @param key its own; null: as a stranger would ask it */
  qdrant(key: string | null): QdrantServer;
  /** The same for its backups. @param key its own */
  snapshots(key: string): QdrantSnapshots;
}
