import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** An engine beside that of the launcher: empty, and without any network but its own loopback. */
export interface SecondEngine {
  socket: string;
  /** Runs the program that follows where its ports are published. */
  through: readonly string[];
  close(): Promise<void>;
}

/** Ends with the launcher's namespaces at the latest. */
export async function openSecondEngine(): Promise<SecondEngine> {
  // Sockets' paths must be short.
  const folder = mkdtempSync(join(tmpdir(), 'gecko-second-'));
  const socket = join(folder, 'docker.sock');
  writeFileSync(join(folder, 'daemon.json'), '{}');
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
  return {
    socket,
    through: ['nsenter', `--net=/proc/${child.pid}/ns/net`, '--'],
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await Promise.race([ended, delay(20_000).then(() => child.kill('SIGKILL'))]);
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
