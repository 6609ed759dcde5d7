import { spawnSync } from 'node:child_process';
import { entry, openSandbox } from '../test/e2e/sandbox.ts';
import { median } from './parts/report.ts';

/**
 * Start-up as a ratio of medians against `node -e 0`, taken in turns in one run. Prints one line a case:
 * ratio, limit and both medians; of `gecko status` with services that run, less its slowest probe. The
 * first argument is the number of rounds.
 */
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

const gecko = await openSandbox('');
const times = new Map([peer, ...cases].map(({ name }) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++)
  for (const { name, args } of [peer, ...cases]) times.get(name)?.push(timeOf(args));

for (const { name, peer: other, limit } of cases)
  print(name, median(times.get(name) ?? []), median(times.get(other) ?? []), other, limit);

await gecko.run(['up']);
const [versions, running, probes] = [[], [], []] as [number[], number[], number[]];
for (let round = 0; round < rounds; round++) {
  versions.push(timeOf([entry, '--version']));
  running.push(timeOf([entry, 'status']));
  const start = performance.now();
  await (await fetch(`http://127.0.0.1:${gecko.ports.rag}/ready`)).text();
  probes.push(performance.now() - start);
}
const own = median(running) - median(probes);
print('gecko status, running', own, median(versions), 'gecko --version', 3);
await gecko.close();

function print(name: string, own: number, compared: number, other: string, limit: number): void {
  const ratio = own / compared;
  const verdict = ratio <= limit ? 'ok' : 'over';
  console.log(
    `${name}: ${ratio.toFixed(2)} x ${other} (limit ${limit}, ${verdict}; ${own.toFixed(1)} ms against ${compared.toFixed(1)} ms)`,
  );
}

function timeOf(args: readonly string[]): number {
  // The sandbox has no NODE_EXTRA_CA_CERTS, which adds the same 65 ms to both sides and hides the ratio.
  const { home, env } = gecko;
  const start = performance.now();
  const { status } = spawnSync(process.execPath, args, { cwd: home, env, stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return performance.now() - start;
}
