import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Engine } from '../engine.ts';
import type { Forward } from './forward.ts';

/**
 * Forwards to a port inside a container: each connection is a program in it, whose input and output are
 * the connection. It goes wherever the engine's API goes, and through nothing else.
 * @param container name of one that has the program
 * @param program that joins its input and output to the port, by default nc
 */
export async function execForward(
  engine: Pick<Engine, 'exec'>,
  container: string,
  port: number,
  signal: AbortSignal,
  program: readonly string[] = ['nc', '127.0.0.1', String(port)],
): Promise<Forward> {
  const sockets = new Set<Socket>();
  // Who has said all of a request still waits for the answer.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    void connect(socket, engine, container, program, signal);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening', { signal });
  return {
    port: (server.address() as AddressInfo).port,
    isOpen: () => server.listening,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Ends when both sides have; what fails breaks the connection off, as the network would. */
async function connect(
  socket: Socket,
  engine: Pick<Engine, 'exec'>,
  container: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  socket.on('error', () => {}).on('close', () => gone.abort());
  try {
    const exitCode = await engine.exec(container, {
      command,
      stdin: socket,
      onOutput: (stream, bytes) => (stream === 'stdout' ? write(socket, bytes) : undefined),
      signal: AbortSignal.any([signal, gone.signal]),
    });
    if (exitCode === 0) socket.end();
    else socket.resetAndDestroy();
  } catch {
    // The client asks again, or says that nothing answers; `gecko status` tells of the container.
    socket.resetAndDestroy();
  }
}

/** Waits where the client does not read as fast. */
async function write(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed || socket.write(bytes)) return;
  await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => {});
}
