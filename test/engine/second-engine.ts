import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Another machine: an engine of its own, with its own images and volumes, in a network of its own. */
export interface SecondEngine {
  socket: string;
  /** Asks what is published on that machine. */
  ask(url: string, init?: AskInit): Promise<{ status: number; text: string }>;
  close(): Promise<void>;
}

export interface AskInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/**
 * Starts it beside the launcher's engine, where its files are removed with that one's. It is empty but for
 * these images.
 */
export async function openSecondEngine(images: readonly string[]): Promise<SecondEngine> {
  const first = process.env.GECKO_TEST_ENGINE ?? '';
  const folder = join(dirname(first), 'second');
  mkdirSync(folder, { recursive: true });
  const socket = join(folder, 'docker.sock');
  writeFileSync(join(folder, 'daemon.json'), '{}');
  const dockerd = [
    'ip link set lo up; exec dockerd "$@"',
    'dockerd',
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '-p', join(folder, 'pid')],
    ...['--cgroup-parent', process.env.GECKO_TEST_CGROUP ?? 'gecko-test'],
    ...['--config-file', join(folder, 'daemon.json')],
  ];
  const log = openSync(join(folder, 'log'), 'w');
  const stdio = ['ignore', log, log] as const;
  const child = spawn('unshare', ['--net', '--', 'sh', '-c', ...dockerd], { stdio: [...stdio] });
  closeSync(log);
  await untilItAnswers(socket, child);
  await copyImages(first, socket, images);
  return {
    socket,
    ask: (url, init = {}) => ask(child.pid ?? 0, url, init),
    async close() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilItAnswers(socket: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300 && child.exitCode === null; tries += 1) {
    try {
      await call(socket, 'GET', '/_ping');
      return;
    } catch {
      await delay(100);
    }
  }
  throw new Error('the second engine does not answer');
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
async function ask(pid: number, url: string, init: AskInit) {
  const program = `const [url, init] = process.argv.slice(1);
    const answer = await fetch(url, { redirect: 'manual', ...JSON.parse(init) });
    console.log(JSON.stringify({ status: answer.status, text: await answer.text() }));`;
  const node = [process.execPath, '--input-type=module', '-e', program, url, JSON.stringify(init)];
  const { stdout } = await promisify(execFile)('nsenter', ['-t', String(pid), '-n', ...node]);
  return JSON.parse(stdout) as { status: number; text: string };
}
