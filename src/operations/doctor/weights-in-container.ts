import { createHash } from 'node:crypto';
import { Parser } from 'tar';
import * as z from 'zod/mini';
import type { Engine } from '../../engine/engine.ts';
import type { ContainerState } from '../../engine/objects.ts';
import { askInside } from './ask-inside.ts';

/** Sha256 of each file; null: it is not there. */
export type WeightSums = Readonly<Record<'model' | 'tokenizer', string | null>>;

const files = { 'model.onnx': 'model', 'tokenizer.json': 'tokenizer' } as const;

/** Hashes in the container, so that no 23 MB travel; the images of the backends have Node. */
const script = `
const { createHash } = require('node:crypto');
const { existsSync, readFileSync } = require('node:fs');
const sumOf = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
async function look(folder, ...names) {
  return names.map((name) => folder + '/' + name).map((path) => existsSync(path) ? sumOf(path) : null);
}`;

/**
 * The sums of the weights in a folder of a container, which may be stopped.
 * @throws GeckoError of the engine
 */
export async function weightsInContainer(
  engine: Engine,
  { id, status }: Pick<ContainerState, 'id' | 'status'>,
  folder: string,
  signal: AbortSignal,
): Promise<WeightSums> {
  const inside = status === 'running' ? await sumsInside(engine, id, folder, signal) : null;
  return inside ?? sumsOfArchive(engine, id, folder, signal);
}

const Sums = z.tuple([z.nullable(z.string()), z.nullable(z.string())]);

/** Null where its image has no Node. */
async function sumsInside(
  engine: Engine,
  id: string,
  folder: string,
  signal: AbortSignal,
): Promise<WeightSums | null> {
  const words = [folder, ...Object.keys(files)];
  const said = Sums.safeParse(await askInside(engine, id, { script, words }, signal));
  if (!said.success) return null;
  const [model, tokenizer] = said.data;
  return { model, tokenizer };
}

async function sumsOfArchive(
  engine: Engine,
  id: string,
  folder: string,
  signal: AbortSignal,
): Promise<WeightSums> {
  const sums: Record<'model' | 'tokenizer', string | null> = { model: null, tokenizer: null };
  if (!(await engine.hasPath(id, folder))) return sums;
  const parser = new Parser({
    onReadEntry(entry) {
      const name = entry.path.split('/').at(-1) ?? '';
      const file = Object.entries(files).find(([known]) => known === name)?.[1];
      if (!file || entry.type !== 'File') return void entry.resume();
      const hash = createHash('sha256');
      entry.on('data', (part) => hash.update(part));
      entry.on('end', () => {
        sums[file] = hash.digest('hex');
      });
    },
  });
  for await (const part of await engine.getArchive(id, folder, signal))
    parser.write(part as Buffer);
  parser.end();
  return sums;
}
