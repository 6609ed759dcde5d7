import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPortHolder } from './port-holder.ts';

/** /proc/net/tcp of Linux 6.1: 127.0.0.1:8000 listens, and has one connection. */
const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F40 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 48213 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F40 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 48300 1 0000000000000000 20 4 30 10 -1
`;

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), 'gecko-proc-'));
  mkdirSync(join(proc, 'net'));
  writeFileSync(join(proc, 'net', 'tcp'), table);
  mkdirSync(join(proc, '77', 'fd'), { recursive: true });
  writeFileSync(join(proc, '77', 'comm'), 'nginx\n');
});
afterEach(() => rmSync(proc, { recursive: true }));

describe('findPortHolder', () => {
  it('names the process that listens', () => {
    symlinkSync('socket:[48213]', join(proc, '77', 'fd', '5'));
    expect(findPortHolder(8000, proc)).toBe('nginx (process 77)');
  });

  it('does not take a connection for a listener', () => {
    symlinkSync('socket:[48300]', join(proc, '77', 'fd', '5'));
    expect(findPortHolder(8000, proc)).toBeNull();
  });

  it('names nobody where the system does not tell', () => {
    expect(findPortHolder(8001, proc)).toBeNull();
    expect(findPortHolder(8000, join(proc, 'none'))).toBeNull();
  });
});
