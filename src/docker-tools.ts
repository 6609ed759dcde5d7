import type { Readable } from 'node:stream';
import type { Door } from './clients/door.ts';
import type { FetchProgress } from './embedded/services.ts';
import type { Engine } from './engine/engine.ts';
import type { HostFacts } from './host/host-facts.ts';
import type { ConfigFile } from './stack/stack.ts';

/** Files of the embedding weights on this machine. */
export interface StackWeights {
  model: string;
  tokenizer: string;
  /** Of the model. */
  sha256: string;
}

/** What the docker runtime needs of the world beside the engine. */
export interface DockerTools {
  /**
   * The container engine; found at the first call.
   * @throws GeckoError ENGINE_UNREACHABLE, ENGINE_FORBIDDEN (exit 20), ENGINE_VERSION (21), ENGINE_SILENT (23)
   */
  engine(): Promise<Engine>;
  /** This machine's hardware. @param folder whose disk is asked about */
  host(folder: string): Promise<HostFacts>;
  /** @param baseUrl of the page */
  door(baseUrl: string, token: string): Door;
  /** Reference of the image of gecko's own backends; changes with its content. */
  backendImage(base: string | null): Promise<string>;
  /** Context of an image as tar. @param folder a user's own; null: of gecko's own backends */
  imageContext(folder: string | null, base: string | null): Promise<Readable>;
  /** Templates of the door by name, and the files of the page that it serves. */
  doorTemplates(): Promise<Readonly<Record<string, string>>>;
  pageFiles(root: string | null): Promise<ConfigFile[]>;
  /** Fetched and verified; null where they cannot be had, with the reason told by `onAbsence`. */
  weights(
    progress: (event: FetchProgress) => void,
    onAbsence: (reason: string) => void,
  ): Promise<StackWeights | null>;
}
