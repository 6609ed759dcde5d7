import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { amount } from '../../../amount.ts';
import { backupDamaged } from '../../../archive/repository/backup-damaged.ts';
import { folderPlace } from '../../../archive/repository/folder-place.ts';
import type { ManifestFile, SavedModels } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import type { Runtime } from '../../../runtime.ts';
import { writeAtomic } from '../../../state/atomic-file.ts';
import { checkRoom } from '../check-room.ts';
import { progressOf } from '../progress-of.ts';
import { provenBytes } from '../proven-bytes.ts';
import type { RestorePart } from '../restore-part.ts';
import { chosenModels } from './chosen-models.ts';
import { ggufFiles } from './model-files.ts';

/** As services/core names them; it is a file's name, too. */
const modelName = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A model of the backup that this machine lacks, or has another one in its place. */
interface Wanted {
  name: string;
  model: ManifestFile;
  record: ManifestFile;
  isThere: boolean;
}

/**
 * Models in process of a backup, to be brought into gecko's own folder of them.
 * @param names of models; empty: all
 * @throws GeckoError MODEL_MISSING (exit 1), BACKUP_DAMAGED (25)
 */
export async function restoreGguf(
  source: BackupSource,
  saved: SavedModels,
  names: readonly string[],
  runtime: Runtime,
): Promise<RestorePart> {
  const { id, files } = source.manifest;
  const byPath = new Map(files.map((file) => [file.path, file]));
  const here = await runtime.models.list();
  const models = chosenModels(saved.models, names, `The backup ${id}`);
  const all = models.map(({ name }) => {
    const [model, record] = [ggufFiles.model, ggufFiles.record].map((of) => byPath.get(of(name)));
    if (!modelName.test(name) || !model || !record)
      throw backupDamaged(id, [`its model ${name} is not whole`]);
    const there = here.find((one) => one.name === name);
    return {
      name,
      model,
      record,
      isThere: there !== undefined,
      isSame: there?.sha256 === model.sha256,
    };
  });
  const wanted = all.filter(({ isSame }) => !isSame);
  const total = wanted.reduce((sum, { model }) => sum + model.size, 0);
  return {
    plan: all.map(({ name, model, isThere, isSame }) => {
      const change = isSame
        ? 'it is there already'
        : isThere
          ? 'in place of another'
          : 'it is not there now';
      return `${name}: ${amount(model.size)}; ${change}`;
    }),
    json: {
      models: all.map(({ name, isThere, isSame }) => ({
        model: name,
        change: isSame ? 'same' : isThere ? 'replaced' : 'added',
      })),
      bytes: total,
    },
    async carryOut() {
      const { models: folder } = runtime.paths;
      await checkRoom('The restore', folderPlace(folder), total);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const progress = progressOf('Restoring the models', total, runtime);
      const drafts: Draft[] = [];
      try {
        for (const one of wanted)
          drafts.push(await draftOf(one, source, folder, { progress, runtime }));
        // All of them are proven: what is damaged has changed nothing.
        for (const draft of drafts) await draft.put();
      } finally {
        for (const { remove } of drafts) await remove();
        progress.end();
      }
      return {
        json: { sent: total },
        text: wanted.map(({ name }) => `Restored the model ${name}.`),
      };
    },
  };
}

/** A model beside those that are there. */
interface Draft {
  /** In its place: the file first; it counts with the record beside it. */
  put(): Promise<void>;
  remove(): Promise<void>;
}

async function draftOf(
  { name, model, record }: Wanted,
  source: BackupSource,
  folder: string,
  { progress, runtime }: { progress: { add(bytes: number): void }; runtime: Runtime },
): Promise<Draft> {
  const parts: Buffer[] = [];
  for await (const bytes of provenBytes(source, record)) parts.push(bytes);
  const file = join(folder, `${name}.gguf`);
  const draft = `${file}.restore`;
  const remove = () => rm(draft, { force: true });
  const content = async function* () {
    for await (const bytes of provenBytes(source, model)) {
      progress.add(bytes.length);
      yield bytes;
    }
  };
  try {
    await pipeline(content, createWriteStream(draft, { mode: 0o600 }), { signal: runtime.signal });
    const handle = await open(draft, 'r+');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    async put() {
      await rename(draft, file);
      await writeAtomic(join(folder, `${name}.json`), Buffer.concat(parts).toString());
    },
    remove,
  };
}
