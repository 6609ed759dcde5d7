import type { Message } from '../port.ts';

/** How the model's process is set up: once, at its start. */
export interface LlamaSetup {
  /** Main file of node-llama-cpp. */
  library: string;
  /** The GGUF file. */
  model: string;
  /** Context wanted, in tokens; less where the model or the memory has less. */
  contextTokens: number;
  threads: number;
}

/** What was chosen for this machine. */
export interface LlamaFacts {
  contextTokens: number;
  threads: number;
  /** Bytes that model and context need, estimated. */
  memory: number;
}

export type LlamaRequest =
  | { type: 'start'; setup: LlamaSetup }
  | { type: 'chat'; id: number; messages: readonly Message[]; answerTokens: number }
  | { type: 'count'; id: number; texts: readonly string[] }
  | { type: 'cancel'; id: number };

export type LlamaReply =
  | { type: 'ready'; facts: LlamaFacts }
  /** It cannot be used at all. */
  | { type: 'broken'; message: string }
  | { type: 'piece'; id: number; text: string }
  | { type: 'end'; id: number; stop: 'end' | 'length' }
  | { type: 'counted'; id: number; counts: number[] }
  | { type: 'failed'; id: number; message: string };
