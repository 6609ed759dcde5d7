import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { LARGEST_BATCH } from '@gecko/core/embed/pick-batch';
import { InferenceSession } from 'onnxruntime-node';
import { openSandbox } from '../test/e2e/sandbox.ts';
import { chunksOf, inBatches, rawRun } from './parts/raw-embedding.ts';
import { report } from './parts/report.ts';

/**
 * The built `gecko ingest` over a folder, twice, and a raw onnxruntime-node loop over the same chunks, sorted
 * and batched by hand: the whole of the first run against the loop alone, and the second run against
 * the first. Prints one line a ratio.
 *
 * Arguments: number of documents (default 1000), made of the sections of docs/. Weights:
 * GECKO_TEST_WEIGHTS.
 */
const weights = process.env.GECKO_TEST_WEIGHTS ?? '';
const count = Number(process.argv[2] ?? 1_000);

const gecko = await openSandbox(weights);
try {
  const folder = join(gecko.home, 'documents');
  writeDocuments(folder);
  await gecko.run(['up']);
  const first = await ingest(folder);
  const second = await ingest(folder);
  await gecko.run(['down']);

  const chunks = (await chunksOf(folder, weights)).toSorted((a, b) => a.length - b.length);
  const session = await InferenceSession.create(join(weights, 'model.onnx'), {
    intraOpNumThreads: availableParallelism(),
  });
  const started = performance.now();
  await inBatches(chunks, LARGEST_BATCH, rawRun(session));
  const raw = (performance.now() - started) / 1_000;

  console.log(
    `${first.added} documents, ${first.chunks} chunks: first ${first.seconds} s, second ${second.seconds} s, raw loop ${raw.toFixed(1)} s`,
  );
  report('raw loop against the whole ingest', raw / first.seconds, 'at least', 0.9);
  report('second ingest against the first', second.seconds / first.seconds, 'at most', 0.05);
  console.log(`embedded by the second: ${second.embedded} (0 expected)`);
} finally {
  await gecko.close();
}

interface Tally {
  added: number;
  chunks: number;
  embedded: number;
  seconds: number;
}

async function ingest(folder: string): Promise<Tally> {
  const { code, document } = await gecko.json(['ingest', folder]);
  if (code !== 0) throw new Error(`gecko ingest ended with ${code}`);
  return document as unknown as Tally;
}

/** Each a section of gecko's documentation under a title of its own. */
function writeDocuments(folder: string): void {
  mkdirSync(folder);
  const sections = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) =>
      readFileSync(join('docs', path), 'utf8')
        .split(/^(?=## )/m)
        .slice(1),
    );
  for (let i = 0; i < count; i += 1) {
    const section = sections[i % sections.length] ?? '';
    writeFileSync(join(folder, `note-${i}.md`), `# Note ${i}\n\n${section}`);
  }
}
