import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** A machine whose NVIDIA driver tells of one card. @param home of the sandbox. @returns its environment */
export function oneCard(home: string): { PATH: string } {
  const programs = join(home, 'bin');
  mkdirSync(programs, { recursive: true });
  const card = resolve('test/fixtures/host/nvidia-smi/one-card.csv');
  writeFileSync(join(programs, 'nvidia-smi'), `#!/bin/sh\nexec cat ${card}\n`, { mode: 0o755 });
  return { PATH: `${programs}:${process.env.PATH}` };
}
