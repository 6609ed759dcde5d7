import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
let folder: string;
beforeAll(async () => {
  // Where its packages are found.
  folder = mkdtempSync(join(root, 'node_modules', '.gecko-memory-'));
  await build({
    entryPoints: [join(root, 'test/fixtures/backup-child.ts')],
    outfile: join(folder, 'child.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Bytes of memory at the peak of all that is done with a backup of so many megabytes. */
function peak(megabytes: number): number {
  const home = mkdtempSync(join(folder, 'data-'));
  const args = [join(folder, 'child.mjs'), home, String(megabytes)];
  const printed = execFileSync(process.execPath, args, { cwd: dirname(folder), encoding: 'utf8' });
  rmSync(home, { recursive: true });
  return Number(printed);
}

it.skipIf(process.platform !== 'linux')(
  'backs gigabytes up, packs and restores them in the memory that a part of them takes',
  { timeout: 240_000 },
  () => {
    const [some, many] = [peak(256), peak(2_048)];
    expect(many).toBeLessThan(250e6);
    expect(many / some).toBeLessThan(1.4);
  },
);
