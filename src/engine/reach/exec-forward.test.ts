import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecOptions } from '../engine.ts';
import { execForward } from './exec-forward.ts';
import type { Forward } from './forward.ts';

/** A container whose nc reaches a server of this process. */
describe('a way through a container', () => {
  const over = new AbortController();
  let forward: Forward;
  let answer: (socket: Socket) => void;
  let commands: string[];
  let running: number;
  const server = createServer({ allowHalfOpen: true }, (socket) => answer(socket));

  beforeEach(async () => {
    commands = [];
    running = 0;
    answer = (socket) => socket.pipe(socket);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    forward = await execForward({ exec }, 'gecko-web-1', 8081, over.signal);
  });
  afterEach(async () => {
    forward.close();
    server.close();
    await once(server, 'close');
  });

  /** As nc does it: bytes in and out, and the end of its input is passed on. */
  async function exec(id: string, { command, stdin, onOutput, signal }: ExecOptions) {
    commands.push([id, ...command].join(' '));
    running += 1;
    const address = server.address();
    if (typeof address !== 'object' || address === null) return 1;
    const socket = connect({ port: address.port, allowHalfOpen: true, signal });
    try {
      (stdin as Readable).pipe(socket);
      for await (const bytes of socket) await onOutput('stdout', bytes);
      return 0;
    } finally {
      socket.destroy();
      running -= 1;
    }
  }
  const dial = () => connect({ port: forward.port, host: '127.0.0.1', allowHalfOpen: true });
  const all = async (socket: Socket) => {
    const parts: Buffer[] = [];
    for await (const part of socket) parts.push(part);
    return Buffer.concat(parts);
  };

  it('passes bytes on as they are, in both directions', async () => {
    const bytes = randomBytes(3_000_000);
    const socket = dial();
    socket.end(bytes);
    expect((await all(socket)).equals(bytes)).toBe(true);
    expect(commands).toEqual(['gecko-web-1 nc 127.0.0.1 8081']);
  });

  it('lets one side say all that it has before the other answers', async () => {
    answer = (socket) => {
      let asked = '';
      socket.on('data', (part) => {
        asked += part;
      });
      socket.on('end', () => socket.end(`answer to ${asked}`));
    };
    const socket = dial();
    socket.end('question');
    expect((await all(socket)).toString()).toBe('answer to question');
  });

  it('ends the program where the client is gone', async () => {
    const socket = dial();
    socket.write('something');
    await once(socket, 'data');
    expect(running).toBe(1);
    socket.resetAndDestroy();
    while (running > 0) await new Promise(setImmediate);
  });

  it('breaks the connection off where nothing answers in the container', async () => {
    forward.close();
    forward = await execForward({ exec: async () => 1 }, 'gecko-web-1', 8081, over.signal);
    await expect(all(dial())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('breaks the connection off where the engine cannot run a program', async () => {
    forward.close();
    const fails = async () => {
      throw new Error('no such container');
    };
    forward = await execForward({ exec: fails }, 'gecko-web-1', 8081, over.signal);
    await expect(all(dial())).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('holds several connections at once', async () => {
    const sockets = [dial(), dial(), dial()];
    for (const [index, socket] of sockets.entries()) socket.end(`${index}`);
    const said = await Promise.all(sockets.map(all));
    expect(said.map(String)).toEqual(['0', '1', '2']);
    expect(commands).toHaveLength(3);
  });

  it('listens no more when it is closed', () => {
    expect(forward.isOpen()).toBe(true);
    forward.close();
    expect(forward.isOpen()).toBe(false);
  });
});
