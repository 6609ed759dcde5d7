import { createReadStream } from 'node:fs';
import { knownBlobs } from '../../../archive/repository/known-blobs.ts';
import { PIECE_SIZE } from '../../../archive/repository/piece-size.ts';
import type { RepositoryPlace } from '../../../archive/repository/place.ts';
import type { EmbeddedModel } from '../../../embedded/model-tools.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { readIfThere } from '../../../state/read-if-there.ts';
import { nothingSaved, type Saved } from '../saved.ts';
import { storeAll, type WaitingFile } from '../store-all.ts';
import { chosenModels } from './chosen-models.ts';
import { ggufFiles } from './model-files.ts';
import type { SaveModelsInput } from './save-models.ts';
import { storedBlobs } from './stored-blobs.ts';

/**
 * Stores the models that run in gecko's own process. What is in an earlier backup is not read again.
 * @throws GeckoError MODEL_MISSING (exit 1), MODEL_DAMAGED (25), NO_SPACE (24)
 */
export async function saveGguf(
  place: RepositoryPlace,
  { before, names, reread }: SaveModelsInput,
  runtime: Runtime,
): Promise<Saved> {
  const all = await runtime.models.list();
  const models = chosenModels(all, names, "gecko's folder of models in process");
  if (models.length === 0) return { content: nothingSaved, written: 0 };
  const stored = storedBlobs(reread ? [] : before, await knownBlobs(place));
  const toRead = models.filter(({ sha256 }) => !stored.has(sha256));
  const waiting = [...models.map(waitingRecord), ...toRead.map(waitingModel)];
  const { files, written } = await storeAll(waiting, place, runtime, { reread });
  const kept = models.flatMap((model) => {
    const file = toRead.includes(model) ? undefined : stored.get(model.sha256);
    return file === undefined ? [] : [{ ...file, path: ggufFiles.model(model.name) }];
  });
  const saved = models.map(({ name, bytes }) => ({ name, size: bytes }));
  return {
    content: {
      ...nothingSaved,
      models: { kind: 'gguf', models: saved },
      files: [...files, ...kept],
    },
    written,
  };
}

/** What says that a file beside it is complete. */
function waitingRecord({ name, file }: EmbeddedModel): WaitingFile {
  const bytes = Buffer.from(readIfThere(file.replace(/\.gguf$/, '.json')) ?? '');
  return {
    path: ggufFiles.record(name),
    size: bytes.length,
    async *read() {
      yield bytes;
    },
  };
}

function waitingModel({ name, file, bytes, sha256 }: EmbeddedModel): WaitingFile {
  return {
    path: ggufFiles.model(name),
    size: bytes,
    read: () => createReadStream(file, { highWaterMark: PIECE_SIZE }),
    async stored(stored) {
      if (stored.sha256 === sha256) return;
      throw new GeckoError(
        'MODEL_DAMAGED',
        `The model ${name} is not the file that was fetched: ${file}`,
        {
          exitCode: exitCodes.integrity,
          hint: `No backup was made. Fetch it anew: gecko model rm ${name}, then gecko model pull --embedded ${name}`,
          details: { model: name, file },
        },
      );
    },
  };
}
