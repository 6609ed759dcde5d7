import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { LARGEST_BATCH } from '@gecko/core/embed/pick-batch';
import { InferenceSession } from 'onnxruntime-node';
import { openSandbox } from '../test/e2e/sandbox.ts';
import { chunksOf, inBatches, rawRun } from './parts/raw-embedding.ts';
import { median, report } from './parts/report.ts';

/**
 * The built `gecko ingest` over a folder, twice: the second run against the first, and the first against
 * the time in which the embedder worked, with all else that ran beside it. Beside it a raw
 * onnxruntime-node loop over the same chunks, sorted and batched by hand, as the share of the first run
 * that is inference and nothing else; reading, parsing and storing take the rest, of the same cores.
 * Prints one line a ratio.
 *
 * Arguments: a folder of Markdown, or the number of documents (default 1000) to make of the sections of
 * docs/. Weights: GECKO_TEST_WEIGHTS.
 */
const weights = process.env.GECKO_TEST_WEIGHTS ?? '';
const given = process.argv[2] ?? '1000';

const gecko = await openSandbox(weights);
try {
  const folder = /^\d+$/.test(given) ? writeDocuments(Number(given)) : resolve(given);
  await gecko.run(['up']);
  const { tally: first, samples } = await watched(() => ingest(folder));
  const working = await metric('gecko_embedding_seconds');
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
  report('second ingest against the first', second.seconds / first.seconds, 'at most', 0.05);
  report(
    "first ingest against the embedder's own time in it",
    first.seconds / working,
    'at most',
    1.11,
  );
  console.log(`raw inference in the first: ${(raw / first.seconds).toFixed(2)} of its time`);
  reportMemory(samples, first.added);
  console.log(`embedded by the second: ${second.embedded} (0 expected)`);
} finally {
  await gecko.close();
}

async function metric(name: string): Promise<number> {
  return gauge(name, await metrics());
}

async function metrics(): Promise<string> {
  return (await fetch(`http://127.0.0.1:${gecko.ports.rag}/metrics`)).text();
}

function gauge(name: string, text: string): number {
  return Number(new RegExp(`^${name}\\{[^}]*\\} (.*)$`, 'm').exec(text)?.[1]);
}

interface Sample {
  /** Tokens embedded so far. */
  tokens: number;
  /** Bytes of resident memory. */
  resident: number;
}

async function watched(work: () => Promise<Tally>): Promise<{ tally: Tally; samples: Sample[] }> {
  const samples: Sample[] = [];
  let over = false;
  const sampling = (async () => {
    while (!over) {
      const text = await metrics();
      samples.push({
        tokens: gauge('gecko_embedded_tokens', text),
        resident: gauge('gecko_resident_bytes', text),
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  })();
  const tally = await work();
  over = true;
  await sampling;
  return { tally, samples };
}

/** Resident memory in the last tenth of the work against that around the thousandth document. */
function reportMemory(samples: readonly Sample[], documents: number): void {
  const all = samples.at(-1)?.tokens ?? 0;
  const between = (from: number, to: number) =>
    median(
      samples
        .filter(({ tokens }) => tokens >= all * from && tokens < all * to)
        .map(({ resident }) => resident),
    );
  const thousand = 1_000 / documents;
  if (thousand > 0.5) return;
  const early = between(thousand * 0.8, thousand * 1.2);
  const late = between(0.9, 1);
  const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  const most = Math.max(...samples.map(({ resident }) => resident));
  console.log(
    `resident around document 1,000 ${mebibytes(early)}, in the last tenth ${mebibytes(late)}, most ${mebibytes(most)}`,
  );
  report(
    'resident memory at the end against the thousandth document',
    late / early,
    'at most',
    1.15,
  );
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
function writeDocuments(count: number): string {
  const folder = join(gecko.home, 'documents');
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
  return folder;
}
