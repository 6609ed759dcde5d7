import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';

/** An engine beside that of the launcher: empty, and without any network but its own loopback. */
export interface SecondEngine {
  socket: string;
  /** Runs the program that follows where its ports are published. */
  through: readonly string[];
  /** What it keeps all on, where it was to have a small one. */
  disk: SmallDisk | null;
  /** Asks what is published there. */
  ask(url: string, init?: AskInit): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export interface AskInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Ends with the launcher's namespaces at the latest.
 *
 * @param images of the launcher's engine that it gets
 * @param diskSize in KiB; absent: that of this machine's disk
 */
export async function openSecondEngine(
  images: readonly string[] = [],
  diskSize?: number,
): Promise<SecondEngine> {
  // Sockets' paths must be short.
  const folder = mkdtempSync(join(tmpdir(), 'gecko-second-'));
  const socket = join(folder, 'docker.sock');
  writeFileSync(join(folder, 'daemon.json'), '{}');
  const disk = diskSize === undefined ? null : openSmallDisk(join(folder, 'data'), diskSize);
  const log = openSync(join(folder, 'log'), 'w');
  const args = [
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '-p', join(folder, 'pid')],
    ...['--config-file', join(folder, 'daemon.json'), '--cgroup-parent', group()],
  ];
  const started = 'ip link set lo up; exec dockerd "$@"';
  const child = spawn('unshare', ['--net', 'sh', '-c', started, 'sh', ...args], {
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  for (let tries = 0; !(await answers(socket)); tries++) {
    if (child.exitCode !== null || tries > 300)
      throw new Error(`the second engine failed: ${readFileSync(join(folder, 'log'), 'utf8')}`);
    await delay(100);
  }
  if (images.length > 0) await copyImages(process.env.GECKO_TEST_ENGINE ?? '', socket, images);
  const through = ['nsenter', `--net=/proc/${child.pid}/ns/net`, '--'];
  return {
    socket,
    through,
    disk,
    ask: (url, init = {}) => ask(through, url, init),
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, delay(20_000).then(() => child.kill('SIGKILL'))]);
      disk?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Inside that of the launcher, which removes it: it names both by its process. */
function group(): string {
  const [, pid = ''] = /gecko-engine-(\d+)-/.exec(process.env.GECKO_TEST_ENGINE ?? '') ?? [];
  return `gecko-test-${pid}/second`;
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: '/_ping' }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}

async function copyImages(from: string, to: string, images: readonly string[]): Promise<void> {
  const names = new URLSearchParams(images.map((name): [string, string] => ['names', name]));
  const saved = await call(from, 'GET', `/v1.41/images/get?${names}`, null, false);
  await call(to, 'POST', '/v1.41/images/load?quiet=1', saved.answer);
}

/** @throws Error for anything but success */
function call(
  socketPath: string,
  method: string,
  path: string,
  body: IncomingMessage | null = null,
  read = true,
): Promise<{ answer: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, method, path }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${path}: ${answer.statusCode}`));
      else if (read) answer.resume().on('end', () => resolve({ answer }));
      else resolve({ answer });
    });
    sent.on('error', reject);
    if (body) body.pipe(sent);
    else sent.end();
  });
}

/** In the network of that machine, where its loopback is. */
async function ask([program = '', ...args]: readonly string[], url: string, init: AskInit) {
  const script = `const [url, init] = process.argv.slice(1);
    const answer = await fetch(url, { redirect: 'manual', ...JSON.parse(init) });
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
  const node = [process.execPath, '--input-type=module', '-e', script, url, JSON.stringify(init)];
  const { stdout } = await promisify(execFile)(program, [...args, ...node]);
  return JSON.parse(stdout) as { status: number; text: string };
}
