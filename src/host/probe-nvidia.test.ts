import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { hostTree } from '../../test/fakes/host-tree.ts';
import type { Exec } from '../clients/exec.ts';
import { execProcess } from '../clients/exec-process.ts';
import { probeNvidia } from './probe-nvidia.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-smi-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the scripts of the test's folder as real processes, in place of programs in PATH. */
const exec: Exec = {
  run: (file, args, options) => execProcess.run(join(folder, file), args, options),
};
const files = hostTree({});
const { signal } = new AbortController();

describe('probeNvidia with a real process', () => {
  it('asks in the language of C, whatever the user speaks', async () => {
    script('echo "0, GPU-1, $LC_ALL, 1024, 570.1, [N/A], 8.9"');
    expect(await probeNvidia(exec, files, signal)).toMatchObject({
      state: 'found',
      facts: { gpus: [{ name: 'C' }] },
    });
  });

  it('takes an exit code for a driver that does not work', async () => {
    writeFileSync(join(folder, 'said'), captured('nvidia-smi/no-driver.txt'));
    script(`cat '${folder}/said'; exit 9`);
    expect(await probeNvidia(exec, files, signal)).toMatchObject({ state: 'broken' });
  });

  it('keeps a card whose infoROM is corrupted', async () => {
    script(`echo '0, GPU-1, Tesla T4, 15360, 570.1, [N/A], 7.5'
echo 'WARNING: infoROM is corrupted at gpu 0000:5E:00.0'; exit 14`);
    expect(await probeNvidia(exec, files, signal)).toMatchObject({ state: 'found' });
  });

  it('finds no card where there is no nvidia-smi', async () => {
    expect(await probeNvidia(exec, files, signal)).toEqual({
      state: 'none',
      reason: 'This machine has no NVIDIA card',
    });
  });

  it('asks an old driver again, without what it does not know', async () => {
    script(`echo "$1" >> '${folder}/asked'
case "$1" in *compute_cap*) echo 'Field "compute_cap" is not a valid field to query.'; exit 2;; esac
echo '0, GPU-1, GeForce GTX 1080, 8119, 470.182.03, [N/A]'`);
    expect(await probeNvidia(exec, files, signal)).toMatchObject({
      state: 'found',
      facts: { gpus: [{ driver: '470.182.03', computeCapability: null }] },
    });
    expect(readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')).toHaveLength(2);
  });

  it('ends a program that hangs when it is cancelled', async () => {
    script(`echo $$ > '${folder}/pid'; exec sleep 60`);
    const cancelled = new AbortController();
    const probe = probeNvidia(exec, files, cancelled.signal);
    const pid = await expect
      .poll(() => readFileSync(join(folder, 'pid'), 'utf8').trim(), { timeout: 5000 })
      .toMatch(/^\d+$/)
      .then(() => Number(readFileSync(join(folder, 'pid'), 'utf8')));
    cancelled.abort(new Error('Ctrl-C'));
    await expect(probe).rejects.toThrow('Ctrl-C');
    expect(() => process.kill(pid, 0)).toThrow();
  });
});

function script(text: string): void {
  const path = join(folder, 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}
