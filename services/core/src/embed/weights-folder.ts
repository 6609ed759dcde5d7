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
 * The folder that the user names. Its files need not be known ones: their hash is what the
 * fingerprint records. Never written to.
 */
export function folderSource(folder: string): WeightsSource {
  return {
    name: `folder ${folder}`,
    async find({ wanted }) {
      for (const layout of layouts) {
        const model = join(folder, layout.model);
        const tokenizer = join(folder, layout.tokenizer);
        const sha256 = await fileHash(model);
        if (sha256 === null || (await fileHash(tokenizer)) === null) continue;
        if (wanted !== null && sha256 !== wanted) {
          return `its weights are ${sha256.slice(0, 12)}, the collection was made with ${wanted.slice(0, 12)}`;
        }
        return { model, tokenizer, sha256, source: `folder ${folder}` };
      }
      return 'has no model.onnx with tokenizer.json, flat or laid out as Xenova/all-MiniLM-L6-v2';
    },
  };
}
