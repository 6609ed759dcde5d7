import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Start-up as a ratio of medians against `node -e 0`, taken in turns in one run. Prints one line a case:
 * ratio, limit and both medians. Needs a built dist/; the first argument is the number of rounds.
 */
const entry = fileURLToPath(new URL('../bin/gecko.cjs', import.meta.url));
const rounds = Number(process.argv[2] ?? 40);

interface Case {
  name: string;
  args: readonly string[];
  /** Name of the case it is compared with. */
  peer: string;
  limit: number;
}

const peer = { name: 'node -e 0', args: ['-e', '0'] };
const cases: readonly Case[] = [
  { name: 'gecko --version', args: [entry, '--version'], peer: peer.name, limit: 1.3 },
  { name: 'gecko --help', args: [entry, '--help'], peer: peer.name, limit: 1.3 },
  { name: 'gecko ask --help', args: [entry, 'ask', '--help'], peer: peer.name, limit: 1.3 },
  { name: 'gecko explain', args: [entry, 'explain', 'LOCKED'], peer: 'gecko --version', limit: 3 },
  // Nothing runs: its probes cost nothing, so this is the whole of its own time.
  { name: 'gecko status', args: [entry, 'status'], peer: 'gecko --version', limit: 3 },
];

const home = mkdtempSync(join(tmpdir(), 'gecko-startup-'));
const times = new Map([peer, ...cases].map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++)
  for (const { name, args } of [peer, ...cases]) times.get(name)?.push(timeOf(args));

for (const { name, peer: other, limit } of cases) {
  const [own, compared] = [medianOf(name), medianOf(other)];
  const ratio = own / compared;
  const verdict = ratio <= limit ? 'ok' : 'over';
  console.log(
    `${name}: ${ratio.toFixed(2)} x ${other} (limit ${limit}, ${verdict}; ${own.toFixed(1)} ms against ${compared.toFixed(1)} ms)`,
  );
}
rmSync(home, { recursive: true });

function timeOf(args: readonly string[]): number {
  // Where it is set, it adds the same 65 ms to both sides and hides the ratio.
  const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
  const env = { ...inherited, HOME: home, GECKO_HOME: home };
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: home, env, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}

function medianOf(name: string): number {
  const sorted = (times.get(name) ?? []).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
