import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../free-port.ts';
import { askEngine } from './ask-engine.ts';
import { registryProgram } from './registry-tree.mjs';

/** A real registry on loopback, where engines need no TLS. */
export interface Registry {
  /** `127.0.0.1:PORT` */
  host: string;
  /** Puts an image of the tests' engine into it. @returns its name there */
  push(image: string, name: string): Promise<string>;
  /** So many connections from now on break, each after so many bytes. */
  cut(times: number, bytes: number): void;
  /** How many are left of those. */
  readonly cutsLeft: number;
  close(): Promise<void>;
}

/** The one who may enter where a registry asks for a password, as `user:password`. */
export const registryUser = 'keeper:a-test-word';
const htpasswd = 'keeper:$2b$04$x4kj7tEMfyp/67AFNtByNOH/wPITkIzkR40mBMSYe9eZCoA.jvUCS\n';

export async function openRegistry({ asksPassword = false } = {}): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-registry-'));
  const inner = await freePort();
  writeFileSync(join(folder, 'htpasswd'), htpasswd);
  const auth = { htpasswd: { realm: 'tests', path: join(folder, 'htpasswd') } };
  const config = {
    version: 0.1,
    log: { level: 'error' },
    storage: { filesystem: { rootdirectory: join(folder, 'data') } },
    http: { addr: `127.0.0.1:${inner}` },
    ...(asksPassword ? { auth } : {}),
  };
  writeFileSync(join(folder, 'config.yml'), JSON.stringify(config));
  const child = spawn(registryProgram(), ['serve', join(folder, 'config.yml')], {
    stdio: 'ignore',
  });
  const front = new CuttingProxy(inner);
  const host = `127.0.0.1:${await front.listen()}`;
  while (!(await answers(inner))) {
    if (child.exitCode !== null) throw new Error(`the registry ended with ${child.exitCode}`);
    await delay(50);
  }
  return {
    host,
    async push(image, name) {
      const [repository = '', tag = ''] = name.split(':');
      const query = new URLSearchParams({ repo: `${host}/${repository}`, tag });
      await askEngine('POST', `/images/${encodeURIComponent(image)}/tag?${query}`);
      const path = `/images/${encodeURIComponent(`${host}/${repository}`)}/push?tag=${tag}`;
      const said = await askEngine('POST', path, { 'X-Registry-Auth': authOf(registryUser) });
      if (said.includes('"error"')) throw new Error(said);
      return `${host}/${name}`;
    },
    cut: (times, bytes) => front.cut(times, bytes),
    get cutsLeft() {
      return front.left;
    },
    async close() {
      front.close();
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function authOf(user: string): string {
  const [username, password] = user.split(':');
  return Buffer.from(JSON.stringify({ username, password })).toString('base64');
}

/** Passes bytes on, and breaks connections where it is told to. */
class CuttingProxy {
  left = 0;
  private bytes = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;

  constructor(port: number) {
    this.server = createServer((client) => {
      const upstream = connect(port, '127.0.0.1');
      let passed = 0;
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          client.destroy();
          upstream.destroy();
          this.sockets.delete(socket);
        });
      }
      upstream.on('data', (piece) => {
        passed += piece.length;
        if (this.left === 0 || passed <= this.bytes || client.destroyed) return;
        this.left--;
        client.destroy();
      });
      client.pipe(upstream).pipe(client);
    });
  }

  cut(times: number, bytes: number): void {
    this.left = times;
    this.bytes = bytes;
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    const address = this.server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path: '/v2/' }, (answer) => {
      answer.resume();
      resolve(true);
    });
    asked.on('error', () => resolve(false));
    asked.end();
  });
}
