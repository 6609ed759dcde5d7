import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '@gecko/core/documents/prepare';
import { loadTokenizer } from '@gecko/core/embed/tokenizer';
import { type InferenceSession, Tensor } from 'onnxruntime-node';

/** One batch: padded token ids and their mask, `rows` x `columns`. */
export interface Batch {
  ids: BigInt64Array<ArrayBuffer>;
  mask: BigInt64Array<ArrayBuffer>;
  rows: number;
  columns: number;
}

/** The peer of the embedder: onnxruntime-node itself, with nothing around it. */
export function rawRun(session: InferenceSession): (batch: Batch) => Promise<unknown> {
  return ({ ids, mask, rows, columns }) => {
    const shape = [rows, columns];
    return session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(rows * columns), shape),
    });
  };
}

/** Runs all inputs in batches of `size`, in the order given. */
export async function inBatches(
  inputs: readonly Int32Array[],
  size: number,
  run: (batch: Batch) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < inputs.length; start += size) {
    const batch = inputs.slice(start, start + size);
    const columns = Math.max(...batch.map(({ length }) => length));
    const ids = new BigInt64Array(batch.length * columns);
    const mask = new BigInt64Array(batch.length * columns);
    batch.forEach((input, row) => {
      ids.set(Array.from(input, BigInt), row * columns);
      mask.fill(1n, row * columns, row * columns + input.length);
    });
    await run({ ids, mask, rows: batch.length, columns });
  }
}

/** Token ids of the chunks of a folder's Markdown, as ingest makes them, in file order. */
export async function chunksOf(folder: string, weights: string): Promise<Int32Array[]> {
  const tokenizer = await loadTokenizer(join(weights, 'tokenizer.json'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const all: Int32Array[] = [];
  for (const path of files.filter((name) => name.endsWith('.md'))) {
    const input = { bytes: readFileSync(join(folder, path)), path };
    const preparation = { tokenizer, language: 'auto' } as const;
    const { chunks } = await prepare(input, { tokens: 200, overlap: 40 }, preparation);
    all.push(...chunks.flatMap(({ tokens }) => (tokens ? [tokens] : [])));
  }
  return all;
}
