import type { GeneratorInfo } from '../contract/ask.ts';
import type { Device } from '../contract/device.ts';

export interface Message {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** A numbered passage that the prompt shows; `n` is what `[n]` in the answer refers to. */
export interface Passage {
  n: number;
  title: string;
  source: string;
  text: string;
}

export interface GenerateRequest {
  question: string;
  /** The question as it is understood without the history. */
  understood: string;
  /** What was said before, oldest first. */
  history: readonly Message[];
  passages: readonly Passage[];
  /** Question's language; the answer uses it. */
  language: 'en' | 'es' | null;
  /** Told before the first piece: how many of the passages, from the first on, the answer is made from. */
  fitted?(shown: number): void;
  /** Told at the end, where the generator knows. */
  wrote?(usage: ModelUsage): void;
  signal: AbortSignal;
}

/** What a language model wrote, in its own figures. */
export interface ModelUsage {
  tokens: number;
  /** That it took to write them; null: it does not say. */
  seconds: number | null;
}

export interface GenerateResult {
  /** Passages that did not fit the context and were left out, whole. */
  omitted: number;
  stop: 'end' | 'length';
  /** Numbers of the passages that are cited, where the generator knows; else the marks in its text tell. */
  cited?: ReadonlySet<number>;
}

/**
 * Produces an answer from passages. Always streams; leaving the iteration early or aborting the
 * signal stops the work in the server.
 * Errors: ServiceError GENERATOR_UNREACHABLE, MODEL_MISSING, PROMPT_TOO_LONG, BUSY.
 */
export interface Generator {
  readonly info: GeneratorInfo;
  /** Whether its text is quoted from documents, marks included, and not a model's to be checked. */
  readonly quotes: boolean;
  /** Yields pieces of the answer's text; the generator's return value says how it ended. */
  generate(request: GenerateRequest): AsyncGenerator<string, GenerateResult>;
  /** One exchange with the language model itself, without passages; absent where there is none. */
  complete?(
    messages: readonly Message[],
    signal: AbortSignal,
  ): AsyncGenerator<string, GenerateResult['stop']>;
  /** Of one that gecko chose: what writes in its place when it fails before its first word. */
  instead?(failure: string): Generator;
  /** What the model runs on, where it is loaded and that can be told; never throws. */
  device?(signal?: AbortSignal): Promise<Device | null>;
  /** Whether it answers now, for `/ready`; never throws. */
  check(signal?: AbortSignal): Promise<{ ok: boolean; detail: string }>;
}
