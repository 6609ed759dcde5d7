import * as z from 'zod/mini';
import { projectNames } from '../../config/project-name.ts';
import { PIECE_SIZE } from './piece-size.ts';

/** What this gecko writes, and the newest that it reads. */
export const BACKUP_SCHEMA = 1;

const Sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Count = z.int().check(z.nonnegative());

const Piece = z.object({
  sha256: Sha256,
  size: z.int().check(z.positive(), z.lte(PIECE_SIZE)),
});
export type Piece = z.output<typeof Piece>;

const File = z
  .object({
    /** Relative, with `/`. */
    path: z.string().check(z.refine(isPlainPath)),
    size: Count,
    sha256: Sha256,
    pieces: z.array(Piece),
  })
  .check(z.refine(({ size, pieces }) => size === pieces.reduce((sum, one) => sum + one.size, 0)));
export type ManifestFile = z.output<typeof File>;

/** As services/core keeps it with a generation: it reads it again, this side only compares. */
const Fingerprint = z.record(z.string(), z.unknown());

/** A generation that a name stood for, as two snapshots of Qdrant. */
const SavedCollection = z.object({
  collection: z.string(),
  generation: Count,
  fingerprint: Fingerprint,
  documents: Count,
  /** Of each snapshot. */
  points: z.object({ chunks: Count, documents: Count }),
  /** Paths in `files`. */
  files: z.object({ chunks: z.string(), documents: z.string() }),
});
export type SavedCollection = z.output<typeof SavedCollection>;

/** A collection of another program. */
const ForeignCollection = z.object({ name: z.string(), points: Count, file: z.string() });

/** The corpus. */
const Store = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('qdrant'),
    /** `1.18.3` */
    version: z.string(),
    collections: z.array(SavedCollection),
    foreign: z.array(ForeignCollection),
    aliases: z.array(z.object({ alias: z.string(), collection: z.string() })),
  }),
  z.object({
    /** All files but the manifest's own lie below `lance/`, as in the folder of the embedded store. */
    kind: z.literal('lancedb'),
    collections: z.array(
      z.object({
        collection: z.string(),
        fingerprint: Fingerprint,
        documents: Count,
        chunks: Count,
      }),
    ),
  }),
]);

export type SavedStore = z.output<typeof Store>;

/** Language models. */
const SavedModels = z.object({
  /**
   * `ollama`: as Ollama's own folder has them, all files lie below `ollama/`. `gguf`: as gecko's folder of
   * models in process has them, below `gguf/`.
   */
  kind: z.enum(['ollama', 'gguf']),
  models: z.array(z.object({ name: z.string(), size: Count })),
});
export type SavedModels = z.output<typeof SavedModels>;

/** A volume as it was, as one tar with everything that a file has. */
const SavedVolume = z.object({
  /** As the engine knows it. */
  name: z.string(),
  /** Whose data it is: `qdrant`, `ollama`; null: none of ours. */
  service: z.nullable(z.string()),
  /** Path in `files`. */
  file: z.string(),
});
export type SavedVolume = z.output<typeof SavedVolume>;

/** Of a manifest without its sum and its signatures. */
const Signature = z.object({
  /** Id of the key. */
  key: z.string().check(z.regex(/^[0-9a-f]{16}$/)),
  hmac: Sha256,
});
export type Signature = z.output<typeof Signature>;

export const Manifest = z.object({
  schemaVersion: z.literal(BACKUP_SCHEMA),
  kind: z.literal('gecko-backup'),
  id: z.string().check(z.regex(/^[0-9a-f]{8}$/)),
  /** One more than that of any backup that was there: the order, whatever the clocks said. */
  counter: z.int().check(z.positive()),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** Of the gecko that made it. */
  version: z.string(),
  /** Whose folders a restore may make. */
  project: z.string().check(z.regex(projectNames.pattern)),
  label: z.nullable(z.string()),
  store: z.nullable(Store),
  models: z.nullable(SavedModels),
  volumes: z.array(SavedVolume),
  /** The project's own files lie below `project/`: its configuration, its lock file. */
  configuration: z.boolean(),
  files: z.array(File),
  signatures: z.optional(z.array(Signature)),
});

/** What a backup is made of; written last. */
export type Manifest = z.output<typeof Manifest>;

/** Nothing that leads out of the folder that it is put into. */
function isPlainPath(path: string): boolean {
  return path
    .split('/')
    .every((name) => name !== '' && name !== '.' && name !== '..' && !/[\\\0]/.test(name));
}
