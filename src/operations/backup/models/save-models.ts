import { knownBlobs } from '../../../archive/repository/known-blobs.ts';
import type { ListedBackup } from '../../../archive/repository/list-backups.ts';
import type { RepositoryPlace } from '../../../archive/repository/place.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { nothingSaved, type Saved } from '../saved.ts';
import { storeAll, type WaitingFile } from '../store-all.ts';
import { chosenModels } from './chosen-models.ts';
import { inModels } from './in-models.ts';
import { listedModels, type VolumeModel, type VolumeModels } from './listed-models.ts';
import { modelDamaged } from './model-damaged.ts';
import { ollamaFiles } from './model-files.ts';
import { type BlobStream, readBlobs } from './read-blobs.ts';
import { storedBlobs } from './stored-blobs.ts';

export interface SaveModelsInput {
  /** What the repository had. */
  before: readonly ListedBackup[];
  /** Of models; empty: all. */
  names: readonly string[];
  /** Files that are stored are read all the same, which mends those that were damaged since. */
  reread: boolean;
}

/**
 * Stores models of the stack's Ollama: their manifests and the files that those name. What is in an earlier
 * backup is not read again. Ollama need not run, and goes on where it does.
 * @throws GeckoError NOTHING_THERE (exit 10) where there are none, MODEL_MISSING (1), MODEL_DAMAGED (25),
 *   NO_SPACE (24), and the engine's
 */
export async function saveModels(
  project: DockerProject,
  place: RepositoryPlace,
  { before, names, reread }: SaveModelsInput,
  runtime: Runtime,
): Promise<Saved> {
  const { ui, signal } = runtime;
  ui.event({ type: 'step', text: 'Looking at the models' });
  return inModels(project, { readOnly: true, signal }, runtime, async (tool) => {
    const listed = await listedModels(tool);
    for (const path of listed.unreadable)
      ui.event({
        type: 'warning',
        text: `${path} is no model that Ollama could list, and is left out`,
      });
    const models = chosenModels(listed.models, names, 'Ollama');
    if (models.length === 0) throw noModels();
    const wanted = wholeBlobs(models, listed);
    const stored = storedBlobs(reread ? [] : before, await knownBlobs(place));
    const toRead = [...wanted].filter(([sha256, { size }]) => stored.get(sha256)?.size !== size);
    const content = readBlobs(
      tool,
      toRead.map(([sha256]) => sha256),
    );
    try {
      const waiting = [
        ...models.map(waitingManifest),
        ...toRead.map(([sha256, blob]) => waitingBlob(sha256, blob, content)),
      ];
      const { files, written } = await storeAll(waiting, place, runtime, { reread });
      const read = new Set(toRead.map(([sha256]) => sha256));
      const kept = [...wanted.keys()].flatMap((sha256) => {
        const file = read.has(sha256) ? undefined : stored.get(sha256);
        return file === undefined ? [] : [{ ...file, path: ollamaFiles.blob(sha256) }];
      });
      const saved = models.map(({ name, blobs }) => ({
        name,
        size: blobs.reduce((sum, one) => sum + (wanted.get(one.sha256)?.size ?? 0), 0),
      }));
      return {
        content: {
          ...nothingSaved,
          models: { kind: 'ollama', models: saved },
          files: [...files, ...kept],
        },
        written,
      };
    } finally {
      await content.close();
    }
  });
}

/** A file of models: how long it is, and whose. */
interface WantedBlob {
  size: number;
  models: string[];
}

/** By its sha256. @throws GeckoError MODEL_DAMAGED where one is missing */
function wholeBlobs(
  models: readonly VolumeModel[],
  { blobs }: VolumeModels,
): Map<string, WantedBlob> {
  const wanted = new Map<string, WantedBlob>();
  for (const { name, blobs: parts } of models)
    for (const { sha256 } of parts) {
      const size = blobs.get(sha256);
      if (size === undefined) throw modelDamaged([name], sha256, 'is missing');
      const known = wanted.get(sha256);
      wanted.set(sha256, { size, models: [...(known?.models ?? []), name] });
    }
  return wanted;
}

function waitingManifest({ path, manifest }: VolumeModel): WaitingFile {
  const bytes = Buffer.from(manifest);
  return {
    path: `${ollamaFiles.manifests}${path}`,
    size: bytes.length,
    async *read() {
      yield bytes;
    },
  };
}

function waitingBlob(
  sha256: string,
  { size, models }: WantedBlob,
  content: BlobStream,
): WaitingFile {
  return {
    path: ollamaFiles.blob(sha256),
    size,
    read: () => content.take(size),
    async stored(file) {
      if (file.sha256 !== sha256)
        throw modelDamaged(models, sha256, 'is not what its name says, which is its sha256');
    },
  };
}

function noModels(): GeckoError {
  return new GeckoError('NOTHING_THERE', "There are no models in Ollama's volume", {
    exitCode: exitCodes.nothing,
    hint: 'gecko model pull NAME brings one.',
  });
}
