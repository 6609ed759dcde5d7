import type { ContainerSpec, NetworkSpec } from '../engine/objects.ts';
import type { ImageSource } from './image-references.ts';
import type { Owner } from './labels.ts';
import type { Profile } from './profile.ts';
import type { ServiceName } from './service-spec.ts';

/** A file of a service's configuration volume; may hold secrets. */
export interface ConfigFile {
  /** Path in the folder, with `/`. */
  name: string;
  content: string | Uint8Array;
}

/** An image that a service is created from. */
export interface ResolvedImage extends ImageSource {
  /** `sha256:…`; null where the engine does not have it yet. */
  id: string | null;
}

/** A service as it is wanted: what a replica is created from, without its own name. */
export interface ResolvedService {
  name: ServiceName;
  image: ResolvedImage;
  replicas: number;
  /** Without `name` and `image`, and without the labels that a replica adds. */
  container: Omit<ContainerSpec, 'name' | 'image' | 'labels'>;
  configVolume: string;
  files: readonly ConfigFile[];
  /** Of everything that a replica is made of: one that differs has to be made anew. */
  hash: string;
  /** The same, part by part; see configParts. */
  parts: Readonly<Record<string, string>>;
  /** Services of this stack that are started before. */
  after: readonly ServiceName[];
  /** Names of the variables that are the user's own; they may be secrets. */
  userEnv: readonly string[];
  /** What is kept for it, where the target knows such a thing; bytes and cores, null: nothing. */
  reservations: { memory: number | null; cpus: number | null };
}

export interface ResolvedVolume {
  name: string;
  /** An existing one that the user names: never made, never removed. */
  external: boolean;
  content: 'data' | 'config';
}

export interface ResolvedStack {
  owner: Owner;
  /** Of the token that the containers get. */
  keyId: string;
  profile: Profile;
  /** Those that gecko makes; none where an existing one is used. */
  networks: readonly NetworkSpec[];
  volumes: readonly ResolvedVolume[];
  /** Where the backends look for the embedding weights. */
  weightsVolume: string;
  /** In the order of the catalog. */
  services: readonly ResolvedService[];
  /** Base URL at which the door finds the Ollama of the engine's machine; null where it needs none. */
  hostOllama: string | null;
  /** The model that Ollama is to have; null: none is asked for. */
  model: string | null;
  /** What people should know about it, such as a limit that was lowered. */
  notes: readonly string[];
}
