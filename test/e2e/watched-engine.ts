import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface WatchedEngine {
  socket: string;
  close(): void;
}

/**
 * A socket to a real engine, whose every byte is passed on, also of what a program in a container reads and
 * writes. @param onChange is called with each call that changes something, before the engine hears of it;
 * what it gives back is waited for
 */
export function watchedEngine(
  engine: string,
  onChange: (line: string) => Promise<void> | void,
): Promise<WatchedEngine> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-watched-'));
  const socket = join(folder, 'e.sock');
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (asked) => {
    const onward = connect({ path: engine, allowHalfOpen: true });
    for (const [one, other] of [
      [asked, onward],
      [onward, asked],
    ] as const) {
      open.add(one);
      // One that ends in order leaves the other to send what is still on its way.
      one.on('error', () => other.destroy()).on('close', () => open.delete(one));
    }
    onward.pipe(asked);
    asked.on('close', () => onward.destroy());
    const passOn = async (bytes: Buffer) => {
      // A call begins a piece: gecko waits for each answer before it asks again.
      const [line] = /^(POST|PUT|DELETE) \S+/.exec(bytes.toString('latin1', 0, 300)) ?? [];
      if (line !== undefined && !/\/(wait|resize)\b/.test(line)) await onChange(line);
      if (!onward.write(bytes)) await once(onward, 'drain');
    };
    asked
      .on('data', (bytes: Buffer) => {
        asked.pause();
        passOn(bytes).then(
          () => asked.resume(),
          () => onward.destroy(),
        );
      })
      .on('end', () => onward.end());
  });
  return new Promise((resolve) =>
    server.listen(socket, () =>
      resolve({
        socket,
        close() {
          server.close();
          for (const one of open) one.destroy();
          rmSync(folder, { recursive: true, force: true });
        },
      }),
    ),
  );
}
