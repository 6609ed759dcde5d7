import type { Exec } from './clients/exec.ts';
import type { Knock } from './clients/knock.ts';
import type { OllamaServer } from './clients/ollama.ts';
import type { RagClient } from './clients/rag.ts';
import type { Paths } from './config/paths.ts';
import type { ResolvedConfig } from './config/schema.ts';
import type { DockerTools } from './docker-tools.ts';
import type { ModelTools } from './embedded/model-tools.ts';
import type { Supervisor } from './embedded/supervisor.ts';
import type { PublishedPort } from './engine/objects.ts';
import type { LockWish } from './state/lock-wish.ts';
import type { Ui } from './ui/ui.ts';

/** Time as a port: `now` and `sleep` are injected together. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Monotonic milliseconds, for durations and deadlines. */
  monotonic(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Everything an operation may touch, as interfaces; main.ts builds the live one. */
export interface Runtime {
  config: ResolvedConfig;
  paths: Paths;
  /** Version of this gecko. */
  version: string;
  clock: Clock;
  /** What to do where another gecko is changing the project. */
  lock: LockWish;
  ui: Ui;
  exec: Exec;
  /** The embedded daemon: start, find, stop. */
  supervisor: Supervisor;
  /** The docker runtime: engine, hardware, and what goes into its containers. */
  docker(): Promise<DockerTools>;
  /** Models that run in process. */
  models: ModelTools;
  /**
   * Base URL at which a port that the project's door publishes answers from here, wherever its engine runs.
   * @throws GeckoError what finding the engine throws, where it runs on another machine
   */
  reach(port: PublishedPort): Promise<string>;
  /** A client for one backend of the running project. */
  connect(baseUrl: string, token: string | null): RagClient;
  /** A client of an Ollama that is not the stack's. @param baseUrl without a slash at its end */
  connectOllama(baseUrl: string, key: string | null): OllamaServer;
  /** Asks a port of the project as a stranger would. */
  knock: Knock;
  /** Aborted by the first Ctrl-C, SIGTERM or SIGHUP. */
  signal: AbortSignal;
  /**
   * The same runtime with another gecko.yaml, whether or not it is written yet.
   * @throws GeckoError CONFIG_SYNTAX, CONFIG_INVALID, CONFIG_UNKNOWN_KEY (exit 2)
   */
  configuredBy(file: { path: string; text: string }): Promise<Runtime>;
  /** Runs work that a first Ctrl-C ends without ending the command; its signal tells. */
  contain<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T>;
}
