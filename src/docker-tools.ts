import type { Readable } from 'node:stream';
import type { Door } from './clients/door.ts';
import type { QdrantSnapshots } from './clients/qdrant-snapshots.ts';
import type {
  CarryInput,
  CarryReport,
  DamagedStore,
  FetchProgress,
  Log,
  ProvenCollection,
  RestoredCollection,
  RestoreInput,
  StoredCollection,
} from './embedded/services.ts';
import type { Engine, EngineInfo } from './engine/engine.ts';
import type { CarriedFile } from './export/export-file.ts';
import type { HostFacts } from './host/host-facts.ts';
import type { DoorSettings } from './stack/door/door-input-of.ts';
import type { ConfigFile } from './stack/stack.ts';

/** Files of the embedding weights on this machine. */
export interface FoundWeights {
  model: string;
  tokenizer: string;
  /** Of the model. */
  sha256: string;
}

/** What the docker runtime needs of the world. */
export interface DockerTools {
  /**
   * The container engine; found at the first call.
   * @throws GeckoError ENGINE_UNREACHABLE, ENGINE_FORBIDDEN (exit 20), ENGINE_VERSION (21), ENGINE_SILENT (23)
   */
  engine(): Promise<Engine>;
  /** This machine's hardware. @param folder whose disk is asked about */
  host(folder: string): Promise<HostFacts>;
  /** Lets later commands find the same engine where variables chose it and are not set any more. */
  rememberEngine(): Promise<void>;
  /** @param at gives the base URL of the page, at the first call */
  door(at: () => Promise<string>, token: string): Door;
  /** The files of the door. @throws GeckoError CONFIG_INVALID */
  doorFiles(settings: DoorSettings): Promise<ConfigFile[]>;
  /**
   * The image of gecko's own backends.
   * @param architecture null: for any
   * @param base image to stand on, instead of the usual one
   */
  backendImage(
    architecture: EngineInfo['architecture'] | null,
    base: string | undefined,
  ): Promise<{
    reference: string;
    base: string;
    contextFiles: readonly CarriedFile[];
    context(): Readable;
  }>;
  /** A user's own folder as the context of an image, as tar. */
  folderContext(folder: string): Readable;
  /** The same as files. @throws Error of the file system */
  folderFiles(folder: string): Promise<readonly CarriedFile[]>;
  /** Fetched and verified; or why they cannot be had. */
  weights(progress: (event: FetchProgress) => void): Promise<FoundWeights | { absence: string }>;
  /** Those that are here already, verified; no source far away is asked. */
  weightsHere(): Promise<FoundWeights | { absence: string }>;
  /** Whether both files are those of one set that gecko knows. @param sums sha256 of each */
  areWeightsKnown(sums: Readonly<Record<'model' | 'tokenizer', string>>): Promise<boolean>;
  /** Whether the cache of weights knows them, so that they can be brought to another machine. */
  canKeepWeights(sha256: string): Promise<boolean>;
  /** Puts weights that were brought into the cache; a reason in words where they are not known ones. */
  keepWeights(
    sha256: string,
    files: Readonly<Record<'model' | 'tokenizer', AsyncIterable<Uint8Array>>>,
  ): Promise<string | null>;
  /**
   * Carries the corpus to the other runtime; nobody else may write to either meanwhile.
   * @throws ServiceError of either store
   */
  carry(input: Pick<CarryInput, 'to' | 'qdrant' | 'progress' | 'log'>): Promise<CarryReport>;
  /** What an embedded store holds that nobody has open. @throws ServiceError of the store */
  describeStore(folder: string): Promise<StoredCollection[]>;
  /** What the project's own embedded store holds, which nobody has open, or what is wrong with it. */
  examineStore(): Promise<StoredCollection[] | DamagedStore>;
  /** Whether a folder that is to take that store's place holds what it should. @throws ServiceError INTEGRITY */
  proveRestored(
    folder: string,
    expected: readonly Omit<ProvenCollection, 'asked'>[],
  ): Promise<RestoredCollection[]>;
  /**
   * Brings what an embedded store in that folder holds into the project's own, which nobody has open.
   * @returns what is wrong with the project's own; then nothing was done
   */
  restoreStore(folder: string, log: Log): Promise<RestoredCollection[] | DamagedStore>;
  /**
   * Fresh generations of collections, filled and then switched to all at once.
   * @throws ServiceError of the store, INTEGRITY where not all arrived
   */
  restore(
    input: Pick<RestoreInput, 'qdrant' | 'wanted' | 'fill' | 'log'>,
  ): Promise<RestoredCollection[]>;
  /** Whether an embedded store in a folder of its own holds what it should. @throws ServiceError INTEGRITY */
  proveFolder(
    folder: string,
    expected: readonly Omit<ProvenCollection, 'asked'>[],
  ): Promise<ProvenCollection[]>;
  /** A Qdrant that is no stack's, and open to whoever reaches it. @param url without a slash at its end */
  openQdrant(url: string): Promise<QdrantSnapshots>;
  /** Fills it, and looks whether it holds what it should. @throws ServiceError INTEGRITY */
  proveQdrant(
    input: Pick<RestoreInput, 'wanted' | 'fill'> & { url: string },
  ): Promise<ProvenCollection[]>;
}
