import type { Credentials } from '../registry/credentials.ts';

/** What finding an engine may look at; nothing else of the machine is. */
export interface ConnectInput {
  /** Docker's variables; ssh gets all of it. */
  env: Readonly<Record<string, string | undefined>>;
  home: string;
  /** Variables that chose the engine when the project came up; null where none did. */
  recorded: Readonly<Record<string, string>> | null;
  platform: NodeJS.Platform;
  /** Tried in turn where neither DOCKER_HOST nor a context chooses: see `usualSockets`. */
  sockets: readonly string[];
  /** Null where there is none. Throws where it may not be read. */
  readFile(path: string): string | null;
  /** What the user should know and what stops nothing. */
  warn(message: string): void;
  /** Milliseconds that an engine has to answer a call of each kind. */
  deadlines: Deadlines;
  /** For registries; without them images are asked for without. */
  credentials?: Credentials;
  /** What builds of a user's own get as arguments; @param engine address */
  buildArguments?(engine: string): Readonly<Record<string, string>>;
}

/** Milliseconds. */
export interface Deadlines {
  /** The first answer of an engine. */
  connect: number;
  /** The same over ssh, where a user may have to type. */
  connectSsh: number;
  /** Calls that only look. */
  read: number;
  /** Calls that change something. */
  act: number;
}

/** Generous for a loaded machine: what is not answered by then will not be. */
export const usualDeadlines: Deadlines = {
  connect: 10_000,
  connectSsh: 60_000,
  read: 30_000,
  act: 120_000,
};
