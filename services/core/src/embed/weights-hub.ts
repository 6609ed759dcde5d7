import { type Outbound, outboundFetch } from '../outbound-fetch.ts';
import { fileHash } from './file-hash.ts';
import { type Download, resumeDownload } from './resume-download.ts';
import type { WeightsCache } from './weights-cache.ts';
import { hubSet, type WeightSet } from './weights-catalog.ts';
import type { SourceContext, WeightsSource } from './weights-source.ts';

const repository = 'Xenova/all-MiniLM-L6-v2';
const paths = { tokenizer: 'tokenizer.json', model: 'onnx/model_quantized.onnx' } as const;

type HubOptions = Pick<Download, 'answerMs' | 'stallMs'> & {
  set: WeightSet;
  outbound: Outbound;
};

const defaults: HubOptions = { set: hubSet, answerMs: 5_000, stallMs: 30_000, outbound: {} };

/**
 * The Hugging Face hub, or a mirror of it (HF_ENDPOINT). Tested against a local server; the real
 * hub is unproven.
 */
export function hubSource(
  endpoint: string,
  cache: WeightsCache,
  options: Partial<HubOptions> = {},
): WeightsSource {
  const { set, outbound, ...patience } = { ...defaults, ...options };
  return {
    name: `hub ${endpoint}`,
    async find(context) {
      if (context.wanted !== null && context.wanted !== set.model.sha256) {
        return 'has another quantisation than the one that the collection was made with';
      }
      await cache.prepare(set);
      for (const file of ['tokenizer', 'model'] as const) {
        if ((await fileHash(cache.path(set, file))) === set[file].sha256) continue;
        const reason = await fetchFile(file, context);
        if (reason !== null) return reason;
      }
      return (await cache.read(set, `hub ${endpoint}`)) ?? 'files vanished from the cache';
    },
  };

  async function fetchFile(
    file: 'tokenizer' | 'model',
    { progress, signal }: SourceContext,
  ): Promise<string | null> {
    const { bytes } = set[file];
    const download: Download = {
      url: `${endpoint.replace(/\/+$/, '')}/${repository}/resolve/main/${paths[file]}`,
      partial: `${cache.path(set, file)}.partial`,
      bytes,
      ...patience,
      progress: (received) =>
        progress({ source: 'hub', file: paths[file], received, total: bytes }),
      signal,
      fetch: await outboundFetch(outbound),
    };
    const accept = () => cache.accept(set, file, download.partial);
    const kind = await resumeDownload(download);
    const reason = await accept();
    if (kind === 'whole' || reason === null) return reason;
    // What was there may have been another file's beginning: once more from the start.
    await resumeDownload(download);
    return accept();
  }
}
