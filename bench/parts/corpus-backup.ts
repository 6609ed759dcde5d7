import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { openLanceStore } from '@gecko/core/store/lance/lance-store';
import { openSandbox, type Sandbox } from '../../test/e2e/sandbox.ts';
import { createRandomCorpus, randomFingerprint } from '../../test/fixtures/random-corpus.ts';
import type { RealVectors } from './real-vectors.ts';
import { median, report } from './report.ts';

/** Chunks of each document. */
const CHUNKS = 50;

/**
 * The built `gecko backup qdrant` on an embedded corpus whose services do not run, against busybox's
 * `tar czf` of the same folder; an incremental one after one more document; and the peak memory of the
 * program itself in backup and restore.
 */
export async function corpusBackup({
  points,
  vectors,
  rounds,
}: {
  points: number;
  vectors: RealVectors;
  rounds: number;
}): Promise<void> {
  const gecko = await openSandbox('');
  try {
    const project = join(gecko.home, 'gecko', 'data', 'projects', 'gecko');
    await fill(join(project, 'store'), 0, Math.ceil(points / CHUNKS), vectors);
    const [old, full, again] = [[], [], []] as [number[], number[], number[]];
    let peak = 0;
    const backup = async (args: readonly string[]) => {
      const { seconds, memory } = await watched(gecko, args);
      peak = Math.max(peak, memory);
      return seconds;
    };
    for (let round = 0; round < rounds; round += 1) {
      const to = join(gecko.home, `repository-${round}`);
      const archive = join(gecko.home, 'old.tar.gz');
      const started = performance.now();
      spawnSync('busybox', ['tar', 'czf', archive, '-C', join(project, 'store'), '.']);
      old.push((performance.now() - started) / 1_000);
      full.push(await backup(['backup', 'qdrant', '--to', to]));
      await fill(join(project, 'store'), 1_000_000 + round, 1, vectors);
      again.push(await backup(['backup', 'qdrant', '--to', to]));
      if (round === 0) {
        const ratio = sizeOf(join(to, 'blobs')) / statSync(archive).size;
        report('corpus: size of the repository, two backups in it', ratio, 'at most', 1);
      }
      if (round > 0) rmSync(to, { recursive: true });
    }
    const file = join(gecko.home, 'corpus.tar.zst');
    await backup(['backup', 'qdrant', '--file', file]);
    const restored = await backup(['restore', 'qdrant', file, '--yes', '--other-fingerprint']);
    console.log(
      `corpus of ${points} chunks: tar ${median(old).toFixed(2)} s, gecko backup qdrant ${median(full).toFixed(2)} s, after one more document ${median(again).toFixed(2)} s, restore with a new index ${restored.toFixed(2)} s`,
    );
    report('corpus: gecko backup qdrant, times as fast', median(old) / median(full), 'at least', 4);
    report('corpus: incremental', median(again) / median(full), 'at most', 0.15);
    report('peak memory of the CLI, of 250 MB', peak / 250e6, 'at most', 1);
  } finally {
    await gecko.close();
  }
}

async function fill(
  folder: string,
  first: number,
  documents: number,
  vectors: RealVectors,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const store = await openLanceStore({ folder, clock: systemClock, log: () => {} });
  const corpus = createRandomCorpus(5);
  const live =
    (await store.resolve('corpus_gecko3')) ??
    (await store.create('corpus_gecko3', randomFingerprint));
  if (live.info.state === 'building') await store.switch('corpus_gecko3', live.info.generation);
  for (let at = 0; at < documents; at += 20) {
    const some = Array.from({ length: Math.min(20, documents - at) }, (_, i) => {
      const made = corpus.document(first + at + i, CHUNKS);
      const chunks = made.chunks.map((chunk) => ({ ...chunk, dense: vectors.next() }));
      return { ...made, record: { ...made.record, collection: 'corpus_gecko3' }, chunks };
    });
    await live.commit(some);
  }
  await store.close();
}

/** @returns its seconds, and the most memory that it had, in bytes */
async function watched(
  gecko: Sandbox,
  args: readonly string[],
): Promise<{ seconds: number; memory: number }> {
  const started = performance.now();
  const running = gecko.start(args);
  let memory = 0;
  const looking = setInterval(() => {
    memory = Math.max(memory, peakOf(running.child.pid ?? 0));
  }, 20);
  const { code, stderr } = await running.ended;
  clearInterval(looking);
  if (code !== 0) throw new Error(`gecko ${args.join(' ')} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - started) / 1_000, memory };
}

/** Its own note of it, kept from its start. */
function peakOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

function sizeOf(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
