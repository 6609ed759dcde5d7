import { spawn } from 'node:child_process';
import { type Running, type Sandbox, watch } from './sandbox.ts';

/**
 * A command line in a terminal of its own, made by util-linux's script(1), which every Debian has. What
 * is written to its stdin is typed there.
 */
export function openTerminal(
  { home, env }: Pick<Sandbox, 'home' | 'env'>,
  line: string,
  { columns, rows } = { columns: 80, rows: 24 },
): Running {
  const sized = `stty cols ${columns} rows ${rows}; ${line}`;
  const child = spawn('script', ['-qefc', sized, '/dev/null'], {
    cwd: home,
    env: { ...env, TERM: 'xterm', SHELL: '/bin/sh', NODE: process.execPath },
  });
  return watch(child);
}
