import { readFile } from 'node:fs/promises';
import { weightsProgress } from '../../embedded/weights-progress.ts';
import type { Engine, Snapshot } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import type { ConfigFile } from '../../stack/stack.ts';
import { writeAtomic } from '../../state/atomic-file.ts';
import { readStoredJson } from '../../state/stored-json.ts';

const schemaVersion = 1;

/**
 * Whether this gecko has put weights into this very volume before; one that has not tried yet looks into
 * it through a backend's container.
 */
export async function areWeightsPlaced(
  path: string,
  volume: string,
  { volumes, containers }: Snapshot,
  engine: Engine,
): Promise<boolean> {
  const stored = readStoredJson(path, schemaVersion);
  const there = volumes.find(({ name }) => name === volume);
  if (stored?.volume === volume && stored.created === (there?.created ?? null))
    return stored.placed === true;
  const holder = containers.flatMap(({ id, volumes: mounted }) =>
    mounted.flatMap(({ name, target }) => (name === volume ? [{ id, target }] : [])),
  )[0];
  // The last of its files: in a volume that was full the model may end half-way.
  return holder !== undefined && engine.hasPath(holder.id, `${holder.target}/tokenizer.json`);
}

/** @param placed false where none could be had, which is tried again */
export async function noteWeights(
  path: string,
  volume: string,
  placed: boolean,
  { volumes }: Snapshot,
): Promise<void> {
  const created = volumes.find(({ name }) => name === volume)?.created ?? null;
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, volume, created, placed })}\n`);
}

/** The weights as files for their volume; none where they cannot be had, which is told. */
export async function weightFiles(runtime: Runtime): Promise<readonly ConfigFile[]> {
  const { ui } = runtime;
  const docker = await runtime.docker();
  const progress = weightsProgress(ui);
  try {
    const found = await docker.weights(progress.show);
    if ('absence' in found) {
      const text = `No embedding weights, so full-text retrieval only: ${found.absence}`;
      ui.event({ type: 'warning', text });
      return [];
    }
    return await Promise.all([
      fileOf('model.onnx', found.model),
      fileOf('tokenizer.json', found.tokenizer),
    ]);
  } finally {
    progress.end();
  }
}

async function fileOf(name: string, path: string): Promise<ConfigFile> {
  return { name, content: await readFile(path) };
}
