import { Readable } from 'node:stream';
import type { ManifestFile } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import type { OllamaServer } from '../../../clients/ollama.ts';
import type { VolumeTool } from '../../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { checkRoom } from '../check-room.ts';
import { listedModels, type VolumeModel } from './listed-models.ts';
import { digestOfManifest } from './saved-models.ts';
import { stagedModels } from './staged-models.ts';
import { tarOfModels } from './tar-of-models.ts';

export interface BringModelsInput {
  source: BackupSource;
  /** Those that are wanted. */
  models: readonly VolumeModel[];
  /** Files of the backup, by their sha256. */
  blobs: ReadonlyMap<string, ManifestFile>;
  /** @param bytes that were sent further */
  onSent(bytes: number): void;
}

/**
 * Brings models into a volume of Ollama: their files beside those that are there, proven, then in their
 * place, and the manifests last. What is there whole is not sent. Where Ollama does not list them then, or it
 * is interrupted, what it had before comes back.
 * @param undisturbed the same tool, which goes on where `signal` ends the other
 * @returns the bytes that were sent
 * @throws GeckoError NO_SPACE (exit 24), INTEGRITY, BACKUP_DAMAGED (25), MODEL_NOT_LISTED (1)
 */
export async function bringModels(
  { source, models, blobs, onSent }: BringModelsInput,
  { tool, undisturbed }: { tool: VolumeTool; undisturbed: VolumeTool },
  { ollama, signal }: { ollama: Pick<OllamaServer, 'models'>; signal: AbortSignal },
): Promise<number> {
  const staged = stagedModels(tool);
  const { owner, free } = await staged.begin();
  const now = await listedModels(tool);
  const needed = [...new Set(models.flatMap((one) => one.blobs.map(({ sha256 }) => sha256)))];
  const there = needed.filter((sha256) => now.blobs.get(sha256) === blobs.get(sha256)?.size);
  const sound = await staged.soundIn('blobs', there);
  // In the order of the backup, in which it is read quickest.
  const files = [...blobs.values()].filter(
    ({ sha256 }) => needed.includes(sha256) && !sound.has(sha256),
  );
  const total = files.reduce((sum, { size }) => sum + size, 0);
  await checkRoom('The restore', { name: "Ollama's volume", free: async () => free }, total);
  let broken: unknown = null;
  const tar = async function* () {
    try {
      yield* tarOfModels(source, files, models, onSent);
    } catch (error) {
      broken = error;
      throw error;
    }
  };
  await staged.fill(Readable.from(tar(), { objectMode: false })).catch((error: unknown) => {
    // To the program that reads it, it looks like an end.
    throw broken ?? error;
  });
  const sums = files.map(({ sha256 }) => sha256);
  const arrived = await staged.soundIn('.gecko-restore/blobs', sums);
  const lost = sums.find((sha256) => !arrived.has(sha256));
  if (lost !== undefined) throw notArrived(lost);
  signal.throwIfAborted();
  const paths = models.filter((model) => !isThere(model, now.models)).map(({ path }) => path);
  const placing = stagedModels(undisturbed);
  try {
    await placing.commit({ owner, needed, paths });
    signal.throwIfAborted();
    const listed = await ollama.models(signal);
    const absent = models.filter(({ name, manifest }) => {
      const found = listed.find((one) => one.name === name);
      return !found?.digest.endsWith(digestOfManifest(manifest));
    });
    if (absent.length > 0) throw notListed(absent.map(({ name }) => name));
  } catch (error) {
    await placing.undo(paths);
    throw error;
  }
  await placing.remove();
  return total;
}

function isThere({ path, manifest }: VolumeModel, now: readonly VolumeModel[]): boolean {
  return now.some((one) => one.path === path && one.manifest === manifest);
}

function notArrived(sha256: string): GeckoError {
  return new GeckoError('INTEGRITY', `The file sha256-${sha256} did not arrive whole`, {
    exitCode: exitCodes.integrity,
    hint: 'Nothing was changed. Run the restore again; gecko doctor looks at the disk of the engine.',
    details: { sha256 },
  });
}

function notListed(models: readonly string[]): GeckoError {
  return new GeckoError(
    'MODEL_NOT_LISTED',
    `Ollama does not list ${models.join(', ')} as restored, so what was there before is back`,
    {
      exitCode: exitCodes.failure,
      hint: 'gecko logs --tail 50 ollama shows what it says. Another version of Ollama may read the model: key images.ollama.',
      details: { models },
    },
  );
}
