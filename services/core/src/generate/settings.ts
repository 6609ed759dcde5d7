/** How answers are generated; resolved from configuration by the caller, validated there. */
export interface GeneratorSettings {
  /** `auto`: Ollama where it answers and has the model, else a GGUF file, else extractive. */
  kind: 'auto' | 'ollama' | 'openai' | 'gguf' | 'extractive';
  /** Base URL of an Ollama or of an OpenAI-compatible server (with its `/v1`), by `kind`. */
  url?: string;
  /** Bearer key for `url`. */
  key?: string;
  /** File in PEM of authorities that are trusted besides the usual ones. */
  ca?: string;
  /** Base URLs where an Ollama is looked for, in order, when `url` names none. */
  ollama: readonly string[];
  /** Model name, `llama3` by default. */
  model: string;
  /** Ollama's keep_alive, e.g. `5m`. */
  keepAlive: string;
  /** Context window asked of Ollama (`num_ctx`) and assumed elsewhere, in tokens. */
  contextTokens: number;
  /** Longest answer, in tokens. */
  answerTokens: number;
  /** Models in process. */
  gguf: {
    /** Folder of the GGUF files. */
    folder: string;
    /** Folder of node-llama-cpp. */
    runtime: string;
    /** Name of the model; without it, the last that was pulled. */
    model?: string;
    threads: number;
  };
}
