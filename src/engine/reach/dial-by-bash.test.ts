import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dialByBash } from './dial-by-bash.ts';

/** The bash of this machine, which stands for that of the image. */
describe.skipIf(spawnSync('bash', ['-c', 'true']).status !== 0)('dialling by bash', () => {
  let server: Server;
  let serve: (socket: Socket) => void;
  beforeEach(async () => {
    server = createServer((socket) => serve(socket.on('error', () => {})));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => server.close());
  const dial = (env = process.env) => {
    const [file = '', ...args] = dialByBash((server.address() as AddressInfo).port);
    const child = spawn(file, args, { env });
    const ended = once(child, 'close').then(([code]) => code as number);
    return { ...child, ended, child };
  };

  it('passes on every byte, and at once what is said in turns', async () => {
    serve = (socket) => socket.pipe(socket);
    const { child, ended } = dial();
    for (let turn = 0; turn < 3; turn++) {
      const said = randomBytes(200_000);
      child.stdin.write(said);
      let heard = Buffer.alloc(0);
      while (heard.length < said.length)
        heard = Buffer.concat([heard, ...(await once(child.stdout, 'data'))]);
      expect(heard.equals(said)).toBe(true);
    }
    child.stdin.end();
    expect(await ended).toBe(0);
  });

  it('ends where the server closes, though more could be asked', async () => {
    serve = (socket) => socket.end('that is all');
    const { child, ended } = dial();
    let heard = '';
    child.stdout.on('data', (part) => {
      heard += part;
    });
    expect(await ended).toBe(0);
    expect(heard).toBe('that is all');
  });

  it('ends where the server has closed before it is waited for', async () => {
    serve = (socket) => socket.end('gone');
    // Bash reads it first, and is slow from then on.
    const folder = mkdtempSync(join(tmpdir(), 'gecko-bash-'));
    const slow = join(folder, 'slow');
    writeFileSync(slow, `trap 'case "$BASH_COMMAND" in wait*) sleep 0.5;; esac' DEBUG`);
    const { ended } = dial({ ...process.env, BASH_ENV: slow });
    expect(await ended).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('fails where nothing answers', async () => {
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const [file = '', ...args] = dialByBash(port);
    expect(spawnSync(file, args).status).toBe(1);
  });
});
