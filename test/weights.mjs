// Prints a folder with the model.onnx and tokenizer.json that the golden vectors were made with. gecko's
// own sources fetch them once; they are kept between runs. Ends with 1, and the reason, where none can be had.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, 'node_modules/.cache/gecko-weights');
const golden = JSON.parse(
  readFileSync(join(root, 'test/fixtures/golden/all-minilm-l6-v2-int8.json'), 'utf8'),
);

const { findWeights, systemClock } = await bundled();
const weights = await findWeights({
  config: { cache, hub: process.env.HF_ENDPOINT ?? 'https://huggingface.co', offline: false },
  wanted: golden.weights,
  progress: say,
  signal: new AbortController().signal,
  log: () => {},
  clock: systemClock,
});
if ('reason' in weights) {
  console.error(weights.reason);
  process.exit(1);
}
console.log(dirname(weights.model));

/** The sources are TypeScript; bundled below node_modules, they find their packages. */
async function bundled() {
  const outfile = join(cache, 'find-weights.mjs');
  await build({
    stdin: {
      contents: `export { findWeights } from './services/core/src/embed/weights.ts';
        export { systemClock } from './services/core/src/clock.ts';`,
      resolveDir: root,
    },
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

/** A download takes a while; its first event says what the wait is for. */
function say({ source, file, received }) {
  if (received === 0) console.error(`fetching ${file} from ${source} …`);
}
