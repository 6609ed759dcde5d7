import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomNumbers } from '../test/fixtures/random-numbers.ts';
import { writeOllamaBlob, writeOllamaVolume, writeQdrantVolume } from './parts/backup-data.ts';
import { median, report } from './parts/report.ts';

/**
 * Backups against the command that people used before, on the same volumes, taken in turns in one run:
 * `tar czf` and `tar xzf` of busybox, which is what the image alpine has. Neither side is in a container, so
 * the start of one is in neither time, nor is the memory that a virtual machine first takes from its host,
 * which can be seconds for each GiB. gecko's side is a process of its own that stores, packs and restores
 * with the product's own code, start and verification included; then the built gecko on a corpus of the
 * embedded runtime. restic's numbers stand beside them where it is installed (`apt-get install restic`).
 *
 * Arguments: megabytes of each volume (default 1024), rounds (default 1). Weights: GECKO_TEST_WEIGHTS; a GGUF
 * file instead of them as the model: GECKO_TEST_GGUF.
 */
if (process.argv[2] === 'job') {
  // A job loads what it needs alone.
  const { backupJob } = await import('./parts/backup-job.ts');
  await backupJob(process.argv.slice(3));
  process.exit(0);
}

const size = Number(process.argv[2] ?? 1024) * 1024 * 1024;
const rounds = Number(process.argv[3] ?? 1);
const weights = process.env.GECKO_TEST_WEIGHTS ?? '';
const gguf = process.env.GECKO_TEST_GGUF ?? '';
const hasRestic = spawnSync('restic', ['version']).status === 0;
const work = mkdtempSync(join(tmpdir(), 'gecko-bench-'));
const at = (...names: string[]) => join(work, ...names);
let peak = 0;

try {
  const { realVectors } = await import('./parts/real-vectors.ts');
  const vectors = await realVectors('docs', weights, randomNumbers(7));
  const text = readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => readFileSync(join('docs', name), 'utf8'))
    .join('\n');
  writeQdrantVolume(at('vectors'), Math.round(size / 2_450), { vectors, text });
  writeOllamaVolume(at('models'), gguf || join(weights, 'model.onnx'), size);

  for (const volume of ['vectors', 'models']) {
    const times = new Map<string, number[]>();
    const sizes = new Map<string, number>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, seconds, bytes] of turn(volume)) {
        times.set(name, [...(times.get(name) ?? []), seconds]);
        if (bytes !== null) sizes.set(name, bytes);
      }
    }
    print(volume, times, sizes);
  }
  report('peak memory of these processes, of 250 MB', peak / 250e6, 'at most', 1);
  const { corpusBackup } = await import('./parts/corpus-backup.ts');
  await corpusBackup({ points: Math.round(size / 5_000), vectors, rounds });
} finally {
  rmSync(work, { recursive: true });
}

/** Everything once, each into empty places: its name, its seconds, and bytes of what it wrote. */
function turn(volume: string): [string, number, number | null][] {
  for (const name of ['out', 'restored', 'old', 'again']) {
    rmSync(at(name), { recursive: true, force: true });
    mkdirSync(at(name));
  }
  const done: [string, number, number | null][] = [];
  const take = (name: string, seconds: number, written?: string) =>
    done.push([name, seconds, written === undefined ? null : sizeOf(written)]);
  const [from, out] = [at(volume), at('out')];
  // Both find the files in memory.
  timed('busybox', ['tar', 'cf', '/dev/null', '-C', from, '.']);
  take(
    'old',
    timed('busybox', ['tar', 'czf', `${out}/old.tar.gz`, '-C', from, '.']),
    `${out}/old.tar.gz`,
  );
  take('backup', job('save', from, `${out}/repository`), `${out}/repository`);
  for (const format of ['tar.gz', 'tar.zst'])
    take(
      format,
      job('file', from, `${out}/r-${format}`, `${out}/a.${format}`),
      `${out}/a.${format}`,
    );
  take('restore old', timed('busybox', ['tar', 'xzf', `${out}/old.tar.gz`, '-C', at('old')]));
  take('restore', job('restore', `${out}/repository`, at('restored')));
  take('restore tar.zst', job('restore-file', `${out}/a.tar.zst`, at('again')));
  if (spawnSync('diff', ['-r', at('restored'), from]).status !== 0) throw new Error('not the same');
  change(from);
  take('incremental', job('save', from, `${out}/repository`));
  take('sums alone', job('sums', from));
  take('gzip alone', job('gzip', from));
  if (hasRestic) {
    const restic = (...args: string[]) =>
      timed('restic', ['-q', '-r', `${out}/restic`, '--no-cache', ...args], {
        RESTIC_PASSWORD: 'x',
      });
    restic('init');
    take('restic', restic('backup', from), `${out}/restic`);
    change(from);
    take('restic incremental', restic('backup', from));
    take('restic restore', restic('restore', 'latest', '--target', at('old')));
  }
  return done;
}

function print(volume: string, times: Map<string, number[]>, sizes: Map<string, number>): void {
  const time = (name: string) => median(times.get(name) ?? []);
  const bytes = (name: string) => sizes.get(name) ?? Number.NaN;
  const megabytes = Math.round(sizeOf(at(volume)) / 2 ** 20);
  const lines = [...times.keys()].map((name) => {
    const share = sizes.has(name) ? `, ${(bytes(name) / 2 ** 20).toFixed(1)} MiB` : '';
    return `  ${name}: ${time(name).toFixed(2)} s${share}`;
  });
  console.log(`${volume}, ${megabytes} MiB:\n${lines.join('\n')}`);
  const gzipFrom = volume === 'vectors' ? 2.5 : 8;
  report(`${volume}: backup, times as fast`, time('old') / time('backup'), 'at least', 4);
  report(`${volume}: its size`, bytes('backup') / bytes('old'), 'at most', 1);
  report(`${volume}: with --file .tar.gz`, time('old') / time('tar.gz'), 'at least', gzipFrom);
  report(`${volume}: size of that`, bytes('tar.gz') / bytes('old'), 'at most', 1);
  report(`${volume}: with --file .tar.zst`, time('old') / time('tar.zst'), 'at least', 4);
  report(`${volume}: restore`, time('restore old') / time('restore'), 'at least', 4);
  const incremental = volume === 'vectors' ? 'all read again' : 'a small model further';
  report(
    `${volume}: ${incremental}, under 1 % changed`,
    time('incremental') / time('backup'),
    'at most',
    0.15,
  );
  const least = time('old') / (time('backup') + time('gzip alone'));
  console.log(
    `${volume}: what this machine allows: all read again ${(time('sums alone') / time('backup')).toFixed(3)}, by a sum of each piece and nothing else; tar.gz ${least.toFixed(3)}, by a backup and gzip at its fastest`,
  );
  if (hasRestic)
    console.log(
      `${volume}: against restic's time: backup ${(time('backup') / time('restic')).toFixed(2)}, incremental ${(time('incremental') / time('restic incremental')).toFixed(2)}, restore ${(time('restore') / time('restic restore')).toFixed(2)}`,
    );
}

/** Under 1 %: in a store of vectors another few bytes in place, beside models a further one. */
function change(folder: string): void {
  if (folder === at('models')) {
    writeOllamaBlob(folder, randomBytes(size / 200));
    return;
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
  const [path = ''] = files;
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.from(String(performance.now())), 0, 8, 4_096);
  closeSync(file);
}

/** Twice the memory that a step fills is the machine's own when the step begins, whoever had it before. */
function takeMemory(): void {
  const path = at('memory');
  const file = openSync(path, 'w');
  const some = Buffer.alloc(1024 * 1024, 1);
  for (let taken = 0; taken < 2 * size; taken += some.length) writeSync(file, some);
  closeSync(file);
  rmSync(path);
}

function job(...args: string[]): number {
  takeMemory();
  const started = performance.now();
  const program = fileURLToPath(import.meta.url);
  const { status, stdout } = spawnSync(process.execPath, [program, 'job', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  const seconds = (performance.now() - started) / 1_000;
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
  peak = Math.max(peak, Number(stdout));
  return seconds;
}

function timed(program: string, args: readonly string[], env: Record<string, string> = {}): number {
  takeMemory();
  const started = performance.now();
  const { status } = spawnSync(program, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { PATH: process.env.PATH, HOME: work, ...env },
  });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return (performance.now() - started) / 1_000;
}

function sizeOf(path: string): number {
  if (!existsSync(path)) return Number.NaN;
  if (statSync(path).isFile()) return statSync(path).size;
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(path, name)))
    .filter((found) => found.isFile())
    .reduce((sum, found) => sum + found.size, 0);
}
