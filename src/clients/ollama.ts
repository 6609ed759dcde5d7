/** A model that Ollama has, as its list tells. */
export interface InstalledModel {
  /** With its tag: `llama3:latest`. */
  name: string;
  digest: string;
  /** On disk. */
  bytes: number;
  /** As Ollama words it: `8.0B`; empty where it does not say. */
  parameterSize: string;
  /** `Q4_0`, `F16`, …; empty where it does not say. */
  quantisation: string;
}

/** What Ollama knows of one model. */
export interface ModelDetails {
  parameterSize: string;
  quantisation: string;
  /** The GGUF file's metadata: `general.architecture`, `llama.block_count`, … */
  metadata: Readonly<Record<string, unknown>>;
  /** Lines of the Modelfile's PARAMETERs. */
  parameters: string;
  licence: string;
  /** `completion`, `embedding`, `vision`, …; empty where Ollama is too old to say. */
  capabilities: readonly string[];
}

/** A model that is loaded. */
export interface RunningModel {
  name: string;
  /** In memory, all of it. */
  bytes: number;
  /** Of these in the memory of a graphics card. */
  deviceBytes: number;
  /** Null where Ollama is too old to say. */
  contextTokens: number | null;
  /** ISO 8601, when it is unloaded. */
  expires: string;
}

export interface PullProgress {
  status: string;
  /** Digest of the layer under way; null: of none. */
  layer: string | null;
  /** Bytes of that layer. */
  done: number;
  total: number;
}

export interface GenerateInput {
  model: string;
  /** Empty: the model is loaded, nothing more. */
  prompt: string;
  /** Most tokens to generate. */
  tokens: number;
  /** `num_ctx`. The same as the backends': another one loads the model anew. */
  contextTokens: number;
  /** Ollama's keep_alive: `5m`, `-1`, … */
  keepAlive: string;
}

/** How long Ollama took, in its own figures; seconds. */
export interface Generation {
  text: string;
  loadSeconds: number;
  promptTokens: number;
  promptSeconds: number;
  tokens: number;
  seconds: number;
}

/**
 * An Ollama: a stack's through its door, or the one that an address leads to.
 *
 * Every method throws GeckoError BACKEND_UNREACHABLE (exit 20) where nothing answers, DEADLINE (23) where
 * it is silent, UNAUTHORIZED (12) where the door wants another token, MODEL_MISSING (1) where it lacks the
 * model, and OLLAMA_FAILED (1) with its own words for the rest.
 */
export interface OllamaServer {
  /** `0.35.0` */
  version(signal: AbortSignal): Promise<string>;
  models(signal: AbortSignal): Promise<readonly InstalledModel[]>;
  show(model: string, signal: AbortSignal): Promise<ModelDetails>;
  running(signal: AbortSignal): Promise<readonly RunningModel[]>;
  /**
   * Lets it pull a model; what it has of it already is not fetched again. Leaving stops it.
   * @throws GeckoError MODEL_PULL_FAILED (exit 1, or 24 where its disk is full) with its own words
   */
  pull(
    model: string,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void>;
  remove(model: string, signal: AbortSignal): Promise<void>;
  /** One answer, or the mere loading of a model, which takes as long as it takes. */
  generate(input: GenerateInput, signal: AbortSignal): Promise<Generation>;
}
