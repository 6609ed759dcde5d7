import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from './file-hash.ts';
import type { WeightsSource } from './weights-source.ts';

/** Layouts in which people keep the model: flat, and as the hub lays it out. */
const layouts = [
  { model: 'model.onnx', tokenizer: 'tokenizer.json' },
  { model: 'onnx/model_quantized.onnx', tokenizer: 'tokenizer.json' },
  {
    model: 'Xenova/all-MiniLM-L6-v2/onnx/model_quantized.onnx',
    tokenizer: 'Xenova/all-MiniLM-L6-v2/tokenizer.json',
  },
];

/**
 * The folder that the user names. Its files need not be known ones, nor those that the collection was
 * made with: their hash is what the fingerprint records, and a mismatch is told by what reads and
 * writes the collection. Never written to.
 */
export function folderSource(folder: string): WeightsSource {
  return {
    name: `folder ${folder}`,
    async find() {
      for (const layout of layouts) {
        const model = join(folder, layout.model);
        const tokenizer = join(folder, layout.tokenizer);
        const sha256 = await fileHash(model);
        if (sha256 === null || (await fileHash(tokenizer)) === null) continue;
        const precision = await precisionOf(model);
        return { model, tokenizer, sha256, precision, source: `folder ${folder}` };
      }
      return 'has no model.onnx with tokenizer.json, flat or laid out as Xenova/all-MiniLM-L6-v2';
    },
  };
}

/**
 * By size: the model has 22.7 million parameters, so one byte each is 23 MB and four are 91 MB. The
 * graph does not tell: weights may be stored as int8 and cast, without one quantised operator.
 */
async function precisionOf(model: string): Promise<'int8' | 'fp32'> {
  const { size } = await stat(model);
  return size < 60_000_000 ? 'int8' : 'fp32';
}
