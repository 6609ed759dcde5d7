import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSandbox } from '../test/e2e/sandbox.ts';
import { createOllamaServer } from '../test/fakes/ollama-server.ts';
import { median, report } from './parts/report.ts';

/**
 * The built `gecko model pull` against curl reading the same stream, from the stand-in for Ollama, which
 * tells as often as a real one, for the minute that the smallest useful model takes on a quick line. The
 * first argument is the number of rounds.
 */
const rounds = Number(process.argv[2] ?? 1);
const pull = { pieces: 1_000, apart: 60 };

const folder = mkdtempSync(join(tmpdir(), 'gecko-bench-'));
const names = Array.from({ length: 2 * rounds }, (_, i) => `model${i}`);
const server = createOllamaServer({ folder, registry: names, pull });
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const gecko = await openSandbox('');
try {
  const env = { ...gecko.env, OLLAMA_HOST: url, GECKO_GENERATOR_KIND: 'auto' };
  const own: number[] = [];
  const curls: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const body = JSON.stringify({ model: names[2 * round] });
    curls.push(await timed('curl', ['-sS', '--fail', '-d', body, `${url}/api/pull`], env));
    const name = names[2 * round + 1] ?? '';
    own.push(await timed(process.execPath, ['bin/gecko.cjs', 'model', 'pull', name], env));
  }
  const [ours, theirs] = [median(own), median(curls)];
  console.log(`model pull ${Math.round(ours)} ms, curl ${Math.round(theirs)} ms`);
  report('model pull against curl reading the same stream', ours / theirs, 'at most', 1.05);
} finally {
  server.close();
  await gecko.close();
  rmSync(folder, { recursive: true });
}

function timed(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<number> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve(performance.now() - begun);
      else reject(new Error(`${file} ended with ${code}`));
    });
  });
}
