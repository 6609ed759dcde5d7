import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { openEmbedSession } from '@gecko/core/embed/embed-session';
import { openEmbedder } from '@gecko/core/embed/embedder';
import { LARGEST_BATCH } from '@gecko/core/embed/pick-batch';
import { InferenceSession } from 'onnxruntime-node';
import { chunksOf, inBatches, rawRun } from './parts/raw-embedding.ts';
import { median, report } from './parts/report.ts';

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

const chunks = (await chunksOf(corpus, weights)).slice(0, mostChunks);
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
  'in process': () => inBatches(sorted, LARGEST_BATCH, inProcess),
  raw: () => inBatches(sorted, LARGEST_BATCH, rawRun(quiet)),
  'raw, spinning': () => inBatches(sorted, LARGEST_BATCH, rawRun(spinning)),
  ...Object.fromEntries(
    sizes.map(([name, size]) => [name, () => inBatches(sorted, size, rawRun(quiet))]),
  ),
  'raw, in file order': () => inBatches(chunks, LARGEST_BATCH, rawRun(quiet)),
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
