/** The part of node-llama-cpp 3 that is used; the package itself is brought when it is needed. */
export interface LlamaLibrary {
  getLlama(options: {
    gpu: 'auto' | false;
    build: 'never';
    logLevel: 'error';
    maxThreads: number;
  }): Promise<Llama>;
  readGgufFileInfo(path: string, options: { logWarnings: false }): Promise<unknown>;
  GgufInsights: { from(info: unknown, llama: Llama): Promise<GgufInsights> };
  LlamaChat: new (options: { contextSequence: unknown }) => LlamaChat;
}

export interface Llama {
  loadModel(options: { modelPath: string }): Promise<LlamaModel>;
}

export interface LlamaModel {
  createContext(options: { contextSize: number; threads: number }): Promise<LlamaContext>;
  tokenize(text: string): readonly number[];
}

export interface LlamaContext {
  getSequence(): unknown;
}

export interface GgufInsights {
  trainContextSize: number | undefined;
  estimateModelResourceRequirements(options: { gpuLayers: number }): { cpuRam: number };
  estimateContextResourceRequirements(options: { contextSize: number; modelGpuLayers: number }): {
    cpuRam: number;
  };
}

export type ChatItem =
  | { type: 'system' | 'user'; text: string }
  | { type: 'model'; response: string[] };

export interface LlamaChat {
  generateResponse(
    history: readonly ChatItem[],
    options: {
      maxTokens: number;
      temperature: number;
      seed: number;
      signal: AbortSignal;
      stopOnAbortSignal: true;
      onTextChunk(text: string): void;
    },
  ): Promise<{ metadata: { stopReason: string } }>;
}
