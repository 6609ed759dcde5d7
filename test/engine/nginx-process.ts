import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nginxCommand, nginxTree } from './nginx-tree.mjs';

export interface NginxProcess {
  /** Writes the files anew and has them read. */
  reload(files: Readonly<Record<string, string>>): Promise<void>;
  /** What it said on stderr. */
  output(): string;
  stop(): Promise<void>;
}

/** The folder of nginx; null where this machine cannot have it, which CI does not forgive. */
export function nginxOrNull(): string | null {
  try {
    return nginxTree();
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    return null;
  }
}

/**
 * A real nginx with these configuration files, as an ordinary user.
 *
 * @param port that it listens on once it is up
 */
export async function startNginx(
  tree: string,
  files: Readonly<Record<string, string>>,
  port: number,
): Promise<NginxProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-door-'));
  chmodSync(folder, 0o755);
  const write = (contents: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(contents)) writeFileSync(join(folder, name), text);
  };
  write(files);
  const [file, ...args] = nginxCommand(tree);
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const child = spawn(
    file,
    [...args, '-e', 'stderr', '-p', folder, '-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...user,
    },
  );
  let output = '';
  child.stderr.on('data', (bytes: Buffer) => {
    output += bytes;
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(() => {
      if (child.exitCode !== null) throw new Error(`nginx ended: ${output}`);
      return isOpen(port);
    });
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async reload(contents) {
      write(contents);
      child.kill('SIGHUP');
    },
    output: () => output,
    stop,
  };
}

/** A folder for what nginx writes, open to the user that it runs as. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-door-scratch-'));
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  return folder;
}

export async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await done()) return;
    await sleep(50);
  }
  throw new Error('it did not come within 10 s');
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
