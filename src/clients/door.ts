/** What a container answered on its probe path. */
export interface Probe {
  healthy: boolean;
  /** HTTP status, where it answered. */
  status?: number;
  /** What it answered, or why it did not. */
  detail: string;
}

export interface ModelProgress {
  status: string;
  /** Bytes of the layer under way. */
  current?: number;
  total?: number;
}

/**
 * The door of a stack: the one way to its containers from outside. Paths under `/-/` are gecko's own.
 */
export interface Door {
  /** @param container name of a container, or a backend's service: any of its replicas; null: the door itself */
  probe(container: string | null, signal: AbortSignal): Promise<Probe>;
  /** Models that Ollama has, with tags; null where it does not answer. */
  models(signal: AbortSignal): Promise<readonly string[] | null>;
  /**
   * Lets Ollama pull a model; what it has of it already is not fetched again.
   * @throws GeckoError MODEL_PULL_FAILED (exit 1) with Ollama's own words, BACKEND_UNREACHABLE (20)
   */
  pullModel(
    model: string,
    onProgress: (progress: ModelProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
}
