import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { prepare } from '@gecko/core/documents/prepare';
import { openEmbedSession } from '@gecko/core/embed/embed-session';
import { openEmbedder } from '@gecko/core/embed/embedder';
import { LARGEST_BATCH } from '@gecko/core/embed/pick-batch';
import { loadTokenizer } from '@gecko/core/embed/tokenizer';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/**
 * Embedding throughput as ratios, taken in turns in one run: the embedder, which batches by itself and
 * works in a thread, against a raw onnxruntime-node loop over the same chunks, sorted and batched by
 * hand: the faster of two, with threads that spin while they wait (the runtime's default, faster on a
 * free machine) and without. Prints one line a ratio, then every case against that peer.
 *
 * Arguments: folder of documents (default docs/), rounds (default 3). Weights: GECKO_TEST_WEIGHTS.
 */
const weights = process.env.GECKO_TEST_WEIGHTS ?? '';
const corpus = process.argv[2] ?? 'docs';
const rounds = Number(process.argv[3] ?? 3);
const mostChunks = 128;
const threads = availableParallelism();
const model = join(weights, 'model.onnx');

const chunks = await chunksOf(corpus);
const sorted = chunks.toSorted((a, b) => a.length - b.length);
const spinning = await InferenceSession.create(model, { intraOpNumThreads: threads });
const quiet = await InferenceSession.create(model, {
  intraOpNumThreads: threads,
  extra: { session: { intra_op: { allow_spinning: '0' } } },
});
const inProcess = await openEmbedSession({ model, threads });
const embedder = await openEmbedder({
  config: { folder: weights, cache: weights, hub: 'http://127.0.0.1:9', offline: true },
  threads,
  wanted: null,
  signal: new AbortController().signal,
  log: () => {},
  clock: systemClock,
});
if ('reason' in embedder) throw new Error(embedder.reason);

const sizes = [1, 8, 32].map((size) => [`raw, batches of ${size}`, size] as const);
const medians = await inTurns({
  embedder: () => embedder.embedTokens(chunks),
  'in process': () => loop(sorted, LARGEST_BATCH, inProcess),
  raw: () => loop(sorted, LARGEST_BATCH, rawRun(quiet)),
  'raw, spinning': () => loop(sorted, LARGEST_BATCH, rawRun(spinning)),
  ...Object.fromEntries(
    sizes.map(([name, size]) => [name, () => loop(sorted, size, rawRun(quiet))]),
  ),
  'raw, in file order': () => loop(chunks, LARGEST_BATCH, rawRun(quiet)),
});
const { realTokens, paddedTokens } = embedder.stats();
await embedder.close();

const of = (name: string) => medians.get(name) ?? Number.NaN;
const peer = Math.min(of('raw'), of('raw, spinning'));
const tokens = chunks.reduce((sum, { length }) => sum + length, 0);
console.log(`${chunks.length} chunks of ${corpus}, ${tokens} tokens, ${threads} threads`);
report('embedder throughput against a raw loop', peer / of('embedder'), 'at least', 0.9);
report('padded over real tokens', paddedTokens / realTokens, 'at most', 1.05);
report('thread against in process', of('in process') / of('embedder'), 'at least', 0.9);
for (const [name, time] of medians)
  console.log(
    `${name}: ${(peer / time).toFixed(2)} of the peer's throughput (${time.toFixed(0)} ms)`,
  );

type Run = (request: Parameters<typeof inProcess>[0]) => Promise<unknown>;

function rawRun(session: InferenceSession): Run {
  return ({ ids, mask, rows, columns }) => {
    const shape = [rows, columns];
    return session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(rows * columns), shape),
    });
  };
}

async function loop(inputs: readonly Int32Array[], size: number, run: Run): Promise<void> {
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

/** Median milliseconds of each; one round of all after the other, so that a busy machine hits all alike. */
async function inTurns(cases: Record<string, () => Promise<unknown>>) {
  const times = new Map(Object.keys(cases).map((name) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of Object.entries(cases)) {
      const started = performance.now();
      await run();
      // The first round warms up.
      if (round > 0) times.get(name)?.push(performance.now() - started);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list)]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Token ids of a folder's Markdown, as ingest makes them, in file order. */
async function chunksOf(folder: string): Promise<Int32Array[]> {
  const tokenizer = await loadTokenizer(join(weights, 'tokenizer.json'));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const input = { bytes: readFileSync(join(folder, path)), path };
      return prepare(input, { tokens: 200, overlap: 40 }, { tokenizer, language: 'auto' }).chunks;
    })
    .flatMap(({ tokens }) => (tokens ? [tokens] : []))
    .slice(0, mostChunks);
}

function report(name: string, ratio: number, bound: 'at least' | 'at most', limit: number): void {
  const met = bound === 'at least' ? ratio >= limit : ratio <= limit;
  console.log(`${name}: ${ratio.toFixed(3)} (${bound} ${limit}, ${met ? 'ok' : 'missed'})`);
}
