import type { Readable } from 'node:stream';
import type { FakeEngine } from '../fake-engine.ts';

/** One request to the fake's API, as its handlers see it. */
export interface Call {
  engine: FakeEngine;
  query: URLSearchParams;
  /** The body. */
  input: Readable;
  /** The API version that the path names, else the newest that is spoken. */
  version: string;
  /** Aborted when the client is gone. */
  signal: AbortSignal;
  /** The same as JSON. */
  body(): Promise<unknown>;
  /** Begins an answer with status 200, or goes on with it. */
  write(piece: string | Buffer): Promise<void>;
}

/** What is left to be answered; nothing where all was written. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** What a call comes to. @param names what the pattern of its path caught, decoded */
export type Handler = (call: Call, ...names: string[]) => Promise<Answer | null>;

/** `GET /containers/([^/]+)/json`, with its handler. */
export type Routes = Readonly<Record<string, Handler>>;

/** What a refused call is answered: the engine's own words. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, words: string) {
    super(words);
    this.status = status;
  }
}
