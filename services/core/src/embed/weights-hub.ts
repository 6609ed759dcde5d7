import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileHash } from './file-hash.ts';
import type { WeightsCache } from './weights-cache.ts';
import { hubSet } from './weights-catalog.ts';
import type { SourceContext, WeightsSource } from './weights-source.ts';

const repository = 'Xenova/all-MiniLM-L6-v2';
const paths = { tokenizer: 'tokenizer.json', model: 'onnx/model_quantized.onnx' } as const;

/**
 * The Hugging Face hub, or a mirror of it (HF_ENDPOINT). Tested against a local server; the real
 * hub is unproven. Interrupted downloads go on where they stopped.
 *
 * @param answerMs time in which the first byte must come
 * @param stallMs longest pause within a download
 */
export function hubSource(
  endpoint: string,
  cache: WeightsCache,
  { answerMs = 5_000, stallMs = 30_000 } = {},
): WeightsSource {
  return {
    name: `hub ${endpoint}`,
    async find(context) {
      if (context.wanted !== null && context.wanted !== hubSet.model.sha256) {
        return 'has another quantisation than the one that the collection was made with';
      }
      await cache.prepare(hubSet);
      for (const file of ['tokenizer', 'model'] as const) {
        const reason = await fetchFile(endpoint, cache, file, context, { answerMs, stallMs });
        if (reason !== null) return reason;
      }
      return (await cache.read(hubSet, `hub ${endpoint}`)) ?? 'files vanished from the cache';
    },
  };
}

async function fetchFile(
  endpoint: string,
  cache: WeightsCache,
  file: 'tokenizer' | 'model',
  context: SourceContext,
  limits: { answerMs: number; stallMs: number },
): Promise<string | null> {
  if ((await fileHash(cache.path(hubSet, file))) === hubSet[file].sha256) return null;
  const partial = `${cache.path(hubSet, file)}.partial`;
  const url = `${endpoint.replace(/\/+$/, '')}/${repository}/resolve/main/${paths[file]}`;
  try {
    await download(url, partial, limits, context, (received, total) =>
      context.progress({ source: 'hub', file: paths[file], received, total }),
    );
  } catch (error) {
    context.signal.throwIfAborted();
    return reasonOf(error, limits.answerMs);
  }
  return cache.accept(hubSet, file, partial);
}

async function download(
  url: string,
  partial: string,
  { answerMs, stallMs }: { answerMs: number; stallMs: number },
  { signal }: SourceContext,
  progress: (received: number, total: number | null) => void,
): Promise<void> {
  const have = await stat(partial).then(
    ({ size }) => size,
    () => 0,
  );
  const watchdog = new AbortController();
  let timer = setTimeout(() => watchdog.abort(new Error('no answer')), answerMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => watchdog.abort(new Error('the download stalled')), stallMs);
  };
  try {
    const response = await fetch(url, {
      headers: have > 0 ? { range: `bytes=${have}-` } : {},
      signal: AbortSignal.any([signal, watchdog.signal]),
    });
    if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
    const resumed = response.status === 206;
    const length = Number(response.headers.get('content-length')) || null;
    let received = resumed ? have : 0;
    const total = length === null ? null : received + length;
    const counted = Readable.fromWeb(response.body).on('data', (piece: Uint8Array) => {
      alive();
      received += piece.length;
      progress(received, total);
    });
    await pipeline(counted, createWriteStream(partial, { flags: resumed ? 'a' : 'w' }));
  } finally {
    clearTimeout(timer);
  }
}

function reasonOf(error: unknown, answerMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message === 'no answer') return `did not answer within ${answerMs / 1000} s`;
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${error.message}${cause}`;
}
